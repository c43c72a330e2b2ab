/** The closed lists of the domain: kinds of evidence, topics, states and reasons. Each word is in docs/glossary.md. */
import { z } from 'zod'

/** How a phenomenon bears on a hypothesis. The weight is looked up in the case, never given by a worker. */
export const EvidenceKind = z.enum([
  'direct_evidence',
  'supports',
  'consequence_observed',
  'prerequisite_met',
  'weakens',
  'contradicts',
])
export type EvidenceKind = z.infer<typeof EvidenceKind>

/** What a hypothesis is about and what an artefact can tell: the ATT&CK tactics and two of our own. */
export const Topic = z.enum([
  'reconnaissance',
  'resource-development',
  'initial-access',
  'execution',
  'persistence',
  'privilege-escalation',
  'defense-evasion',
  'credential-access',
  'discovery',
  'lateral-movement',
  'collection',
  'command-and-control',
  'exfiltration',
  'impact',
  'attribution',
  'user-activity',
])
export type Topic = z.infer<typeof Topic>

/** An ATT&CK technique or sub-technique, such as `T1070` or `T1070.004`. */
export const Technique = z.string().regex(/^T\d{4}(\.\d{3})?$/, 'an ATT&CK technique, such as T1070 or T1070.004')

export const InvocationOutcome = z.enum(['found', 'empty', 'failed'])
export type InvocationOutcome = z.infer<typeof InvocationOutcome>

/** What is known about an artefact of a source, from worst to best; it only ever improves. */
export const CoverageState = z.enum(['not_looked', 'could_not_look', 'looked_empty', 'found'])
export type CoverageState = z.infer<typeof CoverageState>

export const HypothesisStatus = z.enum(['active', 'supported', 'refuted'])
export type HypothesisStatus = z.infer<typeof HypothesisStatus>

export const LeadState = z.enum(['awaiting_approval', 'open', 'claimed', 'done', 'failed', 'rejected', 'cancelled'])
export type LeadState = z.infer<typeof LeadState>

/** The states in which a lead still is to be carried out. */
export const outstandingStates = ['awaiting_approval', 'open', 'claimed'] as const satisfies LeadState[]

/** How a lead ended: the first three of a done one, the others of a failed one. */
export const LeadOutcome = z.enum(['hit', 'contrary', 'miss', 'could_not_look', 'lease_expired', 'unclaimed'])
export type LeadOutcome = z.infer<typeof LeadOutcome>

export const RoundState = z.enum(['deciding', 'decided', 'failed', 'abandoned'])
export type RoundState = z.infer<typeof RoundState>

export const InvestigationStatus = z.enum(['open', 'paused', 'ended'])
export type InvestigationStatus = z.infer<typeof InvestigationStatus>

/** Why a strategist may declare an investigation complete. The gate checks each against the graph. */
export const CompletionReason = z.enum([
  'all_hypotheses_resolved',
  'marginal_yield_exhausted',
  'coverage_saturated',
  'budget_exhausted',
  'nothing_worth_a_lead',
])
export type CompletionReason = z.infer<typeof CompletionReason>

/** How an ended investigation ended: one word for each reason, and one for a person. */
export const EndedAs = z.enum(['resolved', 'low_yield', 'saturated', 'budget', 'not_worthwhile', 'closed_by_person'])
export type EndedAs = z.infer<typeof EndedAs>

export const endedAs = {
  all_hypotheses_resolved: 'resolved',
  marginal_yield_exhausted: 'low_yield',
  coverage_saturated: 'saturated',
  budget_exhausted: 'budget',
  nothing_worth_a_lead: 'not_worthwhile',
} as const satisfies Record<CompletionReason, EndedAs>

/** A short name that people give: of a role, a kind of source, an artefact, a key in a case file. */
export const Slug = z
  .string()
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._#-]*$/, 'letters, digits and . _ # -, at most 64')

/** How strongly an artefact's answer speaks: the chance that it is "for" if the hypothesis is true, and if it is false. */
export const StrengthTier = z.enum(['strong', 'medium', 'weak'])
export const strengthTiers = {
  strong: [0.9, 0.1],
  medium: [0.75, 0.25],
  weak: [0.6, 0.3],
} as const satisfies Record<z.infer<typeof StrengthTier>, readonly [number, number]>
