/** Writes to a case as a whole: taking its lock, creating it, adding to it, and ending a write with its journal entries. */
import { z } from 'zod'
import { orNull } from '../../domain/absent.ts'
import { Budgets, Thresholds, Weights } from '../../domain/case-start.ts'
import { CaseState } from '../../domain/case-state.ts'
import { LeadNode } from '../../domain/lead-node.ts'
import { noRow, statement } from '../statement.ts'

const id = z.uuid()
const count = z.int().nonnegative()

/** A case as its node holds it, told apart into what never changes and its state. */
export const CaseNode = z
  .object({
    ...CaseState.omit({ budgets: true }).shape,
    endedAs: orNull(CaseState.shape.endedAs.unwrap()),
    endedWhy: orNull(z.string()),
    pausedWhy: orNull(z.string()),
    clockRunsSince: orNull(z.string()),
    clockMillis: orNull(count),
    id,
    name: z.string(),
    description: z.string(),
    createdAt: z.string(),
    revision: count,
    headHash: z.string(),
    sources: count,
    hypotheses: count,
    phenomena: count,
    loosePhenomena: count,
    invocations: count,
    activeHypotheses: count,
    roles: z.array(z.string()),
    overlapRounds: z.boolean(),
    requireApproval: z.boolean(),
    strategist: orNull(z.string()),
    errorCost: z.number(),
    unclaimedSeconds: z.number(),
    lostLeases: z.int(),
    threshold_supported: z.number(),
    threshold_refuted: z.number(),
    weight_direct_evidence: z.number(),
    weight_supports: z.number(),
    weight_consequence_observed: z.number(),
    weight_prerequisite_met: z.number(),
    weight_weakens: z.number(),
    weight_contradicts: z.number(),
    cap_rounds: count,
    cap_toolCalls: count,
    cap_minutes: z.number(),
    cap_modelTokens: count,
  })
  .transform((node) => ({
    ...node,
    budgets: Budgets.parse({
      rounds: node.cap_rounds,
      toolCalls: node.cap_toolCalls,
      minutes: node.cap_minutes,
      modelTokens: node.cap_modelTokens,
    }),
    limits: {
      // while a case is paused nothing is handed out, so that no lead grows old unclaimed
      unclaimedSeconds: node.status === 'paused' ? Number.POSITIVE_INFINITY : node.unclaimedSeconds,
      lostLeases: node.lostLeases,
    },
    thresholds: Thresholds.parse({ supported: node.threshold_supported, refuted: node.threshold_refuted }),
    weights: Weights.parse({
      direct_evidence: node.weight_direct_evidence,
      supports: node.weight_supports,
      consequence_observed: node.weight_consequence_observed,
      prerequisite_met: node.weight_prerequisite_met,
      weakens: node.weight_weakens,
      contradicts: node.weight_contradicts,
    }),
  }))
export type CaseNode = z.infer<typeof CaseNode>

export const RunningRound = z.object({
  number: count,
  alias: z.string(),
  fence: count,
  leaseUntil: z.string(),
  requestKey: orNull(z.string()),
})
export type RunningRound = z.infer<typeof RunningRound>

export const lock = statement('commands/lock', {
  parameters: z.object({ investigation: id, command: z.string(), receipt: z.string() }),
  row: z.object({
    investigation: CaseNode,
    now: z.number().transform((milliseconds) => new Date(milliseconds).toISOString()),
    receiptBody: z.string().nullable(),
    receiptAnswer: z.string().nullable(),
    running: RunningRound.nullable(),
    outstanding: z.array(LeadNode),
  }),
})
export type Locked = z.output<(typeof lock)['row']>

export const append = statement('commands/append', {
  parameters: z.object({
    investigation: id,
    changes: z.record(z.string(), z.unknown()),
    revision: count,
    headHash: z.string(),
    entries: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        seq: count,
        type: z.string(),
        at: z.string(),
        actor: z.string(),
        body: z.string(),
        prevHash: z.string(),
        hash: z.string(),
        endsRound: z.string().nullable(),
      }),
    ),
    receipts: z.array(
      z.object({ key: z.string(), name: z.string(), body: z.string(), answer: z.string(), at: z.string() }),
    ),
  }),
  row: noRow,
})

export const createCase = statement('commands/create-case', {
  parameters: z.object({
    id,
    title: z.string(),
    description: z.string(),
    at: z.string(),
    weights: Weights,
    thresholds: Thresholds,
    errorCost: z.number(),
    roles: z.array(z.string()),
    overlapRounds: z.boolean(),
    requireApproval: z.boolean(),
    strategist: z.string().nullable(),
    unclaimedSeconds: z.number(),
    lostLeases: z.int(),
    headHash: z.string(),
    intakeAlias: z.string(),
  }),
  row: z.object({ investigation: id }),
})

export const addSources = statement('commands/add-sources', {
  parameters: z.object({
    investigation: id,
    roles: z.array(z.string()),
    sources: z.array(
      z.object({
        id,
        key: z.string(),
        alias: z.string(),
        short: z.string(),
        name: z.string(),
        slug: z.string(),
        label: z.string(),
        kind: z.string(),
        sha256: z.string().nullable(),
        independenceGroup: z.string(),
        artefacts: z.array(z.record(z.string(), z.unknown())),
      }),
    ),
  }),
  row: noRow,
})

export const addHypotheses = statement('commands/add-hypotheses', {
  parameters: z.object({ investigation: id, hypotheses: z.array(z.record(z.string(), z.unknown())) }),
  row: noRow,
})
