/** What is known when an investigation begins: the body of `POST /v1/investigations` and of a case file. */
import { z } from 'zod'
import { Artefact } from './artefact.ts'
import { Slug, Technique, Topic } from './vocabulary.ts'

const rises = (usual: number) => z.number().gt(0).max(10).default(usual)
const falls = (usual: number) => z.number().lt(0).min(-10).default(usual)

/** Log10 weight of one piece of evidence of each kind. Conventions, not measured likelihood ratios. */
export const Weights = z
  .strictObject({
    direct_evidence: rises(2),
    supports: rises(1),
    consequence_observed: rises(1),
    prerequisite_met: rises(0.5),
    weakens: falls(-0.5),
    contradicts: falls(-2),
  })
  .meta({ id: 'Weights' })
export type Weights = z.infer<typeof Weights>

/** The confidences at and beyond which a hypothesis may count as supported or refuted. */
export const Thresholds = z
  .strictObject({
    supported: z.number().gt(0.5).lt(1).default(0.8),
    refuted: z.number().gt(0).lt(0.5).default(0.2),
  })
  .meta({ id: 'Thresholds' })
export type Thresholds = z.infer<typeof Thresholds>

/** Hard caps of an investigation. */
export const Budgets = z
  .strictObject({
    rounds: z.int().min(1).max(10_000).default(30),
    toolCalls: z.int().min(1).max(1_000_000).default(300),
    minutes: z.number().gt(0).max(10_000_000).default(1440),
    modelTokens: z.int().min(1).max(1_000_000_000).default(300_000),
  })
  .meta({ id: 'Budgets' })
export type Budgets = z.infer<typeof Budgets>

export const SourceStart = z
  .strictObject({
    key: Slug.optional().describe("the caller's own name for it, unique in the case; left out: its alias"),
    kind: Slug.describe('as in the catalogue; another kind may bring its own artefacts'),
    label: z.string().trim().min(1).max(300),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/i)
      .optional(),
    independenceGroup: Slug.optional().describe('sources of one origin share it; left out: the source itself'),
    artefacts: z.array(Artefact).max(200).optional().describe("instead of the catalogue's"),
  })
  .meta({ id: 'SourceStart' })
export type SourceStart = z.infer<typeof SourceStart>

export const HypothesisStart = z
  .strictObject({
    key: Slug.optional().describe("the caller's own name for it, unique in the case; left out: its alias"),
    statement: z.string().trim().min(1).max(500),
    topics: z.array(Topic).min(1).max(16),
    predicts: z.array(Technique).max(40).default([]),
    excludes: z.array(Technique).max(40).default([]),
    rivalOf: Slug.optional().describe('key of the hypothesis that it competes with'),
    prior: z.number().gt(0).lt(1).default(0.5),
    phenomena: z
      .array(z.string().min(1).max(64))
      .max(20)
      .optional()
      .describe('those that suggested it; only when added later'),
  })
  .meta({ id: 'HypothesisStart' })
export type HypothesisStart = z.infer<typeof HypothesisStart>

export const CaseStart = z
  .strictObject({
    title: z.string().trim().min(1).max(200),
    description: z.string().max(4000).default(''),
    sources: z.array(SourceStart).max(100).default([]),
    hypotheses: z.array(HypothesisStart).max(200).default([]),
    budgets: Budgets.prefault({}),
    weights: Weights.prefault({}),
    thresholds: Thresholds.prefault({}),
    errorCost: z.number().gt(0).max(100_000).default(40).describe('price, in leads, of one wholly wrong hypothesis'),
    roles: z.array(Slug).max(40).default([]).describe("worker roles beside the catalogue's"),
    overlapRounds: z
      .boolean()
      .default(false)
      .describe('a round may open while leads are outstanding, unless the one before it failed'),
    requireApproval: z.boolean().default(false).describe('a person approves each lead before it is handed out'),
    strategist: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('`rules`, or the name of a model; left out: as the service is set up'),
  })
  .meta({ id: 'CaseStart' })
export type CaseStart = z.infer<typeof CaseStart>
