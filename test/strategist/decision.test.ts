/** What is the decision of a round: each sentence of the rules, played with a model that says what it is told to. */
import { describe, expect, test } from 'vitest'
import {
  codes,
  declares,
  desk,
  done,
  ending,
  lead,
  looks,
  outcome,
  proposes,
  round,
  says,
  talks,
  told,
} from './round.ts'

describe('proposing', () => {
  test('one accepted proposal is a decision', async () => {
    const played = await round([proposes({})])
    expect(played.outcome).toEqual({ type: 'propose', leads: [lead()] })
    expect(played.usage.modelCalls).toBe(1)
  })

  test('a decision holds one to three leads, a fourth is refused', async () => {
    const played = await round([proposes({ artefact: 'a' }, { artefact: 'b' }, { artefact: 'c' }, { artefact: 'd' })])
    expect(outcome(played)).toBe('propose 3')
    expect(codes(played)).toEqual(['accepted', 'accepted', 'accepted', 'too_many_leads'])
  })

  test('only accepted proposals count to three', async () => {
    const unknown = { hypothesis: 'H9-zz' }
    const played = await round([proposes(unknown, { artefact: 'a' }, unknown, { artefact: 'b' }, { artefact: 'c' })])
    expect(outcome(played)).toBe('propose 3')
    expect(codes(played)).toEqual(['unknown_hypothesis', 'accepted', 'unknown_hypothesis', 'accepted', 'accepted'])
  })

  test('calls of one message are judged in order, each against those just accepted', async () => {
    const played = await round([
      proposes({ why: 'the first' }, { why: 'the same look again' }, { artefact: 'event-log' }),
    ])
    expect(codes(played)).toEqual(['accepted', 'lead_outstanding', 'accepted'])
    expect(played.outcome).toMatchObject({ leads: [{ why: 'the first' }, { artefact: 'event-log' }] })
  })

  test('the first message with at least one accepted proposal is the decision, and the model is not asked again', async () => {
    const played = await round([
      proposes({ hypothesis: 'H9-zz' }),
      proposes({ hypothesis: 'H9-zz' }, {}),
      proposes({ artefact: 'never' }),
    ])
    expect(played.outcome).toEqual({ type: 'propose', leads: [lead()] })
    expect(played.usage.modelCalls).toBe(2)
  })

  test('a look beside a proposal does not stop the proposal from being the decision', async () => {
    const played = await round([says({ name: 'leads' }, { name: 'propose_lead', args: lead() })])
    expect(outcome(played)).toBe('propose 1')
  })

  test('what the model wrote is trimmed, and what it left out as null is left out', async () => {
    const args = { ...lead({ why: '  because  ' }), buildsOn: null, window: null }
    const played = await round([says({ name: 'propose_lead', args })])
    expect(played.outcome).toEqual({ type: 'propose', leads: [lead({ why: 'because' })] })
  })
})

describe('declaring the investigation complete', () => {
  test('an accepted declaration is terminal: the model is not asked again', async () => {
    const played = await round([declares(), proposes({})], { desk: desk(ending) })
    expect(played.outcome).toEqual({ type: 'complete', ...done() })
    expect(played.usage.modelCalls).toBe(1)
  })

  test('beside any other call none of them is run, and the model is told so', async () => {
    const there = desk(ending)
    const both = says({ name: 'propose_lead', args: lead() }, { name: 'declare_investigation_complete', args: done() })
    const played = await round([both, proposes({ artefact: 'event-log' })], { desk: there, prefetch: false })
    expect(codes(played)).toEqual(['declare_alone', 'declare_alone', 'accepted'])
    expect(told(played)).toContain('None of the 2 calls of this message was run')
    expect(there.asked.map(({ name }) => name)).toEqual(['propose_lead'])
  })

  test('two declarations in one message are one beside another', async () => {
    const declare = { name: 'declare_investigation_complete', args: done() }
    const played = await round([says(declare, declare), declares()], { desk: desk(ending) })
    expect(codes(played)).toEqual(['declare_alone', 'declare_alone', 'complete'])
  })

  test('a refused declaration carries the facts that contradict it, and the model may still propose', async () => {
    const played = await round([declares(), proposes({})])
    expect(played.turns[0]?.answers[0]).toMatchObject({ ok: false, code: 'gate_closed', facts: { active: ['H1-ab'] } })
    expect(outcome(played)).toBe('propose 1')
  })

  test('after two refusals the round fails with completion_refused', async () => {
    const played = await round([declares(), declares('coverage_saturated'), proposes({})])
    expect(outcome(played)).toBe('failed completion_refused')
    expect(played.usage.modelCalls).toBe(2)
  })

  test('a declaration that breaks the form is no refusal by the gate', async () => {
    const malformed = says({ name: 'declare_investigation_complete', args: { reason: 'tired', explanation: 'x' } })
    const played = await round([malformed, malformed, malformed, proposes({})])
    expect(outcome(played)).toBe('propose 1')
  })

  test.each([
    'all_hypotheses_resolved',
    'marginal_yield_exhausted',
    'coverage_saturated',
    'budget_exhausted',
    'nothing_worth_a_lead',
  ])('%s is a reason', async (reason) => {
    expect(outcome(await round([declares(reason)], { desk: desk(ending) }))).toBe(`complete ${reason}`)
  })
})

describe('nothing accepted', () => {
  test('the model gets the answers and goes on within its caps', async () => {
    const played = await round([proposes({ hypothesis: 'H9-zz' }), looks('leads'), proposes({})])
    expect(codes(played)).toEqual(['unknown_hypothesis', 'ok', 'accepted'])
    expect(played.requests[1]?.at(-1)?.text).toBe('No such hypothesis. Take an alias from graph_overview.')
  })

  test('calls used up without a decision: failed with no_decision, never read as complete', async () => {
    const played = await round([looks(), looks(), looks(), looks(), looks(), looks()], { desk: desk(ending) })
    expect(outcome(played)).toBe('failed no_decision')
    expect(played.usage.modelCalls).toBe(6)
  })

  test('words alone never decide, whatever they say', async () => {
    const played = await round([talks('The investigation is complete.'), talks(), talks(), talks()], {
      desk: desk(ending),
    })
    expect(outcome(played)).toBe('failed no_decision')
  })
})
