/** The four views: typed rows, or the table that a model sees. */
import { z } from 'zod'
import { BudgetStatus } from '../../domain/views/budget-status.ts'
import { GraphOverview } from '../../domain/views/graph-overview.ts'
import { MarginalYield } from '../../domain/views/marginal-yield.ts'
import { SourceCoverage } from '../../domain/views/source-coverage.ts'
import { budgetView, coverageView, overviewView, yieldView } from '../../service/reading/shown.ts'
import type { Service } from '../../service/service.ts'
import { nothing, route, type Make, type Route } from '../route.ts'
import { InCase, Name } from './shapes.ts'

const views = '/v1/investigations/{id}/views'
const OfSource = z.strictObject({ source: Name.optional() })
const LastRounds = z.strictObject({ rounds: z.coerce.number().int().min(1).max(20).default(3) })

const base = { method: 'get', params: InCase, body: nothing, status: 200 } as const

const overview: Make = (service) =>
  route(
    {
      ...base,
      path: `${views}/graph-overview`,
      summary: 'What is believed, on what, and what is under way',
      query: nothing,
      answer: GraphOverview,
      text: async ({ params }) => (await overviewView(service, params.id)).text,
    },
    async ({ params }) => (await overviewView(service, params.id)).rows,
  )

const coverage: Make = (service) =>
  route(
    {
      ...base,
      path: `${views}/source-coverage`,
      summary: 'What has been looked at, and which gaps matter',
      query: OfSource,
      answer: SourceCoverage,
      text: async ({ params, query }) => (await coverageView(service, params.id, query)).text,
    },
    async ({ params, query }) => (await coverageView(service, params.id, query)).rows,
  )

const marginal: Make = (service) =>
  route(
    {
      ...base,
      path: `${views}/marginal-yield`,
      summary: 'What the last rounds brought',
      query: LastRounds,
      answer: MarginalYield,
      text: async ({ params, query }) => (await yieldView(service, params.id, query)).text,
    },
    async ({ params, query }) => (await yieldView(service, params.id, query)).rows,
  )

const budget: Make = (service) =>
  route(
    {
      ...base,
      path: `${views}/budget-status`,
      summary: 'What is used of each budget',
      query: nothing,
      answer: BudgetStatus,
      text: async ({ params }) => (await budgetView(service, params.id)).text,
    },
    async ({ params }) => (await budgetView(service, params.id)).rows,
  )

export function viewRoutes(service: Service): Route[] {
  return [overview, coverage, marginal, budget].map((make) => make(service))
}
