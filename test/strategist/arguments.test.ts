/** Malformed, unknown and hostile calls: each is answered with what is wrong and what to do, and none is run. */
import { AIMessage, ToolMessage } from '@langchain/core/messages'
import { expect, test } from 'vitest'
import { codes, desk, lead, mumbles, outcome, proposes, round, says, told } from './round.ts'

test.each([
  ['an array', [lead()]],
  ['null', null],
  ['a string', 'propose it'],
  ['a number', 7],
])('arguments that are %s are answered, and the model goes on', async (_, args) => {
  const played = await round([says({ name: 'propose_lead', args }), proposes({})])
  expect(codes(played)).toEqual(['invalid_arguments', 'accepted'])
  expect(told(played)).toMatch(/^The arguments of propose_lead are not a JSON object; .* Send the call again/)
})

test('arguments that are not JSON are answered, and the model goes on', async () => {
  const played = await round([mumbles('propose_lead', '{"hypothesis": "H1-ab"'), proposes({})])
  expect(codes(played)).toEqual(['invalid_arguments', 'accepted'])
  expect(told(played)).toContain('they begin with "{\\"hypothesis\\": \\"H1-ab\\""')
})

test('an unknown tool is answered with the names of those that there are', async () => {
  const played = await round([says({ name: 'run_cypher', args: { q: 'MATCH (n) DETACH DELETE n' } }), proposes({})])
  expect(codes(played)).toEqual(['unknown_tool', 'accepted'])
  expect(told(played)).toBe(
    'There is no tool "run_cypher". Call one of these: graph_overview, source_coverage, marginal_yield, budget_status, ' +
      'hypothesis, phenomena, timeline, entities, leads, propose_lead, declare_investigation_complete.',
  )
})

test.each(['__proto__', 'constructor', 'toString', '', 'propose_lead '])(
  'a tool named %j is an unknown tool',
  async (name) => {
    expect(codes(await round([says({ name }), proposes({})]))).toEqual(['unknown_tool', 'accepted'])
  },
)

test.each([
  ['a field of its own', lead({ confidence: 0.99 }), 'Unrecognized key: "confidence"'],
  ['no instruction', lead({ instruction: undefined }), 'at instruction'],
  ['an empty instruction', lead({ instruction: '   ' }), 'at instruction'],
  ['an over-long instruction', lead({ instruction: 'x'.repeat(501) }), 'at instruction'],
  ['an unknown kind of evidence', lead({ expects: 'proves' }), 'at expects'],
  ['four phenomena', lead({ buildsOn: ['P1', 'P2', 'P3', 'P4'] }), 'at buildsOn'],
  [
    'a window without a zone',
    lead({ window: { from: '2015-03-25', to: '2015-03-26' } }),
    'a date and time with its zone',
  ],
  [
    'a window that ends first',
    lead({ window: { from: '2015-03-26T00:00:00Z', to: '2015-03-25T00:00:00Z' } }),
    'ends after',
  ],
])('a proposal with %s is refused before the desk sees it', async (_, args, words) => {
  const there = desk()
  const played = await round([says({ name: 'propose_lead', args }), proposes({})], { desk: there, prefetch: false })
  expect(codes(played)).toEqual(['invalid_arguments', 'accepted'])
  expect(told(played)).toContain(words)
  expect(told(played)).toMatch(/send the call again\.$/)
  expect(there.asked).toHaveLength(1)
})

test('__proto__ as an argument is refused like any other unknown field, and pollutes nothing', async () => {
  const args: unknown = JSON.parse(JSON.stringify(lead()).replace('{', '{"__proto__":{"polluted":true},'))
  const played = await round([says({ name: 'propose_lead', args }), proposes({})])
  expect(codes(played)).toEqual(['invalid_arguments', 'accepted'])
  expect(told(played)).toContain('Unrecognized key: "__proto__"')
  expect('polluted' in {}).toBe(false)
})

test('a window is kept in UTC', async () => {
  const window = { from: '2015-03-25T10:00:00-05:00', to: '2015-03-25T16:00:00Z' }
  const played = await round([proposes({ window })])
  expect(played.outcome).toMatchObject({
    leads: [{ window: { from: '2015-03-25T15:00:00.000Z', to: '2015-03-25T16:00:00.000Z' } }],
  })
})

test('a message goes back with every call in it, malformed ones included, and every id answered', async () => {
  const message = new AIMessage({
    content: '',
    tool_calls: [{ type: 'tool_call', name: 'leads', args: {}, id: 'a' }],
    invalid_tool_calls: [{ type: 'invalid_tool_call', name: 'propose_lead', args: '{', id: 'b', error: 'no JSON' }],
  })
  const { requests } = await round([message, proposes({})])
  const [back, ...answers] = requests[1]?.slice(-3) ?? []
  expect(AIMessage.isInstance(back) && back.tool_calls).toMatchObject([
    { id: 'a', name: 'leads', args: {} },
    { id: 'b', name: 'propose_lead', args: { unreadable: '{' } },
  ])
  expect(answers.map((answer) => ToolMessage.isInstance(answer) && answer.tool_call_id)).toEqual(['a', 'b'])
})

test('calls without an id, with an id used before, or with one that no provider takes back are given new ones', async () => {
  const odd = 'an id with spaces'
  const played = await round([
    says(
      { name: 'leads', id: 'same' },
      { name: 'leads', id: 'same' },
      { name: 'leads', id: '' },
      { name: 'leads', id: odd },
    ),
    says({ name: 'leads', id: 'same' }),
    proposes({}),
  ])
  const ids = played.turns.flatMap(({ answers }) => answers.map(({ id }) => id))
  expect(new Set(ids).size).toBe(6)
  expect(ids[0]).toBe('same')
  expect(ids.slice(1, 5).every((id) => /^[a-z0-9]{9}$/.test(id))).toBe(true)
})

test('half a surrogate pair, which no journal could hash, is replaced', async () => {
  const played = await round([proposes({ why: 'because \ud800 so' })])
  expect(played.outcome).toMatchObject({ leads: [{ why: 'because \ufffd so' }] })
})

test('arguments nested a hundred thousand deep are answered like any that cannot be read', async () => {
  const args: unknown = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000))
  const played = await round([says({ name: 'propose_lead', args: { why: args } }), proposes({})])
  expect(codes(played)).toEqual(['invalid_arguments', 'accepted'])
  expect(outcome(played)).toBe('propose 1')
})
