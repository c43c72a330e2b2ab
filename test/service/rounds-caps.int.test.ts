/** The hard caps of a case: at one no model is asked any more, and the service ends the case itself. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { proposes, scripted, talks, type Move } from '../support/scripted-model.ts'
import { expectReply, startTestService } from '../support/service.ts'
import { openCase, outcome, type TestCase } from './round-case.ts'

type Caps = { rounds?: number; toolCalls?: number; minutes?: number; modelTokens?: number }
const roomy: Required<Caps> = { rounds: 30, toolCalls: 300, minutes: 1440, modelTokens: 300_000 }

async function serving(budgets: Caps, changes: Record<string, unknown> = {}) {
  let model = scripted()
  const use = (...moves: Move[]) => (model = scripted(...moves))
  const service = await startTestService({ modelOf: () => model })
  return { service, use, kase: await openCase(service, { budgets, ...changes }) }
}

const Budget = z.object({
  budget: z.string(),
  used: z.number(),
  cap: z.number(),
  percent: z.number(),
  level: z.string(),
})
async function used(kase: TestCase, budget: string) {
  const { budgets } = expectReply(
    await kase.call('GET', '/views/budget-status'),
    200,
    z.object({ budgets: z.array(Budget) }),
  )
  const row = budgets.find((one) => one.budget === budget)
  if (row === undefined) throw new Error(`no budget ${budget}`)
  return row
}
const Leads = z.object({
  leads: z.array(z.object({ alias: z.string(), state: z.string(), endedWhy: z.string().nullable() })),
})
const leads = async (kase: TestCase) => expectReply(await kase.call('GET', '/leads'), 200, Leads).leads
const status = async (kase: TestCase) =>
  expectReply(await kase.call('GET', ''), 200, z.object({ status: z.string(), endedAs: z.string().nullable() }))
const rounds = async (kase: TestCase): Promise<number> => {
  const log = expectReply(await kase.call('GET', '/rounds'), 200, z.object({ rounds: z.array(z.unknown()) }))
  return log.rounds.length
}

async function minutesRunOut(kase: TestCase): Promise<void> {
  const spent = await used(kase, 'minutes')
  if (spent.percent < 100) await minutesRunOut(kase)
}

/** Each cap, and how a case with one outstanding lead comes to it. */
const caps: readonly [name: keyof Caps, cap: number, reach: (kase: TestCase) => Promise<unknown>][] = [
  ['rounds', 1, async () => undefined],
  [
    'toolCalls',
    2,
    async (kase) => [
      await kase.observe('PC', 'events', { outcome: 'empty' }),
      await kase.observe('PC', 'events', { outcome: 'failed' }),
    ],
  ],
  ['modelTokens', 1050, async () => undefined],
  ['minutes', 0.02, minutesRunOut],
]

describe.each(caps)('at the cap on %s', (name, cap, reach) => {
  const atCap = async () => {
    const { kase, use } = await serving({ ...roomy, [name]: cap })
    use(proposes(kase.lead()))
    expect(outcome(await kase.round())).toBe('propose 1')
    await reach(kase)
    return { kase, use }
  }

  test('no model is asked, unclaimed leads are cancelled, and the service completes the case, which is no round', async () => {
    const { kase, use } = await atCap()
    const model = use(proposes(kase.lead({ artefact: 'events' })))
    const answer = await kase.round()
    expect(answer).toMatchObject({
      round: null,
      failure: null,
      usage: null,
      decision: { type: 'complete', reason: 'budget_exhausted' },
    })
    expect(answer.decision).toMatchObject({ explanation: `The budget is used up: ${name}.` })
    expect(model.asked).toEqual([])
    expect(await leads(kase)).toEqual([
      expect.objectContaining({ state: 'cancelled', endedWhy: `budget used up: ${name}` }),
    ])
    expect(await status(kase)).toEqual({ status: 'ended', endedAs: 'budget' })
    expect(await rounds(kase)).toBe(2)
    expect((await used(kase, 'rounds')).used).toBe(1)
    expect((await kase.entries()).slice(-2).map(({ type, actor }) => [type, actor])).toEqual([
      ['lead_cancelled', 'service'],
      ['case_completed', 'service'],
    ])
  })

  test('the case waits for a lead that is claimed, and its worker may record and complete it', async () => {
    const { service, kase, use } = await serving({ ...roomy, [name]: cap })
    use(proposes(kase.lead(), kase.lead({ artefact: 'events' })))
    expect(outcome(await kase.round())).toBe('propose 2')
    const one = { worker: 'tester', roles: ['disk'], max: 1, investigation: kase.id }
    const Claimed = z.object({ leads: z.array(z.object({ id: z.string(), alias: z.string(), token: z.string() })) })
    const [lead] = expectReply(await service.call('POST', '/v1/leads/claim', one), 200, Claimed).leads
    await reach(kase)
    const model = use(proposes(kase.lead()))
    expect(await kase.refusedRound(409)).toMatchObject({ code: 'leads_outstanding', leads: [lead?.alias] })
    expect((await leads(kase)).map(({ state }) => state)).toEqual(['claimed', 'cancelled'])
    const look = {
      token: lead?.token,
      invocations: [{ key: 'x', tool: 't', source: kase.of('PC'), artefacts: ['mru'], outcome: 'empty' }],
    }
    expect((await service.call('POST', `/v1/leads/${lead?.id}/records`, look)).status).toBe(201)
    expect((await service.call('POST', `/v1/leads/${lead?.id}/complete`, { token: lead?.token })).status).toBe(200)
    expect(outcome(await kase.round())).toBe('complete budget_exhausted')
    expect(model.asked).toEqual([])
    expect(await status(kase)).toEqual({ status: 'ended', endedAs: 'budget' })
  })

  test('it goes on when a person raises the budget', async () => {
    const { kase, use } = await atCap()
    expect((await kase.patch({ action: 'raise_budget', budgets: { [name]: roomy[name] } })).status).toBe(200)
    await kase.work()
    use(proposes(kase.lead({ artefact: 'events' })))
    expect(outcome(await kase.round())).toBe('propose 1')
  })
})

describe('at the cap on', () => {
  test.each<[what: string, budgets: Caps, reach: (kase: TestCase) => Promise<unknown>]>([
    ['tool calls', { toolCalls: 1 }, (kase) => kase.observe('PC', 'events', { outcome: 'empty' })],
    ['minutes', { minutes: 0.02 }, minutesRunOut],
  ])('%s no lead is handed out', async (_, budgets, reach) => {
    const { kase, use } = await serving({ ...roomy, ...budgets })
    use(proposes(kase.lead()))
    await kase.round()
    await reach(kase)
    expect(await kase.claim()).toEqual([])
    expect((await leads(kase)).map(({ state }) => state)).toEqual(['open'])
  })

  test('rounds the leads of the last one are handed out and carried out', async () => {
    const { kase, use } = await serving({ rounds: 1 })
    use(proposes(kase.lead()))
    await kase.round()
    expect(await kase.work()).toHaveLength(1)
    expect(outcome(await kase.round())).toBe('complete budget_exhausted')
  })
})

describe('what counts', () => {
  test('every opened round, failed ones too', async () => {
    const { kase, use } = await serving({ rounds: 2 })
    use(talks(), talks(), talks(), talks(), talks(), talks())
    await kase.round()
    await kase.round()
    expect(await kase.round()).toMatchObject({ round: null, decision: { reason: 'budget_exhausted' } })
  })

  test('every invocation recorded, failed ones too, cached answers not', async () => {
    const { kase } = await serving({ toolCalls: 10 })
    await kase.observe('PC', 'mru', { outcome: 'failed' })
    await kase.observe('PC', 'mru', {})
    const cached = {
      invocations: [
        { key: 'x', tool: 't', source: kase.of('PC'), artefacts: ['events'], outcome: 'empty', cached: true },
      ],
    }
    expect((await kase.call('POST', '/records', cached)).status).toBe(201)
    expect((await used(kase, 'toolCalls')).used).toBe(2)
  })

  test('tokens in and out of the model, of failed rounds too', async () => {
    const { kase, use } = await serving({ modelTokens: 10_000 })
    use(talks(), talks(), talks(), proposes(kase.lead()))
    await kase.round()
    await kase.round()
    expect(await used(kase, 'modelTokens')).toEqual({
      budget: 'modelTokens',
      used: 4200,
      cap: 10_000,
      percent: 42,
      level: 'ok',
    })
  })

  test('a budget warns from 70 % and is critical from 90 %', async () => {
    const { kase } = await serving({ toolCalls: 10 })
    const level = async () => (await used(kase, 'toolCalls')).level
    for (let call = 0; call < 6; call++) await kase.observe('PC', 'mru', { outcome: 'empty' })
    expect(await level()).toBe('ok')
    await kase.observe('PC', 'mru', { outcome: 'empty' })
    expect(await level()).toBe('warning')
    await kase.observe('PC', 'mru', { outcome: 'empty' })
    await kase.observe('PC', 'mru', { outcome: 'empty' })
    expect(await level()).toBe('critical')
  })
})

describe('the clock', () => {
  const minutes = async (kase: TestCase) => (await used(kase, 'minutes')).used
  const goesOn = async (kase: TestCase) => {
    const before = await minutes(kase)
    await expect.poll(async () => minutes(kase)).toBeGreaterThan(before)
  }
  const standsStill = async (kase: TestCase) => {
    const before = await minutes(kase)
    await kase.call('GET', '/verify')
    expect(await minutes(kase)).toBe(before)
    return before
  }

  test('runs from the first round, not before', async () => {
    const { kase, use } = await serving({})
    expect(await standsStill(kase)).toBe(0)
    use(proposes(kase.lead()))
    await kase.round()
    await goesOn(kase)
  })

  test('stops while the case is paused, and goes on from there', async () => {
    const { kase, use } = await serving({})
    use(proposes(kase.lead()))
    await kase.round()
    await kase.patch({ action: 'pause' })
    const stood = await standsStill(kase)
    expect(stood).toBeGreaterThan(0)
    await kase.patch({ action: 'resume' })
    await goesOn(kase)
  })

  test('stops while every outstanding lead awaits a person, and goes on when one is approved', async () => {
    const { kase, use } = await serving({}, { requireApproval: true })
    use(proposes(kase.lead(), kase.lead({ artefact: 'events' })))
    const { decision } = await kase.round()
    await standsStill(kase)
    const lead = decision?.type === 'propose' ? decision.leads[0]?.alias : undefined
    expect((await kase.act(`/leads/${lead}/approve`)).status).toBe(200)
    await goesOn(kase)
  })

  test('stops when the case ends', async () => {
    const { kase, use } = await serving({})
    use(proposes(kase.lead()))
    await kase.round()
    await kase.act('/close')
    await standsStill(kase)
  })
})
