/** The same decision derived again from its record, with no model, no graph and no key. */
import { AIMessage } from '@langchain/core/messages'
import { expect, test } from 'vitest'
import { Transcript } from '../../src/domain/transcript.ts'
import { ModelFailure } from '../../src/models/failures.ts'
import { redecide } from '../../src/strategist/redecide.ts'
import type { Verdicts } from '../../src/strategist/verdicts.ts'
import { declares, desk, ending, lead, looks, mumbles, outcome, proposes, round, says, talks } from './round.ts'

const stuck = { bindTools: () => ({ invoke: () => Promise.withResolvers<never>().promise }) }
const refused = { hypothesis: 'H9-zz' }
const busy = new ModelFailure('model_rate_limited', 'the provider answered 429', { transient: true, retryAfter: 0 })

/** A record after its journey through the journal. */
const stored = (record: unknown): Transcript => {
  const json = JSON.stringify(record)
  return Transcript.parse(JSON.parse(json))
}

/** The test desk's rules, in other words. */
const known: Verdicts = {
  propose: ({ hypothesis, artefact }, facts, accepted) => {
    if (!hypothesis.startsWith('H1') && !hypothesis.startsWith('H2'))
      return { ok: false, code: 'unknown_hypothesis', message: 'reworded', facts }
    const doubled = accepted.some((other) => other.artefact === artefact)
    return { ok: !doubled, code: doubled ? 'lead_outstanding' : 'accepted', message: 'reworded', facts }
  },
  declare: (_, facts) => {
    const ok = JSON.stringify(facts) === '{"active":[]}'
    return { ok, code: ok ? 'complete' : 'gate_closed', message: 'reworded', facts }
  },
}

test.each([
  [
    'three leads after a refusal',
    [proposes(refused), proposes({}, { artefact: 'a' }, { artefact: 'b' }, { artefact: 'c' })],
  ],
  [
    'a look at everything first',
    [looks(), looks('leads'), says({ name: 'hypothesis', args: { hypothesis: 'H9-zz' } }), proposes({})],
  ],
  [
    'malformed and unknown calls',
    [mumbles('propose_lead', '{'), says({ name: 'nothing' }), says({ name: 'leads', args: [] }), proposes({})],
  ],
  ['words only', [talks(), talks(), talks()]],
  ['a doubled proposal', [proposes({}, {})]],
  ['all calls used up', [looks(), looks(), looks(), looks(), looks(), looks()]],
  ['too many calls', [proposes(...Array.from({ length: 9 }, () => ({})))]],
  ['a message that is too large', [talks('x'.repeat(300_000))]],
  ['a provider that was busy once', [busy, proposes({})]],
  ['a provider that is down', [busy, busy]],
])('%s: the same turns and the same outcome', async (_, messages) => {
  const record = await round(messages)
  const again = await redecide(stored(record), known)
  expect(again.differences).toEqual([])
  expect(outcome({ ...record, outcome: again.outcome })).toBe(outcome(record))
})

test('a completion, and one that was refused twice', async () => {
  const complete = await round([declares()], { desk: desk(ending) })
  expect(await redecide(stored(complete), known)).toEqual({ outcome: complete.outcome, differences: [] })
  const refusedTwice = await round([declares(), declares()])
  expect((await redecide(stored(refusedTwice), known)).differences).toEqual([])
})

test('what came from outside, time or a fault, is taken from the record', async () => {
  const model = { name: 'stuck', settings: {}, chat: stuck }
  const late = await round([], { model, limits: { seconds: 0.03 } })
  const timeline = () => Promise.reject(new Error('the pool is closed'))
  const broken = await round([looks('timeline')], { desk: desk({ timeline }) })
  const graphOverview = () => Promise.withResolvers<never>().promise
  const unread = await round([], { desk: desk({ graphOverview }), limits: { seconds: 0.03 } })
  expect([late, broken, unread].map(outcome)).toEqual([
    'failed out_of_time',
    'failed desk_failed',
    'failed out_of_time',
  ])
  for (const record of [late, broken, unread]) {
    expect(await redecide(stored(record), known)).toEqual({ outcome: record.outcome, differences: [] })
  }
})

test('a record with its decision changed is found', async () => {
  const record = stored(await round([proposes({})]))
  record.outcome = { type: 'complete', reason: 'coverage_saturated', explanation: 'Nothing left.' }
  expect((await redecide(record, known)).differences).toEqual([
    `by the rules the outcome is ${JSON.stringify({ type: 'propose', leads: [lead()] })}`,
  ])
})

test('a record with the words of a view changed is found by their hash', async () => {
  const record = stored(await round([proposes({})]))
  const [view] = record.opening.views
  if (view) view.content = 'nothing is left to look at'
  expect((await redecide(record, known)).differences).toEqual(['an answer of graph_overview does not have its hash'])
})

test('a record with a verdict changed is found', async () => {
  const record = stored(await round([proposes(refused), proposes({})]))
  const answer = record.turns[0]?.answers[0]
  if (answer) answer.ok = true
  expect((await redecide(record, known)).differences).toContain('turn 1 goes otherwise by the rules')
})

test('a record with its last turn cut off is found', async () => {
  const record = stored(await round([looks(), proposes({})]))
  record.turns.pop()
  expect((await redecide(record, known)).outcome).toMatchObject({
    code: 'no_decision',
    message: 'the record ends before a decision',
  })
})

test('by the rules of the house a lead on facts that they refuse is refused again', async () => {
  const facts = {
    hypothesis: { alias: 'H1-ab', short: 'H1', status: 'refuted' },
    source: { alias: 'S1-ef', short: 'S1', artefacts: ['prefetch'] },
    roles: ['disk'],
    buildsOn: [],
    earlier: [],
    accepted: 0,
    doubled: false,
  }
  const propose = () => Promise.resolve({ ok: true, code: 'accepted', message: 'let through', facts })
  const { outcome: again } = await redecide(stored(await round([proposes({})], { desk: desk({ propose }) })))
  expect(again).toMatchObject({ type: 'failed', code: 'no_decision' })
})

test('a record is plain JSON: the journal gives it back as it was', async () => {
  const odd = new AIMessage({ content: [{ type: 'text', text: 'Hm.' }], additional_kwargs: { nested: { deep: true } } })
  const record = await round([odd, looks(), proposes({})])
  expect({ ...stored(record), requests: record.requests }).toEqual(record)
})
