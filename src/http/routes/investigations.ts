/** Calls about a case as a whole. */
import { z } from 'zod'
import { Budgets, CaseStart, HypothesisStart, SourceStart } from '../../domain/case-start.ts'
import { addHypothesis, addSource } from '../../service/cases/add.ts'
import { closeCase, pauseCase, raiseBudget, reopenCase, resumeCase } from '../../service/cases/acts.ts'
import { createInvestigation } from '../../service/cases/create.ts'
import { CaseSummary, listCases, showCase, ShownCase } from '../../service/cases/show.ts'
import type { Service } from '../../service/service.ts'
import { nothing, route, type Make, type Route } from '../route.ts'
import { InCase, limit, Person, Signed, Standing } from './shapes.ts'

const Named = z.object({ id: z.uuid(), alias: z.string(), key: z.string() })

const Patch = z
  .discriminatedUnion('action', [
    z.strictObject({ action: z.literal('pause'), ...Person }),
    z.strictObject({ action: z.literal('resume'), ...Person }),
    z.strictObject({ action: z.literal('raise_budget'), budgets: Budgets.partial(), ...Person }),
  ])
  .meta({ id: 'CasePatch' })

const call = (
  command: string,
  input: { params: { id: string }; key: string | undefined; body: unknown },
  by = 'admin',
) => ({
  investigation: input.params.id,
  command,
  actor: by === 'admin' ? by : `person:${by}`,
  key: input.key,
  body: input.body,
})
const base = { params: InCase, query: nothing }

const create: Make = (service) =>
  route(
    {
      method: 'post',
      path: '/v1/investigations',
      summary: 'Open an investigation with all that is known at the start',
      params: nothing,
      query: nothing,
      body: CaseStart,
      status: 201,
      answer: z.object({ id: z.uuid(), sources: z.array(Named), hypotheses: z.array(Named) }),
    },
    ({ body, key }) => createInvestigation(service, body, { actor: 'admin', key }),
  )

const list: Make = (service) =>
  route(
    {
      method: 'get',
      path: '/v1/investigations',
      summary: 'List investigations, newest first',
      params: nothing,
      query: z.strictObject({ limit, cursor: z.string().max(200).optional() }),
      body: nothing,
      status: 200,
      answer: z.object({ investigations: z.array(CaseSummary), next: z.string().nullable() }),
    },
    ({ query }) => listCases(service, query),
  )

const show: Make = (service) =>
  route(
    {
      ...base,
      method: 'get',
      path: '/v1/investigations/{id}',
      summary: 'One investigation: state, revision, budgets, and what open hypotheses lack',
      body: nothing,
      status: 200,
      answer: ShownCase,
    },
    ({ params }) => showCase(service, params.id),
  )

const change: Make = (service) =>
  route(
    {
      ...base,
      method: 'patch',
      path: '/v1/investigations/{id}',
      summary: 'Pause, resume, or raise a budget, with a name and a reason',
      body: Patch,
      status: 200,
      answer: Standing,
    },
    (input) => {
      const { body } = input
      const of = call(body.action, input, body.by)
      if (body.action === 'pause') return pauseCase(service, of, body.why)
      if (body.action === 'resume') return resumeCase(service, of, body.why)
      return raiseBudget(service, of, body)
    },
  )

const addASource: Make = (service) =>
  route(
    {
      ...base,
      method: 'post',
      path: '/v1/investigations/{id}/sources',
      summary: 'Add a source',
      body: SourceStart,
      status: 201,
      answer: Named,
    },
    (input) => addSource(service, call('add_source', input), input.body),
  )

const addAHypothesis: Make = (service) =>
  route(
    {
      ...base,
      method: 'post',
      path: '/v1/investigations/{id}/hypotheses',
      summary: 'Add a hypothesis; it may name the phenomena that suggested it',
      body: HypothesisStart,
      status: 201,
      answer: Named,
    },
    (input) => addHypothesis(service, call('add_hypothesis', input), input.body),
  )

const close: Make = (service) =>
  route(
    {
      ...base,
      method: 'post',
      path: '/v1/investigations/{id}/close',
      summary: 'Close a case, with a name and a reason; outstanding leads are cancelled',
      body: Signed,
      status: 200,
      answer: Standing,
    },
    (input) => closeCase(service, call('close', input, input.body.by), input.body.why),
  )

const reopen: Make = (service) =>
  route(
    {
      ...base,
      method: 'post',
      path: '/v1/investigations/{id}/reopen',
      summary: 'Reopen an ended case, with a name and a reason',
      body: Signed,
      status: 200,
      answer: Standing,
    },
    (input) => reopenCase(service, call('reopen', input, input.body.by), input.body.why),
  )

export function investigationRoutes(service: Service): Route[] {
  return [create, list, show, change, addASource, addAHypothesis, close, reopen].map((make) => make(service))
}
