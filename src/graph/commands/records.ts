/** Writes of what workers find, and of what is taken back: each statement keeps its own counters. */
import { z } from 'zod'
import { EvidenceKind, HypothesisStatus, InvocationOutcome } from '../../domain/vocabulary.ts'
import { noRow, statement } from '../statement.ts'

const count = z.int().nonnegative()
const where = { investigation: z.uuid(), round: count, at: z.string() }
const underLead = { lead: z.string().nullable() }

export const addInvocations = statement('commands/invocations', {
  parameters: z.object({
    ...where,
    ...underLead,
    invocations: z.array(
      z.object({
        id: z.uuid(),
        key: z.string(),
        number: count,
        name: z.string(),
        tool: z.string(),
        version: z.string(),
        arguments: z.string(),
        source: z.string(),
        artefacts: z.array(z.string()),
        outcome: InvocationOutcome,
        output: z.string(),
        excerpt: z.boolean(),
        sha256: z.string(),
        cached: z.boolean(),
      }),
    ),
  }),
  row: noRow,
})

export const addPhenomena = statement('commands/phenomena', {
  parameters: z.object({
    ...where,
    ...underLead,
    by: z.string(),
    scope: z.string(),
    phenomena: z.array(
      z.object({
        id: z.uuid(),
        key: z.string(),
        contentKey: z.string(),
        number: count,
        alias: z.string(),
        name: z.string(),
        words: z.string(),
        interpretation: z.string(),
        occurredAt: z.string().nullable(),
        source: z.string(),
        artefact: z.string().nullable(),
        witness: z.string(),
        facts: z.array(z.object({ fact: z.string(), quote: z.string(), invocation: z.string() })),
        entities: z.array(z.object({ key: z.string(), kind: z.string(), name: z.string() })),
      }),
    ),
  }),
  row: noRow,
})

export const addEvidence = statement('commands/evidence', {
  parameters: z.object({
    ...where,
    ...underLead,
    by: z.string(),
    evidence: z.array(
      z.object({ phenomenon: z.string(), hypothesis: z.string(), kind: EvidenceKind, why: z.string() }),
    ),
  }),
  row: z.object({ evidence: count, absoluteChange: z.number() }),
})

export const settle = statement('commands/settle', {
  parameters: z.object({ investigation: z.uuid(), round: count, hypotheses: z.array(z.string()) }),
  row: z.object({
    settled: z.array(z.object({ short: z.string(), logOdds: z.number(), status: HypothesisStatus })),
    flips: count,
  }),
})

const withdrawal = { ...where, phenomenon: z.string(), by: z.string(), why: z.string() }

export const withdrawEvidence = statement('commands/withdraw', {
  parameters: z.object({ ...withdrawal, hypothesis: z.string().nullable() }),
  row: z.object({ hypothesis: z.string(), moved: z.number() }),
})

export const markWithdrawn = statement('commands/withdrawn', {
  parameters: z.object({ ...withdrawal, whole: z.boolean() }),
  row: noRow,
})
