/** What is kept of a round: all that the model saw, said and was answered, so that the same decision can be derived again without it. */
import { createHash } from 'node:crypto'
import { ToolMessage } from '@langchain/core/messages'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { Transcript } from '../../src/domain/transcript.ts'
import { GraphOverview } from '../../src/domain/views/graph-overview.ts'
import { declares, held, looks, proposes, scripted, talks, type Move } from '../support/scripted-model.ts'
import { expectReply, startTestService, type Options } from '../support/service.ts'
import { leaseRunsOut, ownDriver, run } from './case-dump.ts'
import { openCase, outcome, type TestCase } from './round-case.ts'

async function serving(options: Options = {}) {
  let model = scripted()
  const use = (...moves: Move[]) => (model = scripted(...moves))
  const service = await startTestService({ modelOf: () => model, ...options })
  return { use, kase: await openCase(service) }
}

const Ending = z.object({ round: z.int(), fence: z.int(), tokens: z.int(), transcript: Transcript })
async function endingOf(kase: TestCase, type: string) {
  const entry = (await kase.entries()).find((one) => one.type === type)
  return Ending.parse(JSON.parse(entry?.body ?? ''))
}
const Replayed = z.object({
  same: z.boolean(),
  outcome: z.unknown(),
  recorded: z.unknown(),
  differences: z.array(z.string()),
})
const replayed = async (kase: TestCase, round = 1) =>
  expectReply(await kase.call('GET', `/rounds/${round}/replay`), 200, Replayed)
const hash = (text: string) => createHash('sha256').update(text).digest('hex')

describe('the entry that ends a round holds', () => {
  test('the four views as the model saw them: rows, text and hashes', async () => {
    const { kase, use } = await serving()
    await kase.observe('PC', 'events', { evidence: { COPIED: 'supports' } })
    const model = use(proposes(kase.lead()))
    await kase.round()
    const { transcript } = await endingOf(kase, 'round_proposed')
    const { views } = transcript.opening
    expect(views.map(({ name }) => name)).toEqual([
      'graph_overview',
      'source_coverage',
      'marginal_yield',
      'budget_status',
    ])
    for (const view of views) expect(view.sha256).toBe(hash(view.content))
    const seen = model.asked[0]?.messages.filter((message) => ToolMessage.isInstance(message)) ?? []
    expect(seen.map((message) => message.text)).toEqual(views.map(({ content }) => content))
    expect(seen.map((message) => message.artifact)).toEqual(views.map(({ ok, code, facts }) => ({ ok, code, facts })))
  })

  test('the beliefs before it', async () => {
    const { kase, use } = await serving()
    await kase.observe('PC', 'events', { evidence: { COPIED: 'supports', WIPED: 'weakens' } })
    use(proposes(kase.lead()))
    await kase.round()
    const { transcript } = await endingOf(kase, 'round_proposed')
    const { hypotheses } = GraphOverview.parse(transcript.opening.views[0]?.facts)
    expect(Object.fromEntries(hypotheses.map(({ key, logOdds, status }) => [key, [logOdds, status]]))).toEqual({
      COPIED: [1, 'active'],
      WIPED: [-0.5, 'active'],
    })
  })

  test('model and settings, every message, every call with the facts that it was judged on, refusals and retries, tokens and times', async () => {
    const { kase, use } = await serving()
    use(talks('Let me think.'), looks('entities'), proposes(kase.lead({ role: 'psychic' })), proposes(kase.lead()))
    const { usage } = await kase.round()
    const { transcript, tokens, round, fence } = await endingOf(kase, 'round_proposed')
    expect([round, fence, tokens]).toEqual([1, 1, 4200])
    expect(transcript.model).toEqual({ name: 'scripted', settings: { provider: 'scripted' } })
    expect(transcript.turns.map(({ binding }) => binding)).toEqual(['all', 'record-only', 'all', 'all'])
    expect(transcript.turns[0]?.message).toMatchObject({ content: 'Let me think.', calls: [] })
    expect(transcript.turns.flatMap(({ answers }) => answers.map(({ name, code }) => [name, code]))).toEqual([
      ['entities', 'decide_now'],
      ['propose_lead', 'unknown_role'],
      ['propose_lead', 'accepted'],
    ])
    expect(transcript.turns[3]?.answers[0]?.facts).toMatchObject({
      hypothesis: { alias: kase.of('COPIED'), status: 'active' },
      roles: expect.arrayContaining(['disk', 'media']),
      earlier: [],
    })
    expect(transcript.turns.every(({ seconds, usage: used }) => seconds >= 0 && used.inputTokens === 1000)).toBe(true)
    expect({ ...transcript.usage, seconds: transcript.seconds }).toEqual(usage)
    expect(usage).toMatchObject({ modelCalls: 4, toolCalls: 3, estimated: false })
  })

  test('what the model decided and what became of it', async () => {
    const { kase, use } = await serving()
    use(proposes(kase.lead({ why: 'To see what was opened.' })))
    const { decision } = await kase.round()
    const { transcript } = await endingOf(kase, 'round_proposed')
    expect(transcript.outcome).toMatchObject({
      type: 'propose',
      leads: [{ hypothesis: kase.of('COPIED'), why: 'To see what was opened.' }],
    })
    const entry = (await kase.entries()).find(({ type }) => type === 'round_proposed')
    expect(entry?.actor).toBe('strategist:scripted')
    expect(JSON.parse(entry?.body ?? '')).toMatchObject({
      leads: [{ id: decision?.type === 'propose' ? decision.leads[0]?.id : '', hypothesis: 'H1', source: 'S1' }],
      refused: [],
    })
  })

  test('of an abandoned round only its number and fence', async () => {
    const { kase, use } = await serving()
    const thought = held(proposes(kase.lead()))
    use(thought.move, proposes(kase.lead()))
    const dead = kase.call('POST', '/rounds')
    await thought.thinking
    await leaseRunsOut(kase.id)
    await kase.round()
    thought.answer()
    await dead
    const entry = (await kase.entries()).find(({ type }) => type === 'round_abandoned')
    expect(JSON.parse(entry?.body ?? '')).toEqual({ round: 1, fence: 1 })
    expect((await kase.call('GET', '/rounds/1')).body).toMatchObject({
      state: 'abandoned',
      transcript: null,
      leads: [],
    })
    expect(await kase.call('GET', '/rounds/1/replay')).toMatchObject({ status: 404, body: { code: 'not_found' } })
  })
})

describe('the same decision is derived again without a model', () => {
  test.each<[what: string, moves: (kase: TestCase) => Move[]]>([
    [
      'of a proposal after refusals',
      (kase) => [
        talks(),
        proposes(kase.lead({ role: 'psychic' }), kase.lead({ hypothesis: 'H9-zz' })),
        proposes(kase.lead(), kase.lead()),
      ],
    ],
    ['of a refused completion', () => [declares('coverage_saturated'), declares('budget_exhausted')]],
    ['of no decision at all', () => [talks(), talks(), talks()]],
    [
      'of a look and a lead',
      (kase) => [
        looks('phenomena', { text: 'line' }),
        looks('hypothesis', { hypothesis: 'H9-zz' }),
        proposes(kase.lead()),
      ],
    ],
    ['of a model that failed', () => [looks('timeline'), new Error('broken')]],
  ])('%s', async (_, moves) => {
    const { kase, use } = await serving()
    use(...moves(kase))
    const answer = await kase.round()
    const again = await replayed(kase)
    expect(again).toMatchObject({ same: true, differences: [], outcome: again.recorded })
    expect(z.object({ type: z.string() }).parse(again.outcome).type).toBe(outcome(answer).split(' ')[0])
  })

  test.each([
    ['a fact', '"short":"H1","status":"active"', '"short":"H1","status":"refuted"'],
    ['a verdict', '"code":"accepted"', '"code":"unknown_role"'],
    ['what a view said', 'graph_overview\\trevision', 'graph_overview\\tversion'],
    ['the decision', '"why":"It would show', '"why":"I was told'],
  ])('and a record in which %s was changed shows it', async (_, was, is) => {
    const { kase, use } = await serving()
    use(proposes(kase.lead()))
    await kase.round()
    const driver = ownDriver()
    const [row] = await run(
      driver,
      "MATCH (e:Entry) WHERE e.key STARTS WITH $id AND e.type = 'round_proposed' RETURN e.body AS body",
      { id: kase.id },
    )
    const { body } = z.object({ body: z.string() }).parse(row)
    const at = body.lastIndexOf(was)
    const forged = body.slice(0, at) + is + body.slice(at + was.length)
    expect(at).toBeGreaterThan(0)
    await run(
      driver,
      "MATCH (e:Entry) WHERE e.key STARTS WITH $id AND e.type = 'round_proposed' SET e.body = $forged",
      { id: kase.id, forged },
    )
    const { same, differences } = await replayed(kase)
    expect([same, differences.length > 0]).toEqual([false, true])
    expect((await kase.call('GET', '/verify')).body).toMatchObject({ ok: false })
  })
})

describe('the views', () => {
  test('are called by the model itself where the service is set so, and count as its calls then', async () => {
    const { kase, use } = await serving({ prefetch: false })
    const model = use(
      looks('graph_overview'),
      looks('source_coverage', { source: kase.of('PC') }),
      proposes(kase.lead()),
    )
    const { usage } = await kase.round()
    expect(usage).toMatchObject({ modelCalls: 3, toolCalls: 3 })
    expect(model.asked[0]?.messages.map(({ type }) => type)).toEqual(['system', 'human'])
    const { transcript } = await endingOf(kase, 'round_proposed')
    expect(transcript.opening.views).toEqual([])
    expect(transcript.turns[0]?.answers[0]).toMatchObject({
      name: 'graph_overview',
      ok: true,
      facts: { header: { investigation: kase.id } },
    })
    expect((await replayed(kase)).same).toBe(true)
  })

  test('are of one moment, however late the model asks for the others; only a refusal has them read again', async () => {
    const { kase, use } = await serving({ prefetch: false })
    const meanwhile = async () => {
      await kase.observe('PC', 'mru', { outcome: 'empty' })
      return looks('source_coverage')
    }
    use(
      looks('graph_overview'),
      meanwhile,
      proposes(kase.lead({ role: 'psychic' })),
      looks('source_coverage'),
      proposes(kase.lead({ artefact: 'events' })),
    )
    await kase.round()
    const { transcript } = await endingOf(kase, 'round_proposed')
    const State = z.object({ artefacts: z.array(z.object({ key: z.string(), state: z.string() })) })
    const states = transcript.turns.flatMap(({ answers }) =>
      answers
        .filter(({ name }) => name === 'source_coverage')
        .map(({ facts }) => State.parse(facts).artefacts.find(({ key }) => key === 'mru')?.state),
    )
    expect(states).toEqual(['not_looked', 'looked_empty'])
  })

  test('are asked for by our own rules, too, where they are not there', async () => {
    const service = await startTestService({ prefetch: false })
    const kase = await openCase(service)
    const answer = await kase.round()
    expect(outcome(answer)).toMatch(/^propose [123]$/)
    expect(answer.usage).toMatchObject({ modelCalls: 2 })
    expect((await replayed(kase)).same).toBe(true)
  })
})

test('a model is given eleven tools, of which two record', async () => {
  const { kase, use } = await serving()
  const model = use(proposes(kase.lead()))
  await kase.round()
  expect(model.asked[0]?.tools).toEqual([
    'graph_overview',
    'source_coverage',
    'marginal_yield',
    'budget_status',
    'hypothesis',
    'phenomena',
    'timeline',
    'entities',
    'leads',
    'propose_lead',
    'declare_investigation_complete',
  ])
})

test('every answer of a tool, a refusal too, carries words for a model and facts for code', async () => {
  const { kase, use } = await serving()
  const model = use(
    proposes(kase.lead({ role: 'psychic' })),
    looks('hypothesis', { hypothesis: 'H9-zz' }),
    looks('x'),
    proposes(kase.lead()),
  )
  await kase.round()
  const answers = model.asked.at(-1)?.messages.filter((message) => ToolMessage.isInstance(message)) ?? []
  expect(answers).toHaveLength(7)
  for (const { text, artifact } of answers) {
    expect(text).not.toBe('')
    expect(Object.keys(z.record(z.string(), z.unknown()).parse(artifact)).toSorted()).toEqual(['code', 'facts', 'ok'])
  }
})
