/** Faults: the database away, silent or gone at the worst moment, and a service that ends while a model thinks. */
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { z } from 'zod'
import { Database, type Connection, type Work } from '../../src/graph/database.ts'
import { proveReadOnly } from '../../src/graph/probe.ts'
import { held, looks, proposes, scripted, type Move } from '../support/scripted-model.ts'
import { expectReply, startTestService } from '../support/service.ts'
import { changesBetween, dumpCase, leaseRunsOut, ownDriver, run } from './case-dump.ts'
import { Line } from './line.ts'
import { caseOfTwo, openCase, outcome, RoundReply, through, type TestCase } from './round-case.ts'

/** A service at one end of a line that the test may cut, and another that is always there to look at the case. */
async function onTheLine(
  line = new Line(),
  made: (connection: Connection) => Database = (connection) => new Database(connection),
) {
  let model = scripted()
  const use = (...moves: Move[]) => void (model = scripted(...moves))
  const database = made(await line.connection())
  onTestFinished(() => database.close())
  const service = await startTestService({ database, modelOf: () => model })
  const kase = await openCase(service)
  const sure = through(await startTestService({ modelOf: () => model }), kase)
  return { line, service, kase, sure, use }
}

const Rounds = z.object({ rounds: z.array(z.object({ number: z.int(), state: z.string() })) })
async function states(kase: TestCase): Promise<string[]> {
  const { rounds } = expectReply(await kase.call('GET', '/rounds'), 200, Rounds)
  return rounds
    .filter(({ number }) => number > 0)
    .map(({ state }) => state)
    .toReversed()
}
const types = async (kase: TestCase) => (await kase.entries()).map(({ type }) => type)
const isSound = async (kase: TestCase) => {
  const verified = expectReply(
    await kase.call('GET', '/verify'),
    200,
    z.object({ ok: z.boolean(), graph: z.array(z.unknown()) }),
  )
  expect(verified).toMatchObject({ ok: true, graph: [] })
}

describe('while Neo4j is away', () => {
  test('every call is answered with 503, what to do, and when to come again; once it is back all is as before', async () => {
    const { line, service, kase, sure } = await onTheLine()
    const driver = ownDriver()
    const before = await dumpCase(driver, kase.id)
    line.cut()
    const replies = await Promise.all([
      kase.call('GET', ''),
      kase.call('POST', '/rounds'),
      kase.patch({ action: 'pause' }),
      service.call('POST', '/v1/investigations', caseOfTwo()),
    ])
    for (const reply of replies) {
      expect(reply).toMatchObject({
        status: 503,
        body: { code: 'graph_unavailable', detail: expect.stringMatching(/a write with the same Idempotency-Key/) },
      })
      expect(reply.headers.get('retry-after')).toBe('5')
    }
    expect((await service.call('GET', '/health/ready')).status).toBe(503)
    expect((await service.call('GET', '/health/live')).status).toBe(200)
    line.mend()
    expect((await service.call('GET', '/health/ready')).status).toBe(200)
    expect(changesBetween(before, await dumpCase(driver, sure.id))).toEqual([])
  })

  test('a silent one is given up as well', async () => {
    const { line, kase } = await onTheLine()
    line.silence()
    expect(await kase.call('GET', '/views/graph-overview')).toMatchObject({
      status: 503,
      body: { code: 'graph_unavailable' },
    })
    line.mend()
    expect((await kase.call('GET', '/views/graph-overview')).status).toBe(200)
  })
})

describe('a Neo4j that dies in a round', () => {
  test('while the model thinks: the call gets 503, the round is recorded as failed once it is back, nothing is doubled', async () => {
    const { line, kase, sure, use } = await onTheLine()
    const thought = held(proposes(kase.lead()))
    use(thought.move)
    const key = { 'Idempotency-Key': 'k1' }
    const round = kase.call('POST', '/rounds', undefined, key)
    await thought.thinking
    line.cut()
    thought.answer()
    expect(await round).toMatchObject({ status: 503, body: { code: 'graph_unavailable' } })
    expect(await states(sure)).toEqual(['deciding'])
    expect((await sure.refusedRound(409, key)).code).toBe('round_running')
    line.mend()
    await vi.waitFor(async () => expect(await states(sure)).toEqual(['failed']), { timeout: 20_000, interval: 200 })
    use(proposes(kase.lead()))
    expect(outcome(await kase.round(key))).toBe('propose 1')
    expect(await states(sure)).toEqual(['failed', 'decided'])
    expect(await types(sure)).toEqual([
      'case_created',
      'round_opened',
      'round_failed',
      'round_opened',
      'round_proposed',
    ])
    const failed = z.object({
      code: z.string(),
      tokens: z.number(),
      transcript: z.object({ turns: z.array(z.unknown()) }),
    })
    const entry = (await sure.entries()).find(({ type }) => type === 'round_failed')
    const { code, tokens, transcript } = failed.parse(JSON.parse(entry?.body ?? ''))
    expect({ code, turns: transcript.turns.length }).toEqual({ code: 'graph_unavailable', turns: 1 })
    expect(tokens).toBeGreaterThan(0)
    await isSound(sure)
  })

  test('and for longer than the lease of the round: whoever writes next notes it as abandoned', async () => {
    const { line, kase, sure, use } = await onTheLine()
    const thought = held(proposes(kase.lead()))
    use(thought.move)
    const round = kase.call('POST', '/rounds')
    await thought.thinking
    line.cut()
    thought.answer()
    expect(await round).toMatchObject({ status: 503 })
    await leaseRunsOut(kase.id)
    await sure.patch({ action: 'pause' })
    expect(await states(sure)).toEqual(['abandoned'])
    line.mend()
    await isSound(sure)
  })

  test('while a view is read: the round is recorded as failed, as desk_failed', async () => {
    const line = new Line()
    /** Away from the moment when the model asks for the view until that has failed. */
    class Blinking extends Database {
      override async read<T>(name: string, work: Work<T>): Promise<T> {
        if (name === 'timeline') line.cut()
        return super.read(name, work).finally(() => name === 'timeline' && line.mend())
      }
    }
    const { kase, use } = await onTheLine(line, (connection) => new Blinking(connection))
    use(looks('timeline'), proposes(kase.lead()))
    const answer = await kase.round()
    expect(answer).toMatchObject({
      round: { state: 'failed' },
      failure: { code: 'desk_failed' },
      usage: { modelCalls: 1, inputTokens: 1000 },
    })
    await isSound(kase)
  })
})

/** Until Neo4j has given up the transaction that hangs, and with it the lock; then until the round's lease is out. */
async function roundIsLeft(kase: TestCase): Promise<void> {
  const { status } = await kase.call('POST', '/rounds')
  if (status === 503) return roundIsLeft(kase)
  await leaseRunsOut(kase.id)
}

describe('a commit of which nobody knows whether it was made', () => {
  type Command = readonly [command: string, call: (kase: TestCase) => Promise<unknown>, entry: string]
  const round = async (kase: TestCase) => outcome(RoundReply.parse(await kase.round()))
  const commands: readonly Command[] = [
    ['round', round, 'round_opened'],
    ['record', (kase) => kase.observe('PC', 'events', { evidence: { COPIED: 'supports' } }), 'recorded'],
    ['complete', async (kase) => [await round(kase), await kase.work()], 'lead_completed'],
    [
      'withdraw',
      async (kase) => kase.act(`/phenomena/${await kase.observe('PC', 'events', {})}/withdraw`),
      'withdrawn',
    ],
    ['pause', async (kase) => (await kase.patch({ action: 'pause' })).status, 'case_paused'],
    ['close', async (kase) => (await kase.act('/close')).status, 'case_closed'],
  ]

  describe.each(commands)('of the command %s', (command, call, entry) => {
    test.each(['before', 'after'] as const)(
      'is made once when the connection breaks %s Neo4j makes it',
      async (when) => {
        const { line, kase, sure, use } = await onTheLine()
        use(proposes(kase.lead()))
        const broke = line.breakAtCommit(command, when)
        await call(kase)
        await broke
        expect((await types(sure)).filter((type) => type === entry)).toEqual([entry])
        await isSound(sure)
      },
    )
  })

  test.each(['before', 'after'] as const)(
    'of a new case leaves one case when the connection breaks %s it',
    async (when) => {
      const { line, service } = await onTheLine()
      const title = `once ${when} ${crypto.randomUUID()}`
      const broke = line.breakAtCommit('create_case', when)
      const { id } = expectReply(
        await service.call('POST', '/v1/investigations', caseOfTwo({ title })),
        201,
        z.object({ id: z.uuid() }),
      )
      await broke
      expect(await run(ownDriver(), 'MATCH (i:Investigation {name: $title}) RETURN i.id AS id', { title })).toEqual([
        { id },
      ])
    },
  )

  test.each(['before', 'after'] as const)(
    'of a decision leaves one round and its leads once when the connection breaks %s it',
    async (when) => {
      const { line, kase, sure, use } = await onTheLine()
      let broke: Promise<void> | undefined
      use(() => {
        broke = line.breakAtCommit('round', when)
        return proposes(kase.lead(), kase.lead({ artefact: 'events' }))
      })
      const answer = await kase.round()
      await broke
      expect(outcome(answer)).toBe('propose 2')
      expect(await types(sure)).toEqual(['case_created', 'round_opened', 'round_proposed'])
      const { leads } = expectReply(
        await sure.call('GET', '/leads'),
        200,
        z.object({ leads: z.array(z.object({ id: z.string() })) }),
      )
      expect(leads.map(({ id }) => id)).toEqual(
        answer.decision?.type === 'propose' ? answer.decision.leads.map(({ id }) => id) : [],
      )
      await isSound(sure)
    },
  )

  test.each(['before', 'after'] as const)(
    'of a decision that hangs %s it is made: 503 in the end, and the same key gets the one decision',
    async (when) => {
      const { line, kase, sure, use } = await onTheLine()
      const key = { 'Idempotency-Key': 'k1' }
      use(() => {
        void line.hangAtCommit('round', when)
        return proposes(kase.lead())
      }, proposes(kase.lead()))
      expect(await kase.call('POST', '/rounds', undefined, key)).toMatchObject({
        status: 503,
        body: { code: 'graph_unavailable' },
      })
      line.mend()
      if (when === 'before') await roundIsLeft(kase)
      expect(outcome(await kase.round(key))).toBe('propose 1')
      expect(await states(sure)).toEqual(when === 'before' ? ['abandoned', 'decided'] : ['decided'])
      expect((await types(sure)).filter((type) => type === 'round_proposed')).toEqual(['round_proposed'])
      await isSound(sure)
    },
  )

  test('of a claim heals by its lease: its token is nowhere', async () => {
    const { line, kase, sure, use } = await onTheLine()
    use(proposes(kase.lead()))
    await kase.round()
    const broke = line.breakAtCommit('claim', 'after')
    expect(await kase.claim()).toEqual([])
    await broke
    expect(await kase.claim()).toEqual([])
    await run(
      ownDriver(),
      'MATCH (l:Lead {investigation: $id}) SET l.leaseUntil = datetime.realtime() - duration({seconds: 1})',
      { id: kase.id },
    )
    expect(await kase.claim()).toHaveLength(1)
    expect((await types(sure)).slice(-3)).toEqual(['lead_claimed', 'lead_lapsed', 'lead_claimed'])
  })
})

describe('a service that ends while a model thinks', () => {
  async function thinking() {
    let model = scripted()
    const { service, call } = await startTestService({ modelOf: () => model })
    const ready = async () => (await call('GET', '/health/ready')).status
    const kase = await openCase({ call })
    const thought = held(proposes(kase.lead()))
    model = scripted(thought.move)
    const round = kase.round()
    await thought.thinking
    return { service, kase, thought, round, ready }
  }

  test('waits for the round, which is committed', async () => {
    const { service, kase, thought, round } = await thinking()
    const drained = service.running.drain(60_000)
    thought.answer()
    await drained
    expect(outcome(await round)).toBe('propose 1')
    expect(await states(kase)).toEqual(['decided'])
  })

  test('records the round as aborted when it takes longer than its grace', async () => {
    const { service, kase, round } = await thinking()
    await service.running.drain(0)
    expect(await round).toMatchObject({ round: { state: 'failed' }, failure: { code: 'aborted' } })
    expect((await types(kase)).slice(1)).toEqual(['round_opened', 'round_failed'])
    await isSound(kase)
  })

  test('is not ready meanwhile, and begins no further round', async () => {
    const { service, kase, thought, round, ready } = await thinking()
    expect(await ready()).toBe(200)
    const drained = service.running.drain(60_000)
    expect(await ready()).toBe(503)
    expect(await kase.call('POST', '/rounds')).toMatchObject({ status: 503, body: { code: 'graph_unavailable' } })
    thought.answer()
    await Promise.all([drained, round])
    expect(await states(kase)).toEqual(['decided'])
  })
})

describe('the read-only probe', () => {
  test('passes on a Neo4j whose read transactions refuse writes, and leaves nothing there', async () => {
    const { service } = await startTestService()
    await proveReadOnly(service.database)
    expect(await run(ownDriver(), 'MATCH (p:Probe) RETURN count(p) AS probes')).toEqual([{ probes: 0 }])
  })

  test('refuses to serve where a write gets through a read, and takes it back', async () => {
    const { service } = await startTestService()
    const { database } = service
    const leaky = { read: database.write.bind(database), ask: database.ask.bind(database) }
    await expect(proveReadOnly(leaky)).rejects.toMatchObject({
      code: 'graph_not_read_only',
      message: expect.stringMatching(/does not serve on it/),
    })
    expect(await run(ownDriver(), 'MATCH (p:Probe) RETURN count(p) AS probes')).toEqual([{ probes: 0 }])
  })

  test('tries the other way to read as well', async () => {
    const { service } = await startTestService()
    const { database } = service
    const leaky: Pick<Database, 'read' | 'ask'> = {
      read: database.read.bind(database),
      ask: (name, statement, input) => database.write(name, (run) => run(statement, input)),
    }
    await expect(proveReadOnly(leaky)).rejects.toMatchObject({ code: 'graph_not_read_only' })
    await run(ownDriver(), 'MATCH (p:Probe) DELETE p')
  })

  test('does not take a database that is away for one that refuses', async () => {
    const line = new Line()
    const database = new Database(await line.connection())
    onTestFinished(() => database.close())
    line.cut()
    await expect(proveReadOnly(database)).rejects.toMatchObject({ code: 'graph_unavailable' })
  })
})
