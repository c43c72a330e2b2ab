/** Records outside any lead, withdrawals, the journal and its verification. */
import { z } from 'zod'
import { Entry } from '../../domain/journal/chain.ts'
import { RecordsInput } from '../../domain/records.ts'
import { journal } from '../../service/reading/look-ups.ts'
import { adoptLateRecord } from '../../service/records/adopt.ts'
import { recordInCase } from '../../service/records/record-in-case.ts'
import { withdrawPhenomenon } from '../../service/records/withdraw.ts'
import type { Service } from '../../service/service.ts'
import { Verification, verify } from '../../service/verify.ts'
import { nothing, route, type Make, type Route } from '../route.ts'
import { after, InCase, limit, Name, Person, RecordsAnswered, Signed } from './shapes.ts'

const record: Make = (service) =>
  route(
    {
      method: 'post',
      path: '/v1/investigations/{id}/records',
      summary: "Record outside a lead: first triage, a person's finding",
      params: InCase,
      query: nothing,
      body: RecordsInput.safeExtend({ by: z.string().trim().min(1).max(200).default('admin') }),
      status: 201,
      answer: RecordsAnswered,
    },
    ({ params, body, key }) => {
      const { by, ...records } = body
      return recordInCase(service, { investigation: params.id, by, key }, records)
    },
  )

const withdraw: Make = (service) =>
  route(
    {
      method: 'post',
      path: '/v1/investigations/{id}/phenomena/{phenomenon}/withdraw',
      summary: 'Take a phenomenon back, or what it says of one hypothesis; the record stays',
      params: InCase.extend({ phenomenon: Name }),
      query: nothing,
      body: z.strictObject({ ...Person, hypothesis: Name.optional() }).meta({ id: 'Withdrawal' }),
      status: 200,
      answer: RecordsAnswered.pick({ hypotheses: true }),
    },
    ({ params, body, key }) =>
      withdrawPhenomenon(service, { investigation: params.id, key }, { ...body, phenomenon: params.phenomenon }),
  )

const adopt: Make = (service) =>
  route(
    {
      method: 'post',
      path: '/v1/investigations/{id}/late-records/{seq}/adopt',
      summary: 'Take over what a worker sent after its lease was lost',
      params: InCase.extend({ seq: z.coerce.number().int().min(1) }),
      query: nothing,
      body: Signed,
      status: 201,
      answer: RecordsAnswered,
    },
    ({ params, body }) => adoptLateRecord(service, { investigation: params.id, seq: params.seq, ...body }),
  )

const entries: Make = (service) =>
  route(
    {
      method: 'get',
      path: '/v1/investigations/{id}/journal',
      summary: 'The entries, in order; as text: JSON lines',
      params: InCase,
      query: z.strictObject({ after, limit }),
      body: nothing,
      status: 200,
      answer: z.object({ entries: z.array(Entry) }),
      text: async ({ params, query }) =>
        (await journal(service, params.id, query)).map((entry) => `${JSON.stringify(entry)}\n`).join(''),
    },
    async ({ params, query }) => ({ entries: await journal(service, params.id, query) }),
  )

const verification: Make = (service) =>
  route(
    {
      method: 'get',
      path: '/v1/investigations/{id}/verify',
      summary: 'Chain, replay and graph compared: what was checked, and each difference',
      params: InCase,
      query: nothing,
      body: nothing,
      status: 200,
      answer: Verification,
    },
    ({ params }) => verify(service, params.id),
  )

export function recordRoutes(service: Service): Route[] {
  return [record, withdraw, adopt, entries, verification].map((make) => make(service))
}
