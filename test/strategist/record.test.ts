/** The mandatory record: a model that only talks is made to decide, and its last call can do nothing else. */
import { expect, test } from 'vitest'
import { bindings, codes, looks, outcome, proposes, round, talks } from './round.ts'

test('a message without a tool call is answered by asking again with only the two record tools bound', async () => {
  const played = await round([talks(), proposes({})])
  expect(bindings(played)).toEqual(['all', 'record-only'])
  expect(outcome(played)).toBe('propose 1')
})

test('the model is told to decide now', async () => {
  const played = await round([talks('Hm.'), proposes({})])
  const [said, asked] = played.requests[1]?.slice(-2) ?? []
  expect(said?.text).toBe('Hm.')
  expect(asked?.text).toMatch(/^Decide now\. Only propose_lead and declare_investigation_complete can be called/)
})

test('twice at most: a third message without a call fails the round', async () => {
  const played = await round([talks(), talks(), talks(), proposes({})])
  expect(outcome(played)).toBe('failed no_decision')
  expect(played.usage.modelCalls).toBe(3)
})

test('retries count as model calls', async () => {
  const played = await round([talks(), proposes({})], { limits: { modelCalls: 1 } })
  expect(outcome(played)).toBe('failed no_decision')
})

test('after an answered call all tools are bound again', async () => {
  const played = await round([talks(), proposes({ hypothesis: 'H9-zz' }), proposes({})])
  expect(bindings(played)).toEqual(['all', 'record-only', 'all'])
})

test('the last call that a round may make is bound to the record tools in any case', async () => {
  const played = await round([looks(), looks(), proposes({})], { limits: { modelCalls: 3 } })
  expect(bindings(played)).toEqual(['all', 'all', 'record-only'])
})

test('a look that is not bound is not run, however the model came to call it', async () => {
  const played = await round([talks(), looks('graph_overview'), proposes({})], { prefetch: false })
  expect(codes(played)).toEqual(['decide_now', 'accepted'])
  expect(played.turns[1]?.answers[0]?.content).toBe(
    'graph_overview was not run: it is time to decide. Call propose_lead or declare_investigation_complete.',
  )
})
