/** What a strategist may record in a round: leads that it proposes, or that the investigation is complete. */
import { z } from 'zod'
import { inUtc, isMoment } from './moment.ts'
import { CompletionReason, EvidenceKind } from './vocabulary.ts'

/** How many leads one decision may hold. */
export const mostLeads = 3

const text = (most: number) => z.string().trim().min(1).max(most)
const name = text(64)

/** A moment with its time zone, kept in UTC. Checked by hand: the pattern of `z.iso` is more than some servers read. */
const moment = text(40)
  .refine(isMoment, {
    error: 'a date and time with its zone, such as 2015-03-25T14:00:00Z',
    abort: true,
  })
  .overwrite(inUtc)
  .describe('with its zone, such as 2015-03-25T14:00:00Z')

const Window = z
  .strictObject({ from: moment, to: moment })
  .refine(({ from, to }) => from <= to, 'a window ends after it begins')

/** A lead as a strategist proposes it. Ids are checked by the service, which can say what is wrong with them. */
export const Proposal = z.strictObject({
  hypothesis: name.describe('alias of the one active hypothesis that the lead is expected to move, such as H3-kd'),
  source: name.describe('alias of the source to look at, such as S1-mo'),
  artefact: name.optional().describe('catalogue key of the artefact to look at, as source_coverage gives it'),
  role: name.describe('role of the worker that reads it, as source_coverage gives it'),
  expects: EvidenceKind.describe('kind of the evidence that you expect it to bring'),
  instruction: text(500).describe('what to do and what to look for, for a worker who knows nothing else of the case'),
  why: text(500).describe('why this look, now: what the graph would learn from either answer'),
  buildsOn: z.array(name).max(3).optional().describe('aliases of up to three phenomena that the lead builds on'),
  entities: z.array(text(200)).max(10).optional().describe('accounts, devices, files or addresses to look for'),
  window: Window.optional().describe('the time to look at; leave it out if any time will do'),
})
export type Proposal = z.infer<typeof Proposal>

export const Declaration = z.strictObject({
  reason: CompletionReason.describe('the service checks the facts of this reason before it accepts it'),
  explanation: text(1000).describe('for people: what was found, and what stays open'),
})
export type Declaration = z.infer<typeof Declaration>
