/** Failures as problem details: one shape, stable codes, and the status of each frozen. */
import { afterAll, expect, test } from 'vitest'
import { statusOf } from '../../src/http/problem.ts'
import { startLab } from '../support/case-builder.ts'
import { done, theCase } from '../service/tampering.ts'

afterAll(done)

test('the status of every code is frozen', () => {
  expect(statusOf).toEqual({
    invalid_request: 400,
    unauthorized: 401,
    foreign_host: 403,
    not_found: 404,
    evidence_exists: 409,
    round_running: 409,
    round_lost: 409,
    paused: 409,
    not_paused: 409,
    leads_outstanding: 409,
    lead_outstanding: 409,
    already_looked: 409,
    hypothesis_resolved: 409,
    lease_lost: 409,
    lead_state: 409,
    nothing_looked_at: 409,
    already_withdrawn: 409,
    not_ended: 409,
    being_written: 409,
    ended: 410,
    too_large: 413,
    unknown_kind: 422,
    unknown_role: 422,
    unknown_artefact: 422,
    unknown_source: 422,
    unknown_hypothesis: 422,
    unknown_phenomenon: 422,
    unknown_invocation: 422,
    duplicate_key: 422,
    sha256_mismatch: 422,
    quote_not_found: 422,
    wrong_source: 422,
    nothing_found: 422,
    idempotency_mismatch: 422,
    case_file: 422,
    too_many_requests: 429,
    bad_row: 500,
    graph_not_read_only: 500,
    schema_changed: 500,
    no_neo4j: 500,
    config: 500,
    port_taken: 500,
    internal: 500,
    service_unreachable: 502,
    graph_unavailable: 503,
  })
})

test('a refusal is application/problem+json with type, title, status, code and detail, and where the request is wrong', async () => {
  const { open } = await startLab()
  const lab = await open()
  const { status, headers, body } = await lab.send('POST', 'sources', { kind: 7, colour: 'red' })
  expect(headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  expect({ status, body }).toEqual({
    status: 400,
    body: {
      type: 'urn:investigation-strategist:invalid_request',
      title: 'invalid request',
      status: 400,
      code: 'invalid_request',
      detail: expect.stringContaining('kind: '),
      errors: [
        { path: 'kind', message: expect.any(String) },
        { path: 'label', message: expect.any(String) },
        { path: '', message: expect.stringContaining('"colour"') },
      ],
    },
  })
})

test('a refusal by the rules says what it is about, and what to do', async () => {
  const { open } = await startLab()
  const lab = await open()
  const { invocations, phenomena } = lab.sights({ on: 'DISK', text: 'a copy' })
  const { body } = await lab.send('POST', 'records', {
    invocations,
    phenomena: phenomena.map((given) => ({ ...given, source: lab.alias('STICK') })),
  })
  expect(body).toEqual({
    type: 'urn:investigation-strategist:wrong_source',
    title: 'wrong source',
    status: 422,
    code: 'wrong_source',
    detail: expect.stringContaining('phenomena[0].facts[0].invocation'),
    field: 'phenomena[0].facts[0].invocation',
  })
})

test('leads that are in the way of a round are listed', async () => {
  const { open } = await startLab()
  const lab = await open({ overlapRounds: false })
  const [lead] = await lab.leads({ on: 'DISK', artefact: 'events' })
  expect((await lab.send('POST', 'rounds')).body).toMatchObject({
    status: 409,
    code: 'leads_outstanding',
    leads: [lead?.alias],
  })
})

test('what the service finds wrong with its own data is no fault of the caller, and tells nothing of it', async () => {
  const { call, hand, id, verify } = await theCase()
  const { status, body } = await hand.undone(async () => {
    await hand.run('MATCH (i:Investigation {id: $id}) SET i.weight_supports = -1.0')
    return call('GET', `/v1/investigations/${id}/views/graph-overview`)
  })
  expect(status).toBe(500)
  expect(body).toMatchObject({
    status: 500,
    detail: 'The service failed; its log says more. The call can be repeated with the same key.',
  })
  expect(JSON.stringify(body)).not.toContain('supports')
  expect((await verify()).ok).toBe(true)
})
