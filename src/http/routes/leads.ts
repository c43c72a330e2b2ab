/** Leads: what the strategist asked for, what workers do with them, and what a person does. */
import { z } from 'zod'
import { RecordsInput } from '../../domain/records.ts'
import { LeadState } from '../../domain/vocabulary.ts'
import { LeadNode } from '../../domain/lead-node.ts'
import { WorkOrder } from '../../domain/views/work-order.ts'
import { Audit, audited } from '../../service/audit.ts'
import { claimLeads } from '../../service/leads/claim.ts'
import { completeLead, failLead, keepLease, recordForLead, releaseLead } from '../../service/leads/work.ts'
import { lead, leads } from '../../service/reading/look-ups.ts'
import type { Service } from '../../service/service.ts'
import { nothing, route, type Route } from '../route.ts'
import { after, InCase, LeadId, limit, Name } from './shapes.ts'

const Shown = LeadNode.omit({ claimTokenHash: true, tokenHashes: true })
  .extend({ buildsOn: z.array(z.string()), audit: Audit })
  .meta({ id: 'Lead' })
const Held = { token: z.string().min(1).max(200).describe('that the claim gave') }
const leaseSeconds = z.number().int().min(1).max(3600).default(30)
const Ended = z
  .object({ lead: z.string(), state: LeadState, outcome: z.string().nullable(), moved: z.number().nullable().describe('log10 odds of the cited hypothesis, by its own records') })
  .meta({ id: 'LeadEnding' })
const reason = z.string().trim().min(1).max(1000)

export const RecordsAnswered = z
  .object({
    invocations: z.array(z.object({ key: z.string(), id: z.uuid() })),
    phenomena: z.array(z.object({ alias: z.string(), known: z.boolean() })),
    evidence: z.object({ recorded: z.int(), unchanged: z.int() }),
    hypotheses: z.array(z.object({ alias: z.string(), status: z.string(), logOdds: z.number(), confidence: z.number() })),
  })
  .meta({ id: 'RecordsAnswer' })

export function leadRoutes(service: Service): Route[] {
  return [
    route(
      {
        method: 'get',
        path: '/v1/investigations/{id}/leads',
        summary: 'Leads as they stand now, by state',
        params: InCase,
        query: z.strictObject({ state: LeadState.optional(), after, limit }),
        body: nothing,
        status: 200,
        answer: z.object({ leads: z.array(Shown) }),
      },
      async ({ params, query }) => ({ leads: (await leads(service, params.id, query)).map((row) => audited(service, row)) }),
    ),
    route(
      { method: 'get', path: '/v1/investigations/{id}/leads/{lead}', summary: 'One lead with its audit link', params: InCase.extend({ lead: Name }), query: nothing, body: nothing, status: 200, answer: Shown },
      async ({ params }) => audited(service, await lead(service, params.id, params.lead)),
    ),
    ...workerRoutes(service),
  ]
}

function workerRoutes(service: Service): Route[] {
  const base = { method: 'post', params: LeadId, query: nothing, status: 200 } as const
  const say = (input: { params: { lead: string }; body: { token: string }; key: string | undefined }) => ({ lead: input.params.lead, token: input.body.token, key: input.key })
  return [
    route(
      {
        method: 'post',
        path: '/v1/leads/claim',
        summary: 'Ask for work: up to `max` leads in these roles, each with a token and a lease',
        params: nothing,
        query: nothing,
        body: z
          .strictObject({
            worker: z.string().trim().min(1).max(100),
            roles: z.array(z.string().min(1).max(64)).min(1).max(100),
            max: z.number().int().min(1).max(20).default(1),
            leaseSeconds,
            investigation: z.uuid().optional(),
          })
          .meta({ id: 'Claim' }),
        status: 200,
        answer: z.object({ leads: z.array(WorkOrder.extend({ token: z.string(), epoch: z.int(), leaseUntil: z.string(), audit: Audit })) }),
      },
      async ({ body }) => ({ leads: (await claimLeads(service, body)).map((row) => audited(service, row)) }),
    ),
    route(
      { ...base, path: '/v1/leads/{lead}/heartbeat', summary: 'Keep the lease', body: z.strictObject({ ...Held, leaseSeconds }), answer: z.object({ leaseUntil: z.string() }) },
      (input) => keepLease(service, say(input), input.body.leaseSeconds),
    ),
    route(
      { ...base, path: '/v1/leads/{lead}/records', summary: 'Record tool invocations and what they showed', body: RecordsInput.safeExtend(Held), status: 201, answer: RecordsAnswered },
      (input) => {
        const { token: _, ...records } = input.body
        return recordForLead(service, say(input), records)
      },
    ),
    route(
      { ...base, path: '/v1/leads/{lead}/complete', summary: 'The look was made', body: z.strictObject({ ...Held, summary: z.string().max(1000).default('') }), answer: Ended },
      (input) => completeLead(service, say(input), input.body.summary),
    ),
    route(
      { ...base, path: '/v1/leads/{lead}/fail', summary: 'The look could not be made', body: z.strictObject({ ...Held, why: reason }), answer: Ended },
      (input) => failLead(service, say(input), input.body.why),
    ),
    route(
      { ...base, path: '/v1/leads/{lead}/release', summary: 'Give the lead back for another worker', body: z.strictObject({ ...Held, why: reason.default('released') }), answer: Ended },
      (input) => releaseLead(service, say(input), input.body.why),
    ),
  ]
}
