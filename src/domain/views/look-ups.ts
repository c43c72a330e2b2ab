/** The rows of the look-ups: one question each. */
import { z } from 'zod'
import { orNull } from '../absent.ts'
import { EvidenceKind, HypothesisStatus, RoundState, Technique, Topic } from '../vocabulary.ts'

const count = z.int().nonnegative()
const text = z.string()
const textOrNull = z.string().nullable()

export const Waterfall = z
  .object({
    id: z.uuid(),
    alias: text,
    key: text,
    statement: text,
    topics: z.array(Topic),
    predicts: z.array(Technique),
    excludes: z.array(Technique),
    status: HypothesisStatus,
    prior: z.number(),
    priorLogOdds: z.number(),
    logOdds: z.number(),
    evidence: count,
    witnesses: count,
    witnessesFor: count,
    witnessesAgainst: count,
    needsCorroboration: z.boolean(),
    contested: z.boolean(),
    rival: textOrNull,
    waterfall: z
      .array(
        z.object({
          witness: text,
          kind: EvidenceKind,
          n: count,
          adds: z.number(),
          pieces: z.array(
            z.object({ phenomenon: text, name: text, k: count, adds: z.number(), why: text, judgedBy: text }),
          ),
        }),
      )
      .describe('one bar for each witness and kind, the widest first, with its first three pieces'),
  })
  .meta({ id: 'Waterfall' })
export type Waterfall = z.infer<typeof Waterfall>

export const PhenomenonRow = z
  .object({
    id: z.uuid(),
    alias: text,
    number: count,
    name: text,
    interpretation: text,
    source: text,
    artefact: textOrNull,
    witness: text,
    occurredAt: textOrNull,
    recordedAt: text,
    recordedBy: text,
    round: count,
    withdrawnAt: textOrNull,
    facts: z.array(z.object({ fact: text, quote: text, tool: text, sha256: text })),
    evidence: z.array(z.object({ hypothesis: text, kind: EvidenceKind, adds: z.number(), why: text })),
  })
  .meta({ id: 'PhenomenonRow' })
export type PhenomenonRow = z.infer<typeof PhenomenonRow>

export const TimelineRow = z
  .object({ id: z.uuid(), alias: text, occurredAt: text, name: text, source: text, artefact: textOrNull })
  .meta({ id: 'TimelineRow' })
export type TimelineRow = z.infer<typeof TimelineRow>

export const EntityRow = z
  .object({ key: text, kind: text, value: text, mentions: count, phenomena: z.array(text) })
  .meta({ id: 'EntityRow' })
export type EntityRow = z.infer<typeof EntityRow>

export const RoundRow = z.object({
  number: count,
  alias: text,
  state: RoundState,
  decision: orNull(z.string()),
  reason: orNull(z.string()),
  explanation: orNull(z.string()),
  failure: orNull(z.string()),
  failureMessage: orNull(z.string()),
  strategist: orNull(z.string()),
  tokens: orNull(count),
  openedAt: text,
  endedAt: orNull(z.string()),
  closedAt: orNull(z.string()),
  newPhenomena: count,
  newEvidence: count,
  evidenceOnActive: count,
  withdrawals: count,
  flips: count,
  absoluteChange: z.number(),
  leadsHit: count,
  leadsContrary: count,
  leadsMissed: count,
  leadsFailed: count,
  leadsOutstanding: count,
})
export type RoundRow = z.infer<typeof RoundRow>
