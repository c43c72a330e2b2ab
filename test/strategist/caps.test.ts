/** Each cap of a round ends it as failed, under its own code, and nothing of the message that broke it is run. */
import { AIMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { expect, test } from 'vitest'
import { RoundLimits, Transcript } from '../../src/domain/transcript.ts'
import { decide } from '../../src/strategist/decide.ts'
import { desk, lead, looks, outcome, proposes, round, says, talks } from './round.ts'

const many = (number: number) => Array.from({ length: number }, () => ({ name: 'leads' }))

test('model calls: the round ends with no_decision', async () => {
  expect(outcome(await round([looks(), looks()], { limits: { modelCalls: 2 } }))).toBe('failed no_decision')
})

test('tool calls: too_many_tool_calls, counted over the round', async () => {
  const there = desk()
  const setting = { desk: there, prefetch: false, limits: { toolCalls: 20 } }
  const played = await round([says(...many(8)), says(...many(8)), says(...many(5)), proposes({})], setting)
  expect(played.outcome).toMatchObject({
    code: 'too_many_tool_calls',
    message: '21 tool calls in a round, the limit is 20',
  })
  expect(there.asked).toHaveLength(16)
})

test('twenty tool calls are within the limit of twenty', async () => {
  expect(outcome(await round([says(...many(8)), says(...many(8)), says(...many(3)), proposes({})]))).toBe('propose 1')
})

test('calls in a message: too_many_calls_in_message, and none of them is run', async () => {
  const there = desk()
  const played = await round([proposes(...Array.from({ length: 9 }, () => ({})))], { desk: there, prefetch: false })
  expect(outcome(played)).toBe('failed too_many_calls_in_message')
  expect(there.asked).toEqual([])
})

test('bytes of arguments: arguments_too_large, and what is kept of the message is cut', async () => {
  const there = desk()
  const args = lead({ instruction: 'x'.repeat(70_000) })
  const played = await round([says({ name: 'propose_lead', args })], { desk: there, prefetch: false })
  expect(outcome(played)).toBe('failed arguments_too_large')
  expect(there.asked).toEqual([])
  expect(played.turns[0]?.message?.argumentBytes).toBe(70_176)
  expect(played.turns[0]?.message?.calls[0]?.arguments).toHaveLength(2_006)
})

test('bytes of a message: answer_too_large', async () => {
  const played = await round([talks('x'.repeat(300_000)), proposes({})])
  expect(outcome(played)).toBe('failed answer_too_large')
  expect(played.turns[0]?.message).toMatchObject({ bytes: 300_000, argumentBytes: 0 })
})

test('bytes of a tool answer: answer_too_large', async () => {
  const phenomena = () => Promise.resolve({ text: 'x'.repeat(300_000), rows: [] })
  const played = await round([looks('phenomena'), proposes({})], { desk: desk({ phenomena }) })
  expect(played.outcome).toMatchObject({
    code: 'answer_too_large',
    message: 'phenomena answered 300000 bytes, the limit is 262144',
  })
})

test('seconds, while the model thinks: out_of_time', async () => {
  const stuck = { bindTools: () => ({ invoke: () => Promise.withResolvers<never>().promise }) }
  const model = { name: 'stuck', settings: {}, chat: stuck }
  const played = await round([], { model, limits: { seconds: 0.05 } })
  expect(played.outcome).toMatchObject({ code: 'out_of_time', message: "the round's 0.05 s were used up" })
})

test('seconds, while the desk reads: out_of_time', async () => {
  const timeline = () => Promise.withResolvers<never>().promise
  const played = await round([looks('timeline')], { desk: desk({ timeline }), limits: { seconds: 0.05 } })
  expect(outcome(played)).toBe('failed out_of_time')
})

test.each([0, -3, 0.0123456])(
  'a round with %s seconds left of its budget ends at once: out_of_time',
  async (seconds) => {
    const graphOverview = () => Promise.withResolvers<never>().promise
    const limits = { ...RoundLimits.parse({}), seconds }
    const model = { name: 'fake', settings: {}, chat: fakeModel() }
    const setting = {
      model,
      desk: desk({ graphOverview }),
      round: 4,
      marker: 'k',
      limits,
      tokens: Infinity,
      prefetch: true,
    }
    const played = await decide(setting)
    expect(outcome(played)).toBe('failed out_of_time')
    expect(Transcript.parse(played).outcome).toEqual(played.outcome)
  },
)

test('a round that its service ends is aborted', async () => {
  const timeline = () => Promise.withResolvers<never>().promise
  const played = await round([looks('timeline')], { desk: desk({ timeline }), signal: AbortSignal.timeout(20) })
  expect(outcome(played)).toBe('failed aborted')
})

test('tokens: a call that goes beyond what is left of the budget ends the round, its decision included', async () => {
  const message = Object.assign(proposes({}), {
    usage_metadata: { input_tokens: 900, output_tokens: 101, total_tokens: 1001 },
  })
  const played = await round([message], { tokens: 1000 })
  expect(played.outcome).toMatchObject({
    code: 'out_of_tokens',
    message: '1001 tokens used, 1000 were left of the budget',
  })
  expect(played.usage).toMatchObject({ inputTokens: 900, outputTokens: 101, estimated: false })
})

test('with nothing left of the tokens the model is not asked', async () => {
  const played = await round([proposes({})], { tokens: 0 })
  expect(outcome(played)).toBe('failed out_of_tokens')
  expect(played.usage.modelCalls).toBe(0)
})

test('tokens that a provider does not count are estimated, rather too high, and said to be', async () => {
  const { usage } = await round([new AIMessage('x'.repeat(3_000)), proposes({})])
  expect(usage.estimated).toBe(true)
  expect(usage.outputTokens).toBeGreaterThan(1_000)
  expect(usage.inputTokens).toBeGreaterThan(4_000)
})

test.each([-5, Number.NaN, 'many', 1.5])('a provider that counts %s tokens is not believed', async (input_tokens) => {
  const message = Object.assign(proposes({}), { usage_metadata: { input_tokens, output_tokens: 1, total_tokens: 1 } })
  const { usage } = await round([message])
  expect(usage.estimated).toBe(true)
  expect(usage.inputTokens).toBeGreaterThan(1_000)
})
