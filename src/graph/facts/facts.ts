/** What a command must know, read under the lock of its case, before it may write. */
import { z } from 'zod'
import { orNull } from '../../domain/absent.ts'
import { CoverageState, EvidenceKind, HypothesisStatus, InvocationOutcome, LeadState } from '../../domain/vocabulary.ts'
import { LeadNode } from '../../domain/lead-node.ts'
import type { Run } from '../database.ts'
import { statement } from '../statement.ts'

const references = z.object({ references: z.array(z.string()) })
const text = z.string()

export const receiptOf = statement('facts/receipt', {
  parameters: z.object({ key: text }),
  row: z.object({ body: text, answer: text }),
})

export const SourceFacts = z.object({
  reference: text,
  key: text,
  id: text,
  short: text,
  alias: text,
  kind: text,
  label: text,
  independenceGroup: text,
  artefacts: z.array(
    z.object({
      slug: text,
      name: text,
      role: text,
      witness: text,
      tools: z.array(text),
      state: CoverageState,
      tries: z.int(),
    }),
  ),
})
export type SourceFacts = z.infer<typeof SourceFacts>
export const sourcesBy = statement('facts/sources', { parameters: references, row: SourceFacts })

export const HypothesisFacts = z.object({
  reference: text,
  key: text,
  id: text,
  short: text,
  alias: text,
  status: HypothesisStatus,
  statement: text,
})
export type HypothesisFacts = z.infer<typeof HypothesisFacts>
export const hypothesesBy = statement('facts/hypotheses', { parameters: references, row: HypothesisFacts })

const InvocationFacts = z.object({
  reference: text,
  key: text,
  output: text,
  outcome: InvocationOutcome,
  source: text,
})
export const invocationsBy = statement('facts/invocations', { parameters: references, row: InvocationFacts })

export const PhenomenonFacts = z.object({
  reference: text,
  key: text,
  alias: text,
  name: text,
  withdrawnAt: text.nullable(),
  recordedAt: text,
  investigation: text,
  evidence: z.array(z.object({ hypothesis: text, kind: EvidenceKind })),
})
export type PhenomenonFacts = z.infer<typeof PhenomenonFacts>
export const phenomenaBy = statement('facts/phenomena', { parameters: references, row: PhenomenonFacts })

export const proposalBy = statement('facts/proposal', {
  parameters: z.object({
    investigation: z.uuid(),
    hypothesis: text.nullable(),
    source: text.nullable(),
    buildsOn: z.array(text),
    workKey: text,
  }),
  row: z.object({
    roles: z.array(text),
    hypothesis: z.object({ alias: text, short: text, status: HypothesisStatus }).nullable(),
    source: z.object({ alias: text, short: text }).nullable(),
    artefacts: z.array(text),
    ground: z.array(z.object({ alias: text, recordedAt: text, withdrawnAt: orNull(text) })),
    earlier: z.array(z.object({ alias: text, state: LeadState, endedAt: orNull(text) })),
  }),
})

export const LeadFacts = z.object({
  lead: LeadNode,
  moved: z.array(z.object({ hypothesis: text, by: z.number() })),
  buildsOn: z.array(text).describe('aliases of phenomena that still count'),
  invocations: z.array(z.object({ outcome: InvocationOutcome, source: text, artefacts: z.array(text) })),
})
export type LeadFacts = z.infer<typeof LeadFacts>
export const leadBy = statement('facts/lead', { parameters: z.object({ reference: text }), row: LeadFacts })

export const claimable = statement('facts/claimable', {
  parameters: z.object({ roles: z.array(text), except: z.array(z.uuid()), limit: z.int().positive() }),
  row: z.object({ lead: z.uuid(), investigation: z.uuid() }),
})

const clock = statement('facts/now', { parameters: z.object({}), row: z.object({ now: z.number() }) })

/** The database's time, as a UTC string with milliseconds. */
export async function databaseTime(run: Run): Promise<string> {
  const [row] = await run(clock, {})
  return new Date(row?.now ?? Number.NaN).toISOString()
}

export const keysInUse = statement('facts/keys', {
  parameters: z.object({ investigation: z.uuid() }),
  row: z.object({ sources: z.array(text), hypotheses: z.array(z.object({ slug: text, short: text })) }),
})
