/** What a round may change of a case: the whole of it is read before and after, past the service and through it. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { declares, held, proposes, scripted, talks, type Move } from '../support/scripted-model.ts'
import { expectReply, startTestService } from '../support/service.ts'
import { changesBetween, dumpCase, leaseRunsOut, ownDriver, run, type Dump } from './case-dump.ts'
import { openCase, outcome, type TestCase } from './round-case.ts'

/** On the case itself: its lock, the head of its chain, its fence, the numbers of its rounds, and one budget counter. */
const opened = ['fence', 'headHash', 'headNumber', 'lastCommand', 'revision', 'usedRounds'].map(
  (name) => `Investigation.${name}`,
)
const first = 'Investigation.clockRunsSince'

/** A case with evidence, entities, a withdrawal and a finished lead, so that there is something to be left alone. */
async function livedIn(changes: Record<string, unknown> = {}) {
  let model = scripted()
  const use = (...moves: Move[]) => void (model = scripted(...moves))
  const service = await startTestService({ modelOf: () => model })
  const kase = await openCase(service, changes)
  use(proposes(kase.lead()))
  await kase.round()
  await kase.work({ evidence: { COPIED: 'supports', WIPED: 'weakens' } })
  const wrong = await kase.observe('STICK', 'deleted', { evidence: { COPIED: 'weakens' } })
  expect((await kase.act(`/phenomena/${wrong}/withdraw`)).status).toBe(200)
  await kase.observe('PC', 'events', {})
  return { kase, use, driver: ownDriver(), wrong }
}

const views = ['graph-overview', 'source-coverage', 'marginal-yield', 'budget-status'] as const
const Overview = z.object({
  header: z.unknown(),
  hypotheses: z.array(z.object({ outstanding: z.unknown() }).loose()),
  sources: z.unknown(),
  loose: z.unknown(),
})
const Coverage = z.object({ artefacts: z.array(z.object({ leadPossible: z.unknown() }).loose()), answers: z.unknown() })

/** Everything that a reader sees of a case and that no round may touch. */
async function untouchable(kase: TestCase) {
  const get = async (path: string) => (await kase.call('GET', path)).body
  const [overview, coverage] = [
    Overview.parse(await get('/views/graph-overview')),
    Coverage.parse(await get('/views/source-coverage')),
  ]
  return {
    hypotheses: overview.hypotheses.map(({ outstanding: _, ...rest }) => rest),
    sources: overview.sources,
    loose: overview.loose,
    artefacts: coverage.artefacts.map(({ leadPossible: _, ...rest }) => rest),
    answers: coverage.answers,
    waterfalls: await Promise.all(['COPIED', 'WIPED'].map((key) => get(`/hypotheses/${kase.of(key)}`))),
    phenomena: await Promise.all(['PC', 'STICK'].map((key) => get(`/phenomena?source=${kase.of(key)}`))),
    timeline: await get('/timeline'),
    entities: await get('/entities'),
  }
}

/** The kinds of change that one round made; everything that readers see beside rounds and leads must be as it was. */
async function changesOf(kase: TestCase, round: () => Promise<unknown>): Promise<string[]> {
  const driver = ownDriver()
  const [before, seen, journal] = [await dumpCase(driver, kase.id), await untouchable(kase), await kase.entries()]
  await round()
  const after: Dump = await dumpCase(driver, kase.id)
  expect(await untouchable(kase)).toEqual(seen)
  const entries = await kase.entries()
  expect(entries.slice(0, journal.length)).toEqual(journal)
  expect(entries.slice(journal.length).every(({ type }) => type.startsWith('round_'))).toBe(true)
  return changesBetween(before, after)
}

describe('nothing but its rounds and leads is changed by a round that', () => {
  test('proposes leads', async () => {
    const { kase, use } = await livedIn()
    use(proposes(kase.lead({ artefact: 'prefetch', hypothesis: kase.of('WIPED') }), kase.lead({ artefact: 'events' })))
    expect(await changesOf(kase, async () => expect(outcome(await kase.round())).toBe('propose 2'))).toEqual([
      '+Entry',
      '+Lead',
      '+Receipt',
      '+Round',
      '+[:CITES]',
      '+[:HAS_ROUND]',
      '+[:NEXT]',
      '+[:PROPOSED_BY]',
      '+[:TARGETS]',
      'Investigation.fence',
      'Investigation.headHash',
      'Investigation.headNumber',
      'Investigation.lastCommand',
      'Investigation.lastDecided',
      'Investigation.lastProposed',
      'Investigation.leads',
      'Investigation.revision',
      'Investigation.usedRounds',
      'Investigation.usedTokens',
    ])
  })

  test('proposes a lead that builds on phenomena', async () => {
    const { kase, use } = await livedIn()
    const known = await kase.observe('PC', 'events', {})
    use(
      proposes(
        kase.lead({
          artefact: 'events',
          buildsOn: [known],
          entities: ['mvoss'],
          window: { from: '2026-03-01T00:00:00Z', to: '2026-03-02T00:00:00Z' },
        }),
      ),
    )
    const changes = await changesOf(kase, () => kase.round())
    expect(changes).toContain('+[:BUILDS_ON]')
    expect(changes.filter((change) => change.startsWith('+'))).toEqual([
      '+Entry',
      '+Lead',
      '+Receipt',
      '+Round',
      '+[:BUILDS_ON]',
      '+[:CITES]',
      '+[:HAS_ROUND]',
      '+[:NEXT]',
      '+[:PROPOSED_BY]',
      '+[:TARGETS]',
    ])
  })

  test('is refused everything and fails', async () => {
    const { kase, use } = await livedIn()
    use(
      proposes(kase.lead({ hypothesis: 'H9-xx' })),
      declares('coverage_saturated'),
      declares('all_hypotheses_resolved'),
    )
    expect(
      await changesOf(kase, async () => expect(outcome(await kase.round())).toBe('failed completion_refused')),
    ).toEqual([
      '+Entry',
      '+Receipt',
      '+Round',
      '+[:HAS_ROUND]',
      'Investigation.failedInARow',
      ...opened,
      'Investigation.usedTokens',
    ])
  })

  test('is the third to fail, and pauses the case', async () => {
    const { kase, use } = await livedIn()
    const silence = [talks(), talks(), talks()]
    use(...silence, ...silence, ...silence)
    await kase.round()
    await kase.round()
    expect(await changesOf(kase, () => kase.round())).toEqual([
      '+Entry',
      '+Receipt',
      '+Round',
      '+[:HAS_ROUND]',
      'Investigation.clockMillis',
      'Investigation.clockRunsSince',
      'Investigation.failedInARow',
      ...opened.slice(0, 3),
      'Investigation.pausedWhy',
      'Investigation.revision',
      'Investigation.status',
      'Investigation.usedRounds',
      'Investigation.usedTokens',
    ])
  })

  test('ends the case', async () => {
    const { kase, use } = await livedIn({ budgets: { rounds: 2 } })
    use(declares('budget_exhausted'))
    expect(
      await changesOf(kase, async () => expect(outcome(await kase.round())).toBe('complete budget_exhausted')),
    ).toEqual([
      '+Entry',
      '+Receipt',
      '+Round',
      '+[:HAS_ROUND]',
      'Investigation.clockMillis',
      'Investigation.clockRunsSince',
      'Investigation.endedAs',
      'Investigation.endedWhy',
      'Investigation.fence',
      'Investigation.headHash',
      'Investigation.headNumber',
      'Investigation.lastCommand',
      'Investigation.lastDecided',
      'Investigation.revision',
      'Investigation.status',
      'Investigation.usedRounds',
      'Investigation.usedTokens',
    ])
  })

  test('is still thinking', async () => {
    const { kase, use } = await livedIn()
    const thought = held(proposes(kase.lead({ artefact: 'events' })))
    use(thought.move)
    let round: Promise<unknown> = Promise.resolve()
    const open = async () => {
      round = kase.round()
      await thought.thinking
    }
    expect(await changesOf(kase, open)).toEqual(['+Entry', '+Round', '+[:HAS_ROUND]', ...opened])
    thought.answer()
    await round
  })

  test('was given up by its process: the one that takes over ends it, and changes nothing else of it', async () => {
    const { kase, use } = await livedIn()
    const thought = held(proposes(kase.lead()))
    use(thought.move, proposes(kase.lead({ artefact: 'events' })))
    const dead = kase.call('POST', '/rounds')
    await thought.thinking
    await leaseRunsOut(kase.id)
    const changes = await changesOf(kase, () => kase.round())
    expect(changes.filter((change) => change.startsWith('Round.'))).toEqual([
      'Round.endedAt',
      'Round.leaseUntil',
      'Round.openKey',
      'Round.state',
      'Round.tokens',
    ])
    expect(changes.filter((change) => change.startsWith('Investigation.failed'))).toEqual([])
    thought.answer()
    expect((await dead).status).toBe(409)
  })

  test('is the first of its case, which starts the clock', async () => {
    const service = await startTestService({ modelOf: () => model })
    const kase = await openCase(service)
    const model = scripted(proposes(kase.lead()))
    const changes = await changesOf(kase, () => kase.round())
    expect(changes).toContain(first)
    expect(changes.filter((change) => !change.startsWith('Investigation.'))).toEqual([
      '+Entry',
      '+Lead',
      '+Receipt',
      '+Round',
      '+[:CITES]',
      '+[:HAS_ROUND]',
      '+[:NEXT]',
      '+[:PROPOSED_BY]',
      '+[:TARGETS]',
    ])
  })
})

test('the service ends a case at a cap without a round, and changes of its leads only the state', async () => {
  const { kase } = await livedIn({ budgets: { toolCalls: 4 } })
  await kase.observe('PC', 'prefetch', {})
  const driver = ownDriver()
  const before = await dumpCase(driver, kase.id)
  expect(await kase.round()).toMatchObject({ round: null, decision: { reason: 'budget_exhausted' } })
  expect(changesBetween(before, await dumpCase(driver, kase.id))).toEqual([
    '+Entry',
    '+Receipt',
    'Investigation.clockMillis',
    'Investigation.clockRunsSince',
    'Investigation.endedAs',
    'Investigation.endedWhy',
    'Investigation.headHash',
    'Investigation.lastCommand',
    'Investigation.revision',
    'Investigation.status',
  ])
})

test('reading never writes: views, look-ups, journal, verification and replay leave the database as it is', async () => {
  const { kase, driver } = await livedIn()
  const before = await dumpCase(driver, kase.id)
  for (const view of views) expect((await kase.call('GET', `/views/${view}`)).status).toBe(200)
  await untouchable(kase)
  for (const path of ['', '/leads', '/rounds', '/rounds/1', '/rounds/1/replay', '/journal', '/verify'])
    expect((await kase.call('GET', path)).status).toBe(200)
  expect(changesBetween(before, await dumpCase(driver, kase.id))).toEqual([])
})

test('the dump sees a change that no rule of ours made', async () => {
  const { kase, driver } = await livedIn()
  const before = await dumpCase(driver, kase.id)
  await run(
    driver,
    'MATCH (h:Hypothesis {key: $key}) SET h.logOdds = 9.0 CREATE (h)-[:KNOWS]->(:Friend {investigation: $id})',
    { key: `${kase.id}|H1`, id: kase.id },
  )
  expect(changesBetween(before, await dumpCase(driver, kase.id))).toEqual([
    '+Friend',
    '+[:KNOWS]',
    'Hypothesis.logOdds',
  ])
  await run(driver, 'MATCH (f:Friend {investigation: $id}) DETACH DELETE f', { id: kase.id })
  const { ok } = expectReply(await kase.call('GET', '/verify'), 200, z.object({ ok: z.boolean() }))
  expect(ok).toBe(false)
})
