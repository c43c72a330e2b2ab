/** Every way in which a round can fail: recorded under its own code, with what was used and all that was said. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { openAiCompatible } from '../../src/models/openai-compatible.ts'
import { RoundFailure, RoundLimits, Transcript } from '../../src/domain/transcript.ts'
import { always, declares, held, looks, proposes, says, scripted, talks, type Move } from '../support/scripted-model.ts'
import * as provider from '../support/scripted-provider.ts'
import { expectReply, startTestService, type Options } from '../support/service.ts'
import { changesBetween, dumpCase, ownDriver } from './case-dump.ts'
import { Interposed } from './interposed.ts'
import { openCase, outcome, type RoundReply, type TestCase } from './round-case.ts'

const Shown = z.object({
  state: z.string(),
  decision: z.string().nullish(),
  failure: z.string().nullable(),
  failureMessage: z.string().nullable(),
  tokens: z.int(),
  leads: z.array(z.string()),
  transcript: Transcript,
})
const Verified = z.object({ ok: z.boolean() })
const Replayed = z.object({ same: z.boolean(), outcome: z.object({ type: z.string(), code: z.string().optional() }) })

/** What must be true of a failed round, whatever made it fail. Answers its log. */
async function isRecorded(kase: TestCase, answer: RoundReply, code: RoundFailure) {
  expect(answer).toMatchObject({ round: { number: 1, state: 'failed' }, decision: null, failure: { code } })
  const shown = expectReply(await kase.call('GET', '/rounds/1'), 200, Shown)
  expect(shown).toMatchObject({ state: 'failed', failure: code, leads: [], failureMessage: answer.failure?.message })
  expect(shown.decision ?? 'none').toBe('none')
  expect(shown.tokens).toBe((answer.usage?.inputTokens ?? 0) + (answer.usage?.outputTokens ?? 0))
  expect(shown.transcript.opening.views).toHaveLength(4)
  expect(answer.usage).toMatchObject(shown.transcript.usage)
  const entry = (await kase.entries()).find(({ type }) => type === 'round_failed')
  expect(JSON.parse(entry?.body ?? '')).toMatchObject({ round: 1, fence: 1, code, tokens: shown.tokens })
  expect((await kase.call('GET', '/leads')).body).toEqual({ leads: [] })
  expect(expectReply(await kase.call('GET', '/verify'), 200, Verified).ok).toBe(true)
  return shown.transcript
}

async function played(
  moves: (kase: TestCase) => readonly Move[],
  options: Options = {},
  changes: Record<string, unknown> = {},
) {
  let model = scripted()
  const service = await startTestService({ modelOf: () => model, ...options })
  const kase = await openCase(service, changes)
  model = scripted(...moves(kase))
  return { kase, answer: await kase.round() }
}

const limits = (given: Partial<RoundLimits>) => ({ roundLimits: RoundLimits.parse(given) })
const [view0, view1, view2] = [{ name: 'graph_overview' }, { name: 'source_coverage' }, { name: 'budget_status' }]
const repeated = (count: number, move: Move) => Array.from({ length: count }, () => move)
const view = looks('marginal_yield')

type Ours = [
  code: RoundFailure,
  when: string,
  moves: (kase: TestCase) => readonly Move[],
  options?: Options,
  changes?: Record<string, unknown>,
]
const ours: readonly Ours[] = [
  ['no_decision', 'the model only talks', () => [talks(), talks(), talks()]],
  ['no_decision', 'it only looks', () => repeated(6, view)],
  [
    'no_decision',
    'everything that it proposes is refused',
    (kase) => repeated(6, proposes(kase.lead({ hypothesis: 'H9-xx' }))),
  ],
  ['no_decision', 'its arguments are no object', () => repeated(6, says({ name: 'propose_lead', args: ['H1'] }))],
  [
    'no_decision',
    'it calls tools that do not exist',
    () => repeated(6, looks('run_cypher', { query: 'MATCH (n) DETACH DELETE n' })),
  ],
  [
    'completion_refused',
    'it declares twice what the facts contradict',
    () => repeated(2, declares('coverage_saturated')),
  ],
  [
    'too_many_tool_calls',
    'it asks for more views than a round may',
    () => repeated(4, says(view0, view1, view2)),
    limits({ toolCalls: 10 }),
  ],
  ['too_many_calls_in_message', 'a message holds nine calls', () => [says(...Array.from({ length: 9 }, () => view0))]],
  [
    'arguments_too_large',
    'the arguments of a message are too large',
    (kase) => [proposes(kase.lead({ why: 'x'.repeat(70_000) }))],
  ],
  ['answer_too_large', 'its message is too large', () => [talks('x'.repeat(300_000))]],
  [
    'out_of_tokens',
    'the tokens of the case are used up',
    () => repeated(6, view),
    {},
    { budgets: { modelTokens: 2000 } },
  ],
  ['model_error', 'the model throws', () => [new Error('the model is broken')]],
  ['out_of_time', 'the model is too slow', () => [held(talks()).move], limits({ seconds: 2 })],
  [
    'out_of_time',
    'the minutes of the case are used up',
    () => [held(talks()).move],
    {},
    { budgets: { minutes: 0.04 } },
  ],
]

describe('a failed round is recorded with its code, usage and transcript when', () => {
  test.each<Ours>(ours)('%s: %s', async (code, _, moves, options, changes) => {
    const { kase, answer } = await played(moves, options, changes)
    await isRecorded(kase, answer, code)
    expect(expectReply(await kase.call('GET', '/rounds/1/replay'), 200, Replayed)).toEqual({
      same: true,
      outcome: expect.objectContaining({ type: 'failed', code }),
    })
  })

  test('stale: the graph changed while it was thinking', async () => {
    const database = new Interposed()
    const { kase, answer } = await played(
      (kase) => [
        () => {
          database.afterRead('judge_proposal', () => kase.resolve('COPIED'))
          return proposes(kase.lead())
        },
      ],
      { database },
    )
    await isRecorded(kase, answer, 'stale')
  })
})

/** A round decided by a model on a provider that answers each request with the next of these steps. */
async function onTheWire(steps: readonly provider.Step[], given: Partial<RoundLimits> = {}) {
  const there = await provider.scriptedProvider(...steps)
  onTestFinished(() => there.close())
  const model = openAiCompatible({ name: 'wire-model', baseUrl: there.url, apiKey: 'sk-secret-of-the-test' })
  const service = await startTestService({ modelOf: () => model, ...limits(given) })
  const kase = await openCase(service)
  return { there, kase, answer: await kase.round() }
}

const now = { 'retry-after': '0' }

type Theirs = [code: RoundFailure, what: string, steps: readonly provider.Step[], given?: Partial<RoundLimits>]
const theirs: readonly Theirs[] = [
  ['model_unauthorized', 'answers 401', [provider.status(401, 'wrong key')]],
  ['model_not_found', 'answers 404', [provider.status(404, 'no such model')]],
  [
    'model_rate_limited',
    'answers 429, twice',
    [provider.status(429, 'slow down', now), provider.status(429, 'slow down', now)],
  ],
  ['model_error', 'answers 500, twice', [provider.status(500, 'oops', now), provider.status(500, 'oops', now)]],
  ['model_error', 'redirects', [provider.raw(302, '', { location: 'http://127.0.0.1:9/' })]],
  ['model_not_json', 'answers with a web page', [provider.raw(200, '<html>sign in</html>')]],
  ['model_empty', 'answers without a message', [provider.json({ choices: [] })]],
  ['model_refused', 'refuses', [provider.refusal('I cannot help with that.')]],
  ['model_truncated', 'cuts the answer at its limit', [provider.message({ content: 'I think' }, 'length')]],
  ['model_cut_off', 'breaks off in its answer, twice', [provider.cutOff, provider.cutOff]],
  ['model_cut_off', 'hangs up, twice', [provider.hangUp, provider.hangUp]],
  ['answer_too_large', 'answers without end', [provider.endless]],
  ['out_of_time', 'drips', [provider.drip], { seconds: 2 }],
  ['out_of_time', 'does not answer', [provider.hang], { seconds: 2 }],
  ['no_decision', 'talks and calls no tool', [provider.text('Hm.'), provider.text('Hm.'), provider.text('Hm.')]],
]

describe('a round is recorded as failed when the provider of the model', () => {
  test.each<Theirs>(theirs)('%s: %s', async (code, _, steps, given) => {
    const { kase, answer, there } = await onTheWire(steps, given)
    const transcript = await isRecorded(kase, answer, code)
    expect(transcript.turns).toHaveLength(there.requests.length)
    expect(JSON.stringify(await kase.entries())).not.toContain('sk-secret-of-the-test')
  })

  test('model_unreachable: is not there', async () => {
    const there = await provider.scriptedProvider()
    await there.close()
    const model = openAiCompatible({ name: 'wire-model', baseUrl: there.url })
    const service = await startTestService({ modelOf: () => model })
    const kase = await openCase(service)
    const answer = await kase.round()
    await isRecorded(kase, answer, 'model_unreachable')
    expect(answer.usage).toMatchObject({ inputTokens: 0, outputTokens: 0, estimated: false })
  })
})

test('a provider that fails once and then answers: the decision stands, and both calls are in the record', async () => {
  const { kase, answer } = await onTheWire([
    provider.status(429, 'slow down', now),
    (response, request) => {
      const [hypothesis, source] = [/H1-[a-z]{2}/, /S1-[a-z]{2}/].map(
        (alias) => alias.exec(JSON.stringify(request.messages))?.[0],
      )
      const lead = {
        hypothesis,
        source,
        artefact: 'mru',
        role: 'disk',
        expects: 'supports',
        instruction: 'Look.',
        why: 'To see.',
      }
      provider.calls({ name: 'propose_lead', arguments: lead })(response, request)
    },
  ])
  expect(outcome(answer)).toBe('propose 1')
  expect(answer.usage).toMatchObject({ modelCalls: 2, inputTokens: 1000, outputTokens: 50 })
  const { transcript } = expectReply(await kase.call('GET', '/rounds/1'), 200, z.object({ transcript: Transcript }))
  expect(transcript.turns.map(({ failure }) => failure?.code ?? 'answered')).toEqual(['model_rate_limited', 'answered'])
  expect(transcript.model).toMatchObject({ name: 'wire-model', settings: { provider: 'openai-compatible' } })
})

test('tokens of failed rounds are spent, too', async () => {
  const { kase } = await played(() => [talks(), talks(), talks()])
  const Used = z.object({ budgets: z.array(z.object({ budget: z.string(), used: z.number() })) })
  const { budgets } = expectReply(await kase.call('GET', '/views/budget-status'), 200, Used)
  expect(budgets.find(({ budget }) => budget === 'modelTokens')).toEqual({ budget: 'modelTokens', used: 3150 })
})

test('a model that throws leaves nothing in the case but the record of the round', async () => {
  let model = always(new Error('broken'))
  const service = await startTestService({ modelOf: () => model })
  const kase = await openCase(service)
  const driver = ownDriver()
  await kase.round()
  const before = await dumpCase(driver, kase.id)
  model = always(new Error('still broken'))
  await kase.round()
  expect(changesBetween(before, await dumpCase(driver, kase.id)).filter((change) => change.startsWith('+'))).toEqual([
    '+Entry',
    '+Receipt',
    '+Round',
    '+[:HAS_ROUND]',
  ])
})

test('no code of failure is without a case: here, or among the faults of the database and of the process', () => {
  const elsewhere: RoundFailure[] = ['stale', 'graph_unavailable', 'model_unreachable', 'desk_failed', 'aborted']
  const covered = new Set([...ours.map(([code]) => code), ...theirs.map(([code]) => code), ...elsewhere])
  expect([...covered].toSorted()).toEqual(RoundFailure.options.toSorted())
})
