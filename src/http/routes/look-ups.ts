/** The look-ups: one question each. */
import { z } from 'zod'
import { EntityRow, PhenomenonRow, TimelineRow, Waterfall } from '../../domain/views/look-ups.ts'
import { entities, hypothesisDetail, phenomena, timeline } from '../../service/reading/look-ups.ts'
import type { Service } from '../../service/service.ts'
import { nothing, route, type Make, type Route } from '../route.ts'
import { after, InCase, limit, Name } from './shapes.ts'

const base = { method: 'get', params: InCase, body: nothing, status: 200 } as const
const text = z.string().min(1).max(200).optional()
const By = z.strictObject({ source: Name.optional(), hypothesis: Name.optional(), text, after, limit })
const moment = z.iso.datetime({ offset: true }).optional()

const hypothesis: Make = (service) =>
  route(
    {
      ...base,
      params: InCase.extend({ hypothesis: Name }),
      path: '/v1/investigations/{id}/hypotheses/{hypothesis}',
      summary: 'One hypothesis with the waterfall of what moved it',
      query: nothing,
      answer: Waterfall,
    },
    ({ params }) => hypothesisDetail(service, params.id, params.hypothesis),
  )

const search: Make = (service) =>
  route(
    {
      ...base,
      path: '/v1/investigations/{id}/phenomena',
      summary: 'Phenomena by exactly one of source, hypothesis and text',
      query: By,
      answer: z.object({ phenomena: z.array(PhenomenonRow) }),
    },
    async ({ params, query }) => ({ phenomena: await phenomena(service, params.id, query) }),
  )

const inTime: Make = (service) =>
  route(
    {
      ...base,
      path: '/v1/investigations/{id}/timeline',
      summary: 'Dated phenomena in order of time',
      query: z.strictObject({ from: moment, to: moment, afterId: z.uuid().optional(), limit }),
      answer: z.object({ timeline: z.array(TimelineRow) }),
    },
    async ({ params, query }) => ({ timeline: await timeline(service, params.id, query) }),
  )

const mentioned: Make = (service) =>
  route(
    {
      ...base,
      path: '/v1/investigations/{id}/entities',
      summary: 'Who and what phenomena mention',
      query: z.strictObject({
        kind: z.string().max(20).optional(),
        text,
        after: z.string().max(1200).optional(),
        limit,
      }),
      answer: z.object({ entities: z.array(EntityRow) }),
    },
    async ({ params, query }) => ({ entities: await entities(service, params.id, query) }),
  )

export function lookUpRoutes(service: Service): Route[] {
  return [hypothesis, search, inTime, mentioned].map((make) => make(service))
}
