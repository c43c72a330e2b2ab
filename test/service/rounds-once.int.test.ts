/** Rounds happen exactly once: keys, leases, fences, several services on one database, and what stands in the way of one. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { always, declares, held, proposes, scripted, talks, type Move } from '../support/scripted-model.ts'
import { expectReply, startTestService } from '../support/service.ts'
import { changesBetween, dumpCase, leaseRunsOut, ownDriver } from './case-dump.ts'
import { Interposed } from './interposed.ts'
import { openCase, outcome, Problem, RoundReply, through, type TestCase } from './round-case.ts'

/** A service whose model the test changes as it goes. */
async function serving(changes: Record<string, unknown> = {}) {
  let model = scripted()
  const use = (...moves: Move[]) => (model = scripted(...moves))
  const service = await startTestService({ modelOf: () => model })
  return { service, use, kase: await openCase(service, changes) }
}

const Rounds = z.object({
  rounds: z.array(
    z.object({ number: z.int(), state: z.string(), leads: z.array(z.string()), failure: z.string().nullish() }),
  ),
})
/** The log without the intake, oldest first. */
async function log(kase: TestCase) {
  const { rounds } = expectReply(await kase.call('GET', '/rounds'), 200, Rounds)
  return rounds.filter(({ number }) => number > 0).toReversed()
}
const states = async (kase: TestCase) => (await log(kase)).map(({ state }) => state)

const key = (text: string) => ({ 'Idempotency-Key': text })

describe('an Idempotency-Key', () => {
  test('sent again gets the first answer, and no second round', async () => {
    const { kase, use } = await serving()
    use(proposes(kase.lead()))
    const first = await kase.call('POST', '/rounds', undefined, key('k1'))
    const again = await kase.call('POST', '/rounds', undefined, key('k1'))
    expect(again.status).toBe(201)
    expect(again.body).toEqual(first.body)
    expect(await states(kase)).toEqual(['decided'])
  })

  test('of a failed round gets the failure again', async () => {
    const { kase, use } = await serving()
    use(talks(), talks(), talks())
    const first = await kase.round(key('k1'))
    expect(outcome(first)).toBe('failed no_decision')
    expect(await kase.round(key('k1'))).toEqual(first)
    expect(await states(kase)).toEqual(['failed'])
  })

  test('is looked at before the state: a repeat gets its answer while leads are outstanding, paused, and after the end', async () => {
    const { kase, use } = await serving()
    use(proposes(kase.lead()))
    const first = await kase.round(key('k1'))
    expect(await kase.round(key('k1'))).toEqual(first)
    await kase.patch({ action: 'pause' })
    expect(await kase.round(key('k1'))).toEqual(first)
    expect((await kase.act('/close')).status).toBe(200)
    expect(await kase.round(key('k1'))).toEqual(first)
    expect((await kase.refusedRound(410)).code).toBe('ended')
  })

  test('of the decision that ended the case gets it again', async () => {
    const { kase, use } = await serving({ budgets: { rounds: 1 } })
    use(declares('budget_exhausted'))
    const first = await kase.round(key('end'))
    expect(outcome(first)).toBe('complete budget_exhausted')
    expect(await kase.round(key('end'))).toEqual(first)
  })

  test('of a round that the service ended at a cap gets that again', async () => {
    const { kase, use } = await serving({ budgets: { rounds: 1 } })
    use(talks(), talks(), talks())
    await kase.round()
    const first = await kase.round(key('cap'))
    expect(first).toMatchObject({ round: null, decision: { type: 'complete', reason: 'budget_exhausted' } })
    expect(await kase.round(key('cap'))).toEqual(first)
  })

  test('in progress is answered with 409 and when to come again', async () => {
    const { kase, use } = await serving()
    const thought = held(proposes(kase.lead()))
    use(thought.move)
    const first = kase.round(key('k1'))
    await thought.thinking
    const meanwhile = await kase.call('POST', '/rounds', undefined, key('k1'))
    expect(meanwhile).toMatchObject({ status: 409, body: { code: 'round_running' } })
    expect(Number(meanwhile.headers.get('retry-after'))).toBeGreaterThan(0)
    thought.answer()
    const answer = await first
    expect(await kase.round(key('k1'))).toEqual(answer)
  })

  test('of an abandoned round runs anew', async () => {
    const { kase, use } = await serving()
    const thought = held(proposes(kase.lead()))
    use(thought.move, proposes(kase.lead({ artefact: 'events' })))
    const lost = kase.call('POST', '/rounds', undefined, key('k1'))
    await thought.thinking
    await leaseRunsOut(kase.id)
    const answer = await kase.round(key('k1'))
    expect(answer).toMatchObject({ round: { number: 2 }, decision: { leads: [{ artefact: 'events' }] } })
    thought.answer()
    expect((await lost).status).toBe(201)
    expect((await lost).body).toMatchObject({ round: { number: 2 } })
    expect(await states(kase)).toEqual(['abandoned', 'decided'])
  })

  test('that was used for something else is refused', async () => {
    const { kase } = await serving()
    expect((await kase.call('PATCH', '', { action: 'pause', by: 'admin', why: 'x' }, key('k1'))).status).toBe(200)
    expect(await kase.refusedRound(422, key('k1'))).toMatchObject({ code: 'idempotency_mismatch' })
  })

  test('of one case means nothing in another', async () => {
    const { service, kase, use } = await serving()
    const other = await openCase(service)
    use(proposes(kase.lead()), proposes(other.lead()))
    await kase.round(key('k1'))
    expect((await other.round(key('k1'))).decision).toMatchObject({ leads: [{ hypothesis: other.of('COPIED') }] })
  })
})

describe('one at a time:', () => {
  test('of twenty simultaneous calls one opens a round, the others are told to come again', async () => {
    const { kase, use } = await serving()
    const thought = held(proposes(kase.lead()))
    use(thought.move)
    const nineteen = Promise.withResolvers<void>()
    let answered = 0
    const calls = Array.from({ length: 20 }, async () => {
      const reply = await kase.call('POST', '/rounds')
      if (++answered === 19) nineteen.resolve()
      return reply
    })
    await Promise.all([thought.thinking, nineteen.promise])
    thought.answer()
    const replies = await Promise.all(calls)
    expect(replies.map(({ status }) => status).toSorted()).toEqual([201, ...Array.from({ length: 19 }, () => 409)])
    expect(
      replies.filter(({ status }) => status === 409).every(({ body }) => Problem.parse(body).code === 'round_running'),
    ).toBe(true)
    expect(await states(kase)).toEqual(['decided'])
  })

  test('two services on one database keep rounds exclusive', async () => {
    const { kase, use } = await serving()
    const other = through(
      await startTestService({ modelOf: () => always(proposes(kase.lead({ artefact: 'events' }))) }),
      kase,
    )
    const thought = held(proposes(kase.lead()))
    use(thought.move)
    const first = kase.round()
    await thought.thinking
    expect((await other.refusedRound(409)).code).toBe('round_running')
    thought.answer()
    expect(outcome(await first)).toBe('propose 1')
    expect((await other.refusedRound(409)).code).toBe('leads_outstanding')
    await other.work()
    expect((await other.round()).decision).toMatchObject({ leads: [{ artefact: 'events' }] })
    expect(await states(kase)).toEqual(['decided', 'decided'])
  })

  test('a round does not stand in the way of another case', async () => {
    const { service, kase, use } = await serving()
    const other = await openCase(service)
    const thought = held(proposes(kase.lead()))
    use(thought.move, proposes(other.lead()))
    const first = kase.round()
    await thought.thinking
    expect(outcome(await other.round())).toBe('propose 1')
    thought.answer()
    expect(outcome(await first)).toBe('propose 1')
  })
})

describe('a round whose process is gone', () => {
  test('is abandoned by the next call, which gets a higher fence; its late decision is lost and writes nothing', async () => {
    const { kase, use } = await serving()
    const thought = held(proposes(kase.lead()))
    use(thought.move, proposes(kase.lead({ artefact: 'events' })))
    const dead = kase.call('POST', '/rounds')
    await thought.thinking
    await leaseRunsOut(kase.id)
    expect(outcome(await kase.round())).toBe('propose 1')
    const driver = ownDriver()
    const before = await dumpCase(driver, kase.id)
    thought.answer()
    expect(await dead).toMatchObject({ status: 409, body: { code: 'round_lost' } })
    expect(changesBetween(before, await dumpCase(driver, kase.id))).toEqual([])
    expect(await states(kase)).toEqual(['abandoned', 'decided'])
    const fences = (await kase.entries()).flatMap(({ type, body }) =>
      type.startsWith('round_') ? [[type, z.object({ fence: z.int() }).parse(JSON.parse(body)).fence]] : [],
    )
    expect(fences).toEqual([
      ['round_opened', 1],
      ['round_abandoned', 1],
      ['round_opened', 2],
      ['round_proposed', 2],
    ])
  })

  test('counts as opened, and as one that failed', async () => {
    const { kase, use } = await serving()
    const thought = held(proposes(kase.lead()))
    use(thought.move, proposes(kase.lead()))
    const dead = kase.call('POST', '/rounds')
    await thought.thinking
    await leaseRunsOut(kase.id)
    expect((await kase.patch({ action: 'raise_budget', budgets: { rounds: 31 } })).status).toBe(200)
    expect(await states(kase)).toEqual(['abandoned'])
    expect((await kase.entries()).slice(-2).map(({ type, actor }) => [type, actor])).toEqual([
      ['round_abandoned', 'service'],
      ['budget_raised', 'person:Ada'],
    ])
    thought.answer()
    expect((await dead).status).toBe(409)
    const { used } = expectReply(
      await kase.call('GET', ''),
      200,
      z.object({ used: z.array(z.object({ budget: z.string(), used: z.number() })) }),
    )
    expect(used[0]).toEqual({ budget: 'rounds', used: 1 })
  })

  test('is lost when its case is closed under it', async () => {
    const { kase, use } = await serving()
    const thought = held(proposes(kase.lead()))
    use(thought.move)
    const lost = kase.call('POST', '/rounds')
    await thought.thinking
    expect((await kase.act('/close')).status).toBe(200)
    thought.answer()
    expect(await lost).toMatchObject({ status: 409, body: { code: 'round_lost' } })
    expect(await states(kase)).toEqual(['abandoned'])
    expect((await kase.call('GET', '/leads')).body).toEqual({ leads: [] })
  })
})

describe('outstanding leads', () => {
  test('keep the next round closed, and are listed', async () => {
    const { kase, use } = await serving()
    use(proposes(kase.lead(), kase.lead({ artefact: 'events' })))
    const { decision } = await kase.round()
    const leads = decision?.type === 'propose' ? decision.leads.map(({ alias }) => alias) : []
    expect(await kase.refusedRound(409)).toMatchObject({ code: 'leads_outstanding', leads })
    await kase.work()
    use(proposes(kase.lead({ artefact: 'prefetch', hypothesis: kase.of('WIPED') })))
    expect(outcome(await kase.round())).toBe('propose 1')
  })

  test('do not where the investigation allows rounds to overlap', async () => {
    const { kase, use } = await serving({ overlapRounds: true })
    use(proposes(kase.lead()), proposes(kase.lead({ artefact: 'events' })))
    expect(outcome(await kase.round())).toBe('propose 1')
    expect(outcome(await kase.round())).toBe('propose 1')
  })

  test('keep it closed even there after a round that failed, which would only fail again', async () => {
    const { kase, use } = await serving({ overlapRounds: true })
    use(proposes(kase.lead()))
    await kase.round()
    use(...Array.from({ length: 6 }, () => declares('nothing_worth_a_lead')))
    expect(outcome(await kase.round())).toBe('failed completion_refused')
    expect(await kase.refusedRound(409)).toMatchObject({ code: 'leads_outstanding' })
    await kase.work()
    use(proposes(kase.lead({ artefact: 'prefetch', hypothesis: kase.of('WIPED') })))
    expect(outcome(await kase.round())).toBe('propose 1')
  })

  test('that nobody claimed in their time do not: they have failed, as unclaimed', async () => {
    let model = scripted()
    const service = await startTestService({ modelOf: () => model, limits: { unclaimedSeconds: 0.001, lostLeases: 3 } })
    const kase = await openCase(service)
    model = scripted(proposes(kase.lead()), proposes(kase.lead()))
    await kase.round()
    expect(outcome(await kase.round())).toBe('propose 1')
    const types = (await kase.entries()).map(({ type }) => type)
    expect(types).toEqual([
      'case_created',
      'round_opened',
      'round_proposed',
      'lead_lapsed',
      'round_opened',
      'round_proposed',
    ])
  })
})

describe('at the commit everything is checked again:', () => {
  /** A round of two leads; what `happens` comes after the model's message was judged and before it is committed. */
  async function committed(happens: (kase: TestCase) => Promise<unknown>) {
    const database = new Interposed()
    let model = scripted()
    const service = await startTestService({ database, modelOf: () => model })
    const kase = await openCase(service)
    model = scripted(() => {
      database.afterRead('judge_proposal', () => happens(kase))
      return proposes(kase.lead(), kase.lead({ hypothesis: kase.of('WIPED'), artefact: 'prefetch' }))
    })
    return { kase, answer: await kase.round() }
  }

  test('a lead that no longer holds is recorded as refused, the rest go in', async () => {
    const { kase, answer } = await committed((kase) => kase.resolve('COPIED'))
    expect(answer.decision).toMatchObject({ leads: [{ hypothesis: kase.of('WIPED') }] })
    const entry = (await kase.entries()).find(({ type }) => type === 'round_proposed')
    const { refused } = z
      .object({ refused: z.array(z.object({ code: z.string(), proposal: z.object({ hypothesis: z.string() }) })) })
      .parse(JSON.parse(entry?.body ?? ''))
    expect(refused).toEqual([
      { code: 'hypothesis_resolved', proposal: expect.objectContaining({ hypothesis: kase.of('COPIED') }) },
    ])
  })

  test('where none holds any more the round is failed as stale', async () => {
    const { kase, answer } = await committed(async (kase) => {
      await kase.resolve('COPIED')
      await kase.resolve('WIPED')
    })
    expect(answer).toMatchObject({ round: { state: 'failed' }, decision: null, failure: { code: 'stale' } })
    expect(answer.failure?.message).toMatch(/is supported already/)
    expect((await kase.call('GET', '/leads')).body).toEqual({ leads: [] })
  })
})

describe('three failed rounds in a row', () => {
  const silence = [talks(), talks(), talks()]
  const Standing = z.object({ status: z.string(), pausedWhy: z.string().nullable() })

  test('pause the case, with the cause', async () => {
    const { kase, use } = await serving()
    use(...silence, ...silence, ...silence)
    for (let round = 1; round <= 3; round++) expect(outcome(await kase.round())).toBe('failed no_decision')
    expect(expectReply(await kase.call('GET', ''), 200, Standing)).toEqual({
      status: 'paused',
      pausedWhy: '3 rounds in a row failed, the last one with no_decision',
    })
    expect(await kase.refusedRound(409)).toMatchObject({ code: 'paused', detail: expect.stringMatching(/no_decision/) })
  })

  test('an abandoned one counts among them', async () => {
    const { kase, use } = await serving()
    const thought = held(proposes(kase.lead()))
    use(...silence, ...silence, thought.move)
    await kase.round()
    await kase.round()
    const dead = kase.call('POST', '/rounds')
    await thought.thinking
    await leaseRunsOut(kase.id)
    expect(await kase.refusedRound(409)).toMatchObject({
      code: 'paused',
      detail: expect.stringMatching(/last one with abandoned/),
    })
    expect(await states(kase)).toEqual(['failed', 'failed', 'abandoned'])
    thought.answer()
    expect((await dead).status).toBe(409)
  })

  test('are counted anew after a decision', async () => {
    const { kase, use } = await serving()
    use(...silence, ...silence, proposes(kase.lead()), ...silence, ...silence)
    for (let round = 1; round <= 3; round++) await kase.round()
    await kase.work()
    await kase.round()
    await kase.round()
    expect(expectReply(await kase.call('GET', ''), 200, Standing).status).toBe('open')
  })

  test('are counted anew after a person resumed the case', async () => {
    const { kase, use } = await serving()
    use(...silence, ...silence, ...silence, ...silence, ...silence, ...silence)
    for (let round = 1; round <= 3; round++) await kase.round()
    expect((await kase.patch({ action: 'resume' })).status).toBe(200)
    await kase.round()
    await kase.round()
    expect(expectReply(await kase.call('GET', ''), 200, Standing)).toEqual({ status: 'open', pausedWhy: null })
    await kase.round()
    expect(expectReply(await kase.call('GET', ''), 200, Standing).status).toBe('paused')
  })
})

describe('while a case is paused', () => {
  test('no lead is handed out, and one that is claimed may end', async () => {
    const { service, kase, use } = await serving()
    use(proposes(kase.lead(), kase.lead({ artefact: 'events' })))
    await kase.round()
    const one = { worker: 'tester', roles: ['disk'], max: 1, investigation: kase.id }
    const { leads } = expectReply(
      await service.call('POST', '/v1/leads/claim', one),
      200,
      z.object({ leads: z.array(z.object({ id: z.string(), token: z.string() })) }),
    )
    expect((await kase.patch({ action: 'pause' })).status).toBe(200)
    expect(await kase.claim()).toEqual([])
    const failing = await service.call('POST', `/v1/leads/${leads[0]?.id}/fail`, {
      token: leads[0]?.token,
      why: 'unreadable',
    })
    expect(failing).toMatchObject({ status: 200, body: { state: 'failed', outcome: 'could_not_look' } })
    expect((await kase.patch({ action: 'resume' })).status).toBe(200)
    expect(await kase.claim()).toHaveLength(1)
  })

  test('a round that was under way is still committed, and its leads wait', async () => {
    const { kase, use } = await serving()
    const thought = held(proposes(kase.lead()))
    use(thought.move)
    const round = kase.round()
    await thought.thinking
    expect((await kase.patch({ action: 'pause' })).status).toBe(200)
    thought.answer()
    expect(outcome(RoundReply.parse(await round))).toBe('propose 1')
    expect(await kase.claim()).toEqual([])
  })
})

test('a round of a case that does not exist is not found', async () => {
  const { service } = await serving()
  const reply = await service.call('POST', '/v1/investigations/0199a000-0000-7000-8000-000000000000/rounds')
  expect(reply).toMatchObject({ status: 404, body: { code: 'not_found' } })
})
