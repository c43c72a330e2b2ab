/** A case in memory, as its journal adds it up: what the graph must hold, node by node. */
import type { CaseState } from '../case-state.ts'
import type { Thresholds, Weights } from '../case-start.ts'
import type { CaseLimits } from '../journal/bodies.ts'
import type { LeadLife } from '../lead.ts'
import type { CoverageState, EvidenceKind, HypothesisStatus } from '../vocabulary.ts'
import type { hypothesisNode } from '../nodes/hypothesis-node.ts'
import type { leadNode } from '../nodes/lead-node.ts'
import type { invocationNode, phenomenonNode } from '../nodes/record-nodes.ts'
import type { sourceNode } from '../nodes/source-node.ts'

export type Properties = Record<string, unknown>

export type SourceMemory = Omit<ReturnType<typeof sourceNode>, 'artefacts'> & {
  phenomena: number
  expected: number
  examined: number
}
export type ArtefactMemory = ReturnType<typeof sourceNode>['artefacts'][number] & {
  source: string
  state: CoverageState
  tries: number
}
export type HypothesisMemory = ReturnType<typeof hypothesisNode> & {
  logOdds: number
  status: HypothesisStatus
  claim: HypothesisStatus
  evidence: number
  witnesses: number
  witnessesFor: number
  witnessesAgainst: number
  sources: number
  needsCorroboration: boolean
  contested: boolean
  flippedIn: number | null
}
export type TallyMemory = {
  key: string
  hypothesis: string
  witness: string
  kind: EvidenceKind
  /** Pieces that count. */
  n: number
  /** How many of them come from each source. */
  readonly sources: Map<string, number>
  logLR: number
}
export type EvidenceMemory = {
  phenomenon: string
  hypothesis: string
  kind: EvidenceKind
  tally: string
  why: string
  judgedBy: string
  at: string
  withdrawn?: { at: string; by: string; why: string }
}
export type InvocationMemory = ReturnType<typeof invocationNode> & {
  round: number
  recordedAt: string
  lead: string | null
}
export type PhenomenonMemory = ReturnType<typeof phenomenonNode> & {
  round: number
  recordedAt: string
  recordedBy: string
  lead: string | null
  loose: boolean
  withdrawn?: { at: string; by: string; why: string }
}
export type LeadMemory = ReturnType<typeof leadNode> & {
  life: LeadLife
  madeAt: string
  madeBy: string
  moved: number | null
  looked: string[] | null
  edited?: { by: string; why: string }
}
export type RoundMemory = {
  key: string
  number: number
  alias: string
  name: string
  state: string
  fence: number | null
  strategist: string | null
  openedAt: string
  leaseUntil: string | null
  endedAt: string | null
  closedAt: string | null
  activeAtOpen: string[]
  decision: string | null
  reason: string | null
  explanation: string | null
  failure: string | null
  failureMessage: string | null
  tokens: number | null
  before: string | null
  counters: RoundCounters
}
export type RoundCounters = {
  newPhenomena: number
  newEvidence: number
  evidenceOnActive: number
  withdrawals: number
  flips: number
  absoluteChange: number
  leadsHit: number
  leadsContrary: number
  leadsMissed: number
  leadsFailed: number
  leadsOutstanding: number
}

/** Everything keyed by the key of its node. */
export type Memory = {
  readonly id: string
  readonly given: Properties
  readonly weights: Weights
  readonly thresholds: Thresholds
  readonly limits: CaseLimits
  roles: string[]
  state: CaseState
  readonly sources: Map<string, SourceMemory>
  readonly artefacts: Map<string, ArtefactMemory>
  readonly hypotheses: Map<string, HypothesisMemory>
  readonly tallies: Map<string, TallyMemory>
  readonly evidence: EvidenceMemory[]
  /** The same by phenomenon, each in the order of the record. */
  readonly evidenceOf: Map<string, EvidenceMemory[]>
  readonly invocations: Map<string, InvocationMemory>
  readonly phenomena: Map<string, PhenomenonMemory>
  readonly entities: Map<string, { kind: string; name: string }>
  readonly leads: Map<string, LeadMemory>
  readonly rounds: Map<string, RoundMemory>
  /** What each lead's own records moved each hypothesis: lead key, hypothesis key, log10 odds. */
  readonly moved: Map<string, { lead: string; hypothesis: string; by: number }>
}

/** A thing that the journal says must be there. Throws where an entry speaks of what does not exist. */
export function must<T>(map: ReadonlyMap<string, T>, key: string): T {
  const found = map.get(key)
  if (found === undefined)
    throw new ReplayError(`it speaks of ${key.slice(key.indexOf('|') + 1)}, which does not exist by then`)
  return found
}

/** An entry that does not fit what went before. */
export class ReplayError extends Error {}

export const noCounters = (): RoundCounters => ({
  newPhenomena: 0,
  newEvidence: 0,
  evidenceOnActive: 0,
  withdrawals: 0,
  flips: 0,
  absoluteChange: 0,
  leadsHit: 0,
  leadsContrary: 0,
  leadsMissed: 0,
  leadsFailed: 0,
  leadsOutstanding: 0,
})
