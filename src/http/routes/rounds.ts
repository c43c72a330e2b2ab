/** Rounds: one decision a call, and the log of them. */
import { z } from 'zod'
import { RoundRow } from '../../domain/views/look-ups.ts'
import { runRound } from '../../service/rounds/run.ts'
import { redecideRound, Redecided } from '../../service/rounds/redecide.ts'
import { RoundAnswer } from '../../service/rounds/answer.ts'
import { showRound, ShownRound } from '../../service/rounds/show.ts'
import { rounds } from '../../service/reading/look-ups.ts'
import type { Service } from '../../service/service.ts'
import { nothing, route, type Make, type Route } from '../route.ts'
import { after, InCase, limit, Name } from './shapes.ts'
import { Audit } from '../../service/audit.ts'

const OneRound = InCase.extend({ round: Name })
const Audited = RoundAnswer.extend({ audit: Audit.nullable() }).meta({ id: 'RoundAnswer' })

const list = RoundRow.extend({ leads: z.array(z.string()) })

const decideOnce: Make = (service) =>
  route(
    {
      method: 'post',
      path: '/v1/investigations/{id}/rounds',
      summary: 'Have the strategist take one decision',
      params: InCase,
      query: nothing,
      body: nothing,
      status: 201,
      answer: Audited,
    },
    ({ params, key, signal }) => runRound(service, { investigation: params.id, key, signal }),
  )

const log: Make = (service) =>
  route(
    {
      method: 'get',
      path: '/v1/investigations/{id}/rounds',
      summary: 'The log of rounds, newest first',
      params: InCase,
      query: z.strictObject({ after, limit }),
      body: nothing,
      status: 200,
      answer: z.object({ rounds: z.array(list) }),
    },
    async ({ params, query }) => ({ rounds: await rounds(service, params.id, query) }),
  )

const one: Make = (service) =>
  route(
    {
      method: 'get',
      path: '/v1/investigations/{id}/rounds/{round}',
      summary: 'One round with everything that the model saw and answered',
      params: OneRound,
      query: nothing,
      body: nothing,
      status: 200,
      answer: ShownRound,
    },
    ({ params }) => showRound(service, params.id, params.round),
  )

const replayed: Make = (service) =>
  route(
    {
      method: 'get',
      path: '/v1/investigations/{id}/rounds/{round}/replay',
      summary: 'The same decision derived again from its record, without a model',
      params: OneRound,
      query: nothing,
      body: nothing,
      status: 200,
      answer: Redecided,
    },
    ({ params }) => redecideRound(service, params.id, params.round),
  )

export function roundRoutes(service: Service): Route[] {
  return [decideOnce, log, one, replayed].map((make) => make(service))
}
