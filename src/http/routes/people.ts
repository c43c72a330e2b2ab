/** What a person does with leads, with a name and a reason. */
import { z } from 'zod'
import { Proposal } from '../../domain/proposal.ts'
import { LeadState } from '../../domain/vocabulary.ts'
import { addLead, approveLead, rejectLead, reopenLead, rewordLead } from '../../service/leads/people.ts'
import type { Service } from '../../service/service.ts'
import { nothing, route, type Make, type Route } from '../route.ts'
import { InCase, Name, Person, Signed } from './shapes.ts'

const StandingLead = z.object({ lead: z.string(), id: z.uuid(), state: LeadState }).meta({ id: 'LeadStanding' })

const base = { method: 'post', params: InCase.extend({ lead: Name }), query: nothing, answer: StandingLead } as const
const path = (act: string) => `/v1/investigations/{id}/leads/{lead}/${act}`
const call = (command: string, input: { params: { id: string }; key: string | undefined; body: { by: string } }) => ({
  investigation: input.params.id,
  command,
  actor: `person:${input.body.by}`,
  key: input.key,
  body: { ...input.params, ...input.body },
})
const about = (input: { params: { lead: string }; body: { why: string } }) => ({
  lead: input.params.lead,
  why: input.body.why,
})

const add: Make = (service) =>
  route(
    {
      ...base,
      params: InCase,
      path: '/v1/investigations/{id}/leads',
      summary: "A lead of a person's own",
      body: z.strictObject({ lead: Proposal, ...Person }),
      status: 201,
    },
    (input) => addLead(service, call('add_lead', input), { proposal: input.body.lead, why: input.body.why }),
  )

const approve: Make = (service) =>
  route(
    {
      ...base,
      path: path('approve'),
      summary: 'Let a lead that awaits approval be handed out',
      body: Signed,
      status: 200,
    },
    (input) => approveLead(service, call('approve', input), about(input)),
  )

const edit: Make = (service) =>
  route(
    {
      ...base,
      path: path('edit'),
      summary: 'Other words for what it asks for',
      body: z.strictObject({ instruction: z.string().trim().min(1).max(500), ...Person }),
      status: 200,
    },
    (input) => rewordLead(service, call('edit', input), { ...about(input), instruction: input.body.instruction }),
  )

const reject: Make = (service) =>
  route({ ...base, path: path('reject'), summary: 'This look is not to be made', body: Signed, status: 200 }, (input) =>
    rejectLead(service, call('reject', input), about(input)),
  )

const askAgain: Make = (service) =>
  route({ ...base, path: path('reopen'), summary: 'The same look once more', body: Signed, status: 201 }, (input) =>
    reopenLead(service, call('reopen_lead', input), about(input)),
  )

export function peopleRoutes(service: Service): Route[] {
  return [add, approve, edit, reject, askAgain].map((make) => make(service))
}
