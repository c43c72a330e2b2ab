/** Leads as people and programs look at them. */
import { z } from 'zod'
import { LeadNode } from '../../domain/lead-node.ts'
import { LeadState } from '../../domain/vocabulary.ts'
import { Audit, audited } from '../../service/audit.ts'
import { lead, leads } from '../../service/reading/look-ups.ts'
import type { Service } from '../../service/service.ts'
import { nothing, route, type Make, type Route } from '../route.ts'
import { after, InCase, limit, Name } from './shapes.ts'

const Shown = LeadNode.omit({ claimTokenHash: true, tokenHashes: true })
  .extend({ buildsOn: z.array(z.string()), audit: Audit })
  .meta({ id: 'Lead' })

const byState: Make = (service) =>
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
    async ({ params, query }) => ({
      leads: (await leads(service, params.id, query)).map((row) => audited(service, row)),
    }),
  )

const oneLead: Make = (service) =>
  route(
    {
      method: 'get',
      path: '/v1/investigations/{id}/leads/{lead}',
      summary: 'One lead with its audit link',
      params: InCase.extend({ lead: Name }),
      query: nothing,
      body: nothing,
      status: 200,
      answer: Shown,
    },
    async ({ params }) => audited(service, await lead(service, params.id, params.lead)),
  )

export function leadRoutes(service: Service): Route[] {
  return [byState, oneLead].map((make) => make(service))
}
