/** After the end of a case: what is still taken, what is not, and how it goes on when a person reopens it. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { declares, proposes, scripted, type Move } from '../support/scripted-model.ts'
import { expectReply, startTestService } from '../support/service.ts'
import { mru, openCase, outcome, signed, type TestCase } from './round-case.ts'

async function serving(changes: Record<string, unknown> = {}) {
  let model = scripted()
  const use = (...moves: Move[]) => void (model = scripted(...moves))
  const service = await startTestService({ modelOf: () => model })
  return { service, use, kase: await openCase(service, changes) }
}

/** Ended by the strategist, on a budget of one round. */
async function ended() {
  const { service, use, kase } = await serving({ budgets: { rounds: 1 } })
  const known = await kase.observe('PC', 'events', { evidence: { COPIED: 'supports' } })
  use(declares('budget_exhausted'))
  expect(outcome(await kase.round())).toBe('complete budget_exhausted')
  return { service, use, kase, known }
}
const status = async (kase: TestCase) => (await kase.call('GET', '')).body
const States = z.object({ leads: z.array(z.object({ state: z.string(), endedWhy: z.string().nullable() })) })

describe('an ended case', () => {
  test.each<[what: string, path: string, body: (kase: TestCase) => object]>([
    ['a round', '/rounds', () => ({})],
    [
      'a record',
      '/records',
      (kase) => ({ invocations: [{ key: 'x', tool: 't', source: kase.of('PC'), outcome: 'empty' }] }),
    ],
    ['a source', '/sources', () => ({ kind: 'phone', label: 'Phone', artefacts: [mru] })],
    ['a hypothesis', '/hypotheses', () => ({ statement: 'They were mailed.', topics: ['exfiltration'] })],
    ['a lead of a person', '/leads', (kase) => ({ lead: kase.lead(), ...signed })],
    ['closing', '/close', () => signed],
  ])('takes %s no more: 410', async (_, path, body) => {
    const { kase } = await ended()
    const before = (await kase.entries()).length
    expect(await kase.call('POST', path, body(kase))).toMatchObject({ status: 410, body: { code: 'ended' } })
    expect(await kase.entries()).toHaveLength(before)
  })

  test.each([{ action: 'pause' }, { action: 'raise_budget', budgets: { rounds: 9 } }])(
    'takes $action no more: 410',
    async (body) => {
      const { kase } = await ended()
      expect(await kase.patch(body)).toMatchObject({ status: 410, body: { code: 'ended' } })
    },
  )

  test('still takes a withdrawal', async () => {
    const { kase, known } = await ended()
    expect((await kase.act(`/phenomena/${known}/withdraw`)).status).toBe(200)
    expect((await kase.entries()).at(-1)).toMatchObject({ type: 'withdrawn', actor: 'person:Ada' })
    expect((await kase.call('GET', '/verify')).body).toMatchObject({ ok: true })
  })

  test('can be reopened by a person, with a name and a reason, and goes on', async () => {
    const { kase, use } = await ended()
    expect((await kase.call('POST', '/reopen', { by: 'Ada' })).status).toBe(400)
    expect((await kase.act('/reopen')).status).toBe(200)
    expect(await status(kase)).toMatchObject({ status: 'open', endedAs: null, endedWhy: null })
    expect((await kase.patch({ action: 'raise_budget', budgets: { rounds: 5 } })).status).toBe(200)
    use(proposes(kase.lead()))
    expect(outcome(await kase.round())).toBe('propose 1')
    expect((await kase.call('GET', '/verify')).body).toMatchObject({ ok: true })
  })

  test('is read as it stood: what is still active is inconclusive', async () => {
    const { kase } = await ended()
    const Unresolved = z.object({
      unresolved: z.array(z.object({ key: z.string(), status: z.string(), lacks: z.string() })),
    })
    const { unresolved } = expectReply(await kase.call('GET', ''), 200, Unresolved)
    expect(unresolved.map(({ key, status: stands }) => [key, stands])).toEqual([
      ['WIPED', 'inconclusive'],
      ['COPIED', 'inconclusive'],
    ])
  })
})

describe('a person closes a case', () => {
  test('with a name and a reason: it is ended as closed_by_person, and its leads are cancelled', async () => {
    const { kase, use } = await serving()
    use(proposes(kase.lead(), kase.lead({ artefact: 'events' })))
    await kase.round()
    await kase.claim()
    expect((await kase.call('POST', '/close', { why: 'x' })).status).toBe(400)
    expect((await kase.act('/close')).body).toMatchObject({ status: 'ended', endedAs: 'closed_by_person' })
    expect(await status(kase)).toMatchObject({ endedWhy: 'because' })
    expect(expectReply(await kase.call('GET', '/leads'), 200, States).leads).toEqual([
      { state: 'cancelled', endedWhy: 'the investigation ended' },
      { state: 'cancelled', endedWhy: 'the investigation ended' },
    ])
    expect((await kase.entries()).slice(-3).map(({ type, actor }) => [type, actor])).toEqual([
      ['lead_cancelled', 'person:Ada'],
      ['lead_cancelled', 'person:Ada'],
      ['case_closed', 'person:Ada'],
    ])
  })

  test('and a worker that held a lead of it is told that it holds it no more', async () => {
    const { service, kase, use } = await serving()
    use(proposes(kase.lead()))
    await kase.round()
    const [lead] = await kase.claim()
    await kase.act('/close')
    expect(await service.call('POST', `/v1/leads/${lead?.id}/complete`, { token: lead?.token })).toMatchObject({
      status: 409,
      body: { code: 'lease_lost' },
    })
    expect((await kase.entries()).at(-1)).toMatchObject({ type: 'late_record' })
  })
})
