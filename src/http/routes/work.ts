/** What a worker does: it claims leads, keeps its lease, records, and ends them. */
import { z } from 'zod'
import { RecordsInput } from '../../domain/records.ts'
import { LeadState } from '../../domain/vocabulary.ts'
import { WorkOrder } from '../../domain/views/work-order.ts'
import { Audit, audited } from '../../service/audit.ts'
import { claimLeads } from '../../service/leads/claim.ts'
import { completeLead, failLead, keepLease, recordForLead, releaseLead } from '../../service/leads/work.ts'
import type { Service } from '../../service/service.ts'
import { nothing, route, type Make, type Route } from '../route.ts'
import { LeadId, RecordsAnswered } from './shapes.ts'

const Held = { token: z.string().min(1).max(200).describe('that the claim gave') }
const leaseSeconds = z.number().int().min(1).max(3600).default(30)
const Ended = z
  .object({
    lead: z.string(),
    state: LeadState,
    outcome: z.string().nullable(),
    moved: z.number().nullable().describe('log10 odds of the cited hypothesis, by its own records'),
  })
  .meta({ id: 'LeadEnding' })
const reason = z.string().trim().min(1).max(1000)

const base = { method: 'post', params: LeadId, query: nothing, status: 200 } as const
const say = (input: { params: { lead: string }; body: { token: string }; key: string | undefined }) => ({
  lead: input.params.lead,
  token: input.body.token,
  key: input.key,
})

const claim: Make = (service) =>
  route(
    {
      method: 'post',
      path: '/v1/leads/claim',
      unkeyed: true,
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
      answer: z.object({
        leads: z.array(WorkOrder.extend({ token: z.string(), epoch: z.int(), leaseUntil: z.string(), audit: Audit })),
      }),
    },
    async ({ body }) => ({ leads: (await claimLeads(service, body)).map((row) => audited(service, row)) }),
  )

const heartbeat: Make = (service) =>
  route(
    {
      ...base,
      path: '/v1/leads/{lead}/heartbeat',
      unkeyed: true,
      summary: 'Keep the lease',
      body: z.strictObject({ ...Held, leaseSeconds }),
      answer: z.object({ leaseUntil: z.string() }),
    },
    (input) => keepLease(service, say(input), input.body.leaseSeconds),
  )

const recordUnder: Make = (service) =>
  route(
    {
      ...base,
      path: '/v1/leads/{lead}/records',
      summary: 'Record tool invocations and what they showed',
      body: RecordsInput.safeExtend(Held),
      status: 201,
      answer: RecordsAnswered,
    },
    (input) => {
      const { token: _, ...records } = input.body
      return recordForLead(service, say(input), records)
    },
  )

const complete: Make = (service) =>
  route(
    {
      ...base,
      path: '/v1/leads/{lead}/complete',
      summary: 'The look was made',
      body: z.strictObject({ ...Held, summary: z.string().max(1000).default('') }),
      answer: Ended,
    },
    (input) => completeLead(service, say(input), input.body.summary),
  )

const fail: Make = (service) =>
  route(
    {
      ...base,
      path: '/v1/leads/{lead}/fail',
      summary: 'The look could not be made',
      body: z.strictObject({ ...Held, why: reason }),
      answer: Ended,
    },
    (input) => failLead(service, say(input), input.body.why),
  )

const release: Make = (service) =>
  route(
    {
      ...base,
      path: '/v1/leads/{lead}/release',
      summary: 'Give the lead back for another worker',
      body: z.strictObject({ ...Held, why: reason.default('released') }),
      answer: Ended,
    },
    (input) => releaseLead(service, say(input), input.body.why),
  )

export function workRoutes(service: Service): Route[] {
  return [claim, heartbeat, recordUnder, complete, fail, release].map((make) => make(service))
}
