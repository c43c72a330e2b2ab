/** The rows of the look-ups: one question each. */
import { z } from 'zod'
import { EvidenceKind, HypothesisStatus, RoundState, Technique, Topic } from '../vocabulary.ts'

const count = z.int().nonnegative()
const text = z.string()
const orNull = z.string().nullable()

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
    rival: orNull,
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
    artefact: orNull,
    witness: text,
    occurredAt: orNull,
    recordedAt: text,
    recordedBy: text,
    round: count,
    withdrawnAt: orNull,
    facts: z.array(z.object({ fact: text, quote: text, tool: text, sha256: text })),
    evidence: z.array(z.object({ hypothesis: text, kind: EvidenceKind, adds: z.number(), why: text })),
  })
  .meta({ id: 'PhenomenonRow' })
export type PhenomenonRow = z.infer<typeof PhenomenonRow>

export const TimelineRow = z
  .object({ id: z.uuid(), alias: text, occurredAt: text, name: text, source: text, artefact: orNull })
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
  decision: z.string().nullish(),
  reason: z.string().nullish(),
  explanation: z.string().nullish(),
  failure: z.string().nullish(),
  failureMessage: z.string().nullish(),
  strategist: z.string().nullish(),
  tokens: count.nullish(),
  openedAt: text,
  endedAt: z.string().nullish(),
  closedAt: z.string().nullish(),
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
