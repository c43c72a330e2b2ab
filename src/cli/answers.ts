/** What commands read of the service's answers; whatever else these hold is kept for `--json`. */
import { z } from 'zod'
import { BudgetRow } from '../domain/views/budget-status.ts'
import { EndedAs, EvidenceKind, InvestigationStatus, LeadOutcome, LeadState } from '../domain/vocabulary.ts'

const count = z.int().nonnegative()
const Named = z.object({ id: z.uuid(), alias: z.string(), key: z.string() })

export const Created = z.looseObject({ id: z.uuid(), sources: z.array(Named), hypotheses: z.array(Named) })
export type Created = z.infer<typeof Created>

const Summary = z.looseObject({
  id: z.uuid(),
  title: z.string(),
  status: InvestigationStatus,
  endedAs: EndedAs.nullable(),
  createdAt: z.string(),
  rounds: count,
  hypotheses: count,
  activeHypotheses: count,
})
export type Summary = z.infer<typeof Summary>
export const Listed = z.looseObject({ investigations: z.array(Summary), next: z.string().nullable() })
export type Listed = z.infer<typeof Listed>

const Unresolved = z.object({ hypothesis: z.string(), key: z.string(), lacks: z.string() })

export const Shown = Summary.extend({
  endedWhy: z.string().nullable(),
  pausedWhy: z.string().nullable(),
  strategist: z.string().nullable(),
  used: z.array(BudgetRow),
  unresolved: z.array(Unresolved),
})
export type Shown = z.infer<typeof Shown>

const Problem = z.object({ problem: z.string() })
export const Verified = z.looseObject({
  ok: z.boolean(),
  headHash: z.string(),
  entries: count,
  nodes: count,
  relationships: count,
  chain: z.array(Problem.extend({ seq: z.int() })),
  replay: z.array(Problem.extend({ seq: z.int() })),
  graph: z.array(Problem.extend({ place: z.string() })),
})
export type Verified = z.infer<typeof Verified>

const Audit = z.looseObject({ cypher: z.string(), browser: z.string().nullable() })

const ShownLead = z.looseObject({
  number: count,
  alias: z.string(),
  state: LeadState,
  outcome: LeadOutcome.nullable(),
  role: z.string(),
  hypothesis: z.string(),
  source: z.string(),
  artefact: z.string().nullable(),
  expects: EvidenceKind,
  instruction: z.string(),
  endedWhy: z.string().nullable(),
  audit: Audit,
})
export type ShownLead = z.infer<typeof ShownLead>
export const ShownLeads = z.looseObject({ leads: z.array(ShownLead) })

export const Closed = z.looseObject({ status: InvestigationStatus, endedAs: EndedAs.nullable() })
