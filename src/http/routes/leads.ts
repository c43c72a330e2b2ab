/** Leads: what the strategist asked for, what workers do with them, and what a person does. */
import { z } from 'zod'
import { Proposal } from '../../domain/proposal.ts'
import { RecordsInput } from '../../domain/records.ts'
import { LeadState } from '../../domain/vocabulary.ts'
import { LeadNode } from '../../domain/lead-node.ts'
import { WorkOrder } from '../../domain/views/work-order.ts'
import { Audit, audited } from '../../service/audit.ts'
import { claimLeads } from '../../service/leads/claim.ts'
import { completeLead, failLead, keepLease, recordForLead, releaseLead } from '../../service/leads/work.ts'
import { addLead, approveLead, rejectLead, reopenLead, rewordLead } from '../../service/leads/people.ts'
import { lead, leads } from '../../service/reading/look-ups.ts'
import type { Service } from '../../service/service.ts'
import { nothing, route, type Route } from '../route.ts'
import { after, InCase, LeadId, limit, Name, Person, Signed } from './shapes.ts'

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
    ...personRoutes(service),
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

const StandingLead = z.object({ lead: z.string(), id: z.uuid(), state: LeadState }).meta({ id: 'LeadStanding' })

function personRoutes(service: Service): Route[] {
  const base = { method: 'post', params: InCase.extend({ lead: Name }), query: nothing, answer: StandingLead } as const
  const path = (act: string) => `/v1/investigations/{id}/leads/{lead}/${act}`
  const call = (command: string, input: { params: { id: string }; key: string | undefined; body: { by: string } }) => ({
    investigation: input.params.id,
    command,
    actor: `person:${input.body.by}`,
    key: input.key,
    body: { ...input.params, ...input.body },
  })
  const about = (input: { params: { lead: string }; body: { why: string } }) => ({ lead: input.params.lead, why: input.body.why })
  return [
    route(
      { ...base, params: InCase, path: '/v1/investigations/{id}/leads', summary: "A lead of a person's own", body: z.strictObject({ lead: Proposal, ...Person }), status: 201 },
      (input) => addLead(service, call('add_lead', input), { proposal: input.body.lead, why: input.body.why }),
    ),
    route(
      { ...base, path: path('approve'), summary: 'Let a lead that awaits approval be handed out', body: Signed, status: 200 },
      (input) => approveLead(service, call('approve', input), about(input)),
    ),
    route(
      { ...base, path: path('edit'), summary: 'Other words for what it asks for', body: z.strictObject({ instruction: z.string().trim().min(1).max(500), ...Person }), status: 200 },
      (input) => rewordLead(service, call('edit', input), { ...about(input), instruction: input.body.instruction }),
    ),
    route(
      { ...base, path: path('reject'), summary: 'This look is not to be made', body: Signed, status: 200 },
      (input) => rejectLead(service, call('reject', input), about(input)),
    ),
    route(
      { ...base, path: path('reopen'), summary: 'The same look once more', body: Signed, status: 201 },
      (input) => reopenLead(service, call('reopen_lead', input), about(input)),
    ),
  ]
}
