/** The four views and the look-ups: typed rows, or the table that a model sees. */
import { z } from 'zod'
import { BudgetStatus } from '../../domain/views/budget-status.ts'
import { GraphOverview } from '../../domain/views/graph-overview.ts'
import { MarginalYield } from '../../domain/views/marginal-yield.ts'
import { SourceCoverage } from '../../domain/views/source-coverage.ts'
import { EntityRow, PhenomenonRow, TimelineRow, Waterfall } from '../../domain/views/look-ups.ts'
import { entities, hypothesisDetail, phenomena, timeline } from '../../service/reading/look-ups.ts'
import { budgetView, coverageView, overviewView, yieldView } from '../../service/reading/shown.ts'
import type { Service } from '../../service/service.ts'
import { nothing, route, type Route } from '../route.ts'
import { after, InCase, limit, Name } from './shapes.ts'

const views = '/v1/investigations/{id}/views'
const OfSource = z.strictObject({ source: Name.optional() })
const LastRounds = z.strictObject({ rounds: z.coerce.number().int().min(1).max(20).default(3) })

export function viewRoutes(service: Service): Route[] {
  const base = { method: 'get', params: InCase, body: nothing, status: 200 } as const
  return [
    route(
      { ...base, path: `${views}/graph-overview`, summary: 'What is believed, on what, and what is under way', query: nothing, answer: GraphOverview, text: async ({ params }) => (await overviewView(service, params.id)).text },
      async ({ params }) => (await overviewView(service, params.id)).rows,
    ),
    route(
      { ...base, path: `${views}/source-coverage`, summary: 'What has been looked at, and which gaps matter', query: OfSource, answer: SourceCoverage, text: async ({ params, query }) => (await coverageView(service, params.id, query.source)).text },
      async ({ params, query }) => (await coverageView(service, params.id, query.source)).rows,
    ),
    route(
      { ...base, path: `${views}/marginal-yield`, summary: 'What the last rounds brought', query: LastRounds, answer: MarginalYield, text: async ({ params, query }) => (await yieldView(service, params.id, query.rounds)).text },
      async ({ params, query }) => (await yieldView(service, params.id, query.rounds)).rows,
    ),
    route(
      { ...base, path: `${views}/budget-status`, summary: 'What is used of each budget', query: nothing, answer: BudgetStatus, text: async ({ params }) => (await budgetView(service, params.id)).text },
      async ({ params }) => (await budgetView(service, params.id)).rows,
    ),
    ...lookUpRoutes(service),
  ]
}

function lookUpRoutes(service: Service): Route[] {
  const base = { method: 'get', params: InCase, body: nothing, status: 200 } as const
  const text = z.string().min(1).max(200).optional()
  const By = z.strictObject({ source: Name.optional(), hypothesis: Name.optional(), text, after, limit })
  const moment = z.iso.datetime({ offset: true }).optional()
  return [
    route(
      { ...base, params: InCase.extend({ hypothesis: Name }), path: '/v1/investigations/{id}/hypotheses/{hypothesis}', summary: 'One hypothesis with the waterfall of what moved it', query: nothing, answer: Waterfall },
      ({ params }) => hypothesisDetail(service, params.id, params.hypothesis),
    ),
    route(
      { ...base, path: '/v1/investigations/{id}/phenomena', summary: 'Phenomena by exactly one of source, hypothesis and text', query: By, answer: z.object({ phenomena: z.array(PhenomenonRow) }) },
      async ({ params, query }) => ({ phenomena: await phenomena(service, params.id, query) }),
    ),
    route(
      { ...base, path: '/v1/investigations/{id}/timeline', summary: 'Dated phenomena in order of time', query: z.strictObject({ from: moment, to: moment, afterId: z.uuid().optional(), limit }), answer: z.object({ timeline: z.array(TimelineRow) }) },
      async ({ params, query }) => ({ timeline: await timeline(service, params.id, query) }),
    ),
    route(
      { ...base, path: '/v1/investigations/{id}/entities', summary: 'Who and what phenomena mention', query: z.strictObject({ kind: z.string().max(20).optional(), text, after: z.string().max(1200).optional(), limit }), answer: z.object({ entities: z.array(EntityRow) }) },
      async ({ params, query }) => ({ entities: await entities(service, params.id, query) }),
    ),
  ]
}
