/** What each type of journal entry holds: the accepted command, with everything that the rules cannot derive. */
import { z } from 'zod'
import { Artefact } from '../artefact.ts'
import { Budgets, CaseStart, HypothesisStart, SourceStart } from '../case-start.ts'
import { EntityInput } from '../records.ts'
import { Proposal } from '../proposal.ts'
import { RoundFailure, Transcript } from '../transcript.ts'
import { CompletionReason, EvidenceKind, InvocationOutcome } from '../vocabulary.ts'

const short = z.string().describe('short alias, such as H3')
const time = z.iso.datetime()
const Named = z.object({ id: z.uuid(), alias: z.string() })

/** Limits in force for a case, written down when it is created. Times in seconds. */
export const CaseLimits = z.object({
  unclaimedSeconds: z.number().positive(),
  lostLeases: z.int().positive(),
})
export type CaseLimits = z.infer<typeof CaseLimits>

export const SourceGiven = SourceStart.required({ key: true, independenceGroup: true, artefacts: true }).extend({
  ...Named.shape,
  artefacts: z.array(Artefact),
})
export type SourceGiven = z.infer<typeof SourceGiven>

export const HypothesisGiven = HypothesisStart.required({ key: true }).extend({
  ...Named.shape,
  rivalOf: short.nullable(),
  phenomena: z.array(short),
})
export type HypothesisGiven = z.infer<typeof HypothesisGiven>

export const LeadGiven = Proposal.extend({
  id: z.uuid(),
  alias: z.string(),
  hypothesis: short,
  source: short,
  artefact: z.string().nullable(),
  buildsOn: z.array(short),
  entities: z.array(z.string()),
  window: z.object({ from: time.nullable(), to: time.nullable() }),
  tainted: z.boolean().describe('its text was made from evidence'),
})
export type LeadGiven = z.infer<typeof LeadGiven>

export const InvocationGiven = z.object({
  id: z.uuid(),
  short,
  tool: z.string(),
  version: z.string(),
  arguments: z.string(),
  source: short,
  artefacts: z.array(z.string()),
  outcome: InvocationOutcome,
  output: z.string(),
  excerpt: z.boolean(),
  sha256: z.string(),
  cached: z.boolean(),
})
export type InvocationGiven = z.infer<typeof InvocationGiven>

export const PhenomenonGiven = z.object({
  id: z.uuid(),
  alias: z.string(),
  source: short,
  artefact: z.string().nullable(),
  witness: z.string(),
  contentKey: z.string(),
  facts: z.array(z.object({ fact: z.string(), quote: z.string(), invocation: short })),
  interpretation: z.string(),
  occurredAt: time.nullable(),
  entities: z.array(EntityInput),
})
export type PhenomenonGiven = z.infer<typeof PhenomenonGiven>

export const EvidenceGiven = z.object({
  phenomenon: short,
  hypothesis: short,
  kind: EvidenceKind,
  why: z.string(),
})
export type EvidenceGiven = z.infer<typeof EvidenceGiven>

const person = { why: z.string() }
const lead = { lead: short }
const ended = {
  round: z.int().positive(),
  fence: z.int().positive(),
  tokens: z.int().nonnegative(),
  transcript: Transcript,
}

export const EntryType = z.enum([
  'case_created',
  'source_added',
  'hypothesis_added',
  'case_paused',
  'case_resumed',
  'budget_raised',
  'case_closed',
  'case_reopened',
  'case_completed',
  'round_opened',
  'round_abandoned',
  'round_proposed',
  'round_completed',
  'round_failed',
  'lead_added',
  'lead_approved',
  'lead_edited',
  'lead_rejected',
  'lead_claimed',
  'lead_released',
  'lead_lapsed',
  'lead_completed',
  'lead_failed',
  'lead_cancelled',
  'recorded',
  'late_record',
  'withdrawn',
])
export type EntryType = z.infer<typeof EntryType>

/** The body of each type of entry. Who did it and when stand beside the body, in the entry. */
export const bodies = {
  case_created: z.object({
    id: z.uuid(),
    start: CaseStart.omit({ sources: true, hypotheses: true }),
    sources: z.array(SourceGiven),
    hypotheses: z.array(HypothesisGiven),
    roles: z.array(z.string()),
    limits: CaseLimits,
  }),
  source_added: z.object({ source: SourceGiven, roles: z.array(z.string()) }),
  hypothesis_added: z.object({ hypothesis: HypothesisGiven }),
  case_paused: z.object(person),
  case_resumed: z.object(person),
  budget_raised: z.object({ budgets: Budgets, ...person }),
  case_closed: z.object(person),
  case_reopened: z.object(person),
  case_completed: z.object({ reason: CompletionReason, explanation: z.string() }),
  round_opened: z.object({
    round: z.int().positive(),
    fence: z.int().positive(),
    strategist: z.string(),
    leaseUntil: time,
  }),
  round_abandoned: z.object({ round: z.int().positive(), fence: z.int().positive() }),
  round_proposed: z.object({
    ...ended,
    leads: z.array(LeadGiven),
    awaitingApproval: z.boolean(),
    refused: z.array(z.object({ proposal: z.unknown(), code: z.string(), message: z.string() })),
  }),
  round_completed: z.object({ ...ended, reason: CompletionReason, explanation: z.string() }),
  round_failed: z.object({ ...ended, code: RoundFailure, message: z.string() }),
  lead_added: z.object({ lead: LeadGiven, awaitingApproval: z.boolean(), reopens: short.nullable(), ...person }),
  lead_approved: z.object({ ...lead, ...person }),
  lead_edited: z.object({ ...lead, instruction: z.string(), ...person }),
  lead_rejected: z.object({ ...lead, ...person }),
  lead_claimed: z.object({
    ...lead,
    worker: z.string(),
    epoch: z.int().positive(),
    tokenHash: z.string(),
    leaseUntil: time,
  }),
  lead_released: z.object({ ...lead, ...person }),
  lead_lapsed: z.object({ ...lead, what: z.enum(['lease', 'unclaimed']) }),
  lead_completed: z.object({ ...lead, summary: z.string() }),
  lead_failed: z.object({ ...lead, ...person }),
  lead_cancelled: z.object({ ...lead, ...person }),
  recorded: z.object({
    lead: short.nullable(),
    adopts: z.int().positive().nullable(),
    why: z.string().nullable().default(null).describe('why a late record was adopted'),
    invocations: z.array(InvocationGiven),
    phenomena: z.array(PhenomenonGiven),
    duplicates: z
      .array(z.object({ given: z.int().nonnegative(), is: short }))
      .describe('phenomena of the call that were known'),
    evidence: z.array(EvidenceGiven),
  }),
  late_record: z.object({ ...lead, tokenHash: z.string(), command: z.string(), body: z.unknown() }),
  withdrawn: z.object({ phenomenon: short, hypothesis: short.nullable(), ...person }),
} as const satisfies Record<EntryType, z.ZodType>

export type BodyOf<T extends EntryType> = z.infer<(typeof bodies)[T]>
