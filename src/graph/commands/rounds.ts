/** Writes of rounds and leads: the only ones that a strategist's decision can cause. */
import { z } from 'zod'
import { LeadLife } from '../../domain/lead.ts'
import { WorkOrder } from '../../domain/views/work-order.ts'
import { EvidenceKind, RoundState } from '../../domain/vocabulary.ts'
import { noRow, statement } from '../statement.ts'

const id = z.uuid()
const count = z.int().nonnegative()
const text = z.string().nullable()

export const createLeads = statement('commands/create-leads', {
  parameters: z.object({
    investigation: id,
    at: z.string(),
    by: z.string(),
    leads: z.array(
      z.object({
        id,
        key: z.string(),
        openKey: z.string(),
        number: count,
        alias: z.string(),
        name: z.string(),
        role: z.string(),
        expects: EvidenceKind,
        hypothesis: z.string(),
        hypothesisKey: z.string(),
        source: z.string(),
        sourceKey: z.string(),
        artefact: text,
        instruction: z.string(),
        why: z.string(),
        entities: z.array(z.string()),
        windowFrom: text,
        windowTo: text,
        tainted: z.boolean(),
        round: count.nullable(),
        state: z.enum(['open', 'awaiting_approval']),
        buildsOn: z.array(z.string()),
        reopens: text,
      }),
    ),
  }),
  row: noRow,
})

export const setLeadLife = statement('commands/lead-life', {
  parameters: LeadLife.extend({ lead: z.string() }),
  row: noRow,
})

export const claimLead = statement('commands/claim-lead', {
  parameters: z.object({
    lead: z.string(),
    worker: z.string(),
    claimEpoch: count,
    claimTokenHash: z.string(),
    tokenHashes: z.array(z.string()),
    leaseUntil: z.string(),
  }),
  row: WorkOrder,
})

export const endLead = statement('commands/lead-ended', {
  parameters: LeadLife.extend({ lead: z.string(), at: z.string(), moved: z.number(), looked: z.array(z.string()) }),
  row: noRow,
})

export const editLead = statement('commands/lead-edit', {
  parameters: z.object({ lead: z.string(), instruction: z.string(), by: z.string(), why: z.string() }),
  row: noRow,
})

export const heartbeat = statement('commands/heartbeat', {
  parameters: z.object({ lead: id, tokenHash: z.string(), leaseSeconds: z.int().positive() }),
  row: z.object({ leaseUntil: z.string() }),
})

export const openRound = statement('commands/open-round', {
  parameters: z.object({
    investigation: id,
    key: z.string(),
    alias: z.string(),
    name: z.string(),
    number: count,
    fence: count,
    requestKey: text,
    strategist: z.string(),
    at: z.string(),
    leaseUntil: z.string(),
  }),
  row: noRow,
})

export const endRound = statement('commands/end-round', {
  parameters: z.object({
    key: z.string(),
    at: z.string(),
    state: RoundState,
    decision: z.enum(['propose', 'complete']).nullable(),
    reason: text,
    explanation: text,
    failure: text,
    failureMessage: text,
    tokens: count,
    before: z.string(),
  }),
  row: noRow,
})
