/** What is no request: each is refused with a 4xx that names what is wrong, and nothing is written. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Lab, type LabCase, openLab, refusal, startLab } from '../support/case-builder.ts'

const signed = { by: 'Ada Bell', why: 'to see' }
const hypothesis = { statement: 'x', topics: ['impact'] }
const source = { kind: 'mail-store', label: 'Mail' }

/** A body sent as it stands, and its refusal. */
async function raw(url: string, path: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}${path}`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })
  const text = await response.text()
  return { status: response.status, headers: response.headers, body: text.startsWith('{') ? JSON.parse(text) : text }
}

const wrong: [what: string, method: string, path: string, body: unknown, names: string][] = [
  ['an unknown field', 'POST', 'sources', { ...source, colour: 'red' }, 'colour'],
  [
    'an unknown field deep inside',
    'POST',
    'sources',
    { ...source, artefacts: [{ key: 'a', name: 'a', topics: ['impact'], role: 'r', shiny: true }] },
    'shiny',
  ],
  ['a field missing', 'POST', 'sources', { kind: 'mail-store' }, 'label'],
  ['a field of another type', 'POST', 'sources', { ...source, label: 7 }, 'label'],
  ['a field that is null', 'POST', 'sources', { ...source, label: null }, 'label'],
  ['an empty text', 'POST', 'sources', { ...source, label: '   ' }, 'label'],
  ['a text that is too long', 'POST', 'sources', { ...source, label: 'x'.repeat(301) }, 'label'],
  ['a hash that is none', 'POST', 'sources', { ...source, sha256: 'abc' }, 'sha256'],
  ['a key with a space', 'POST', 'sources', { ...source, key: 'a b' }, 'key'],
  ['no topic', 'POST', 'hypotheses', { statement: 'x', topics: [] }, 'topics'],
  ['a topic that there is not', 'POST', 'hypotheses', { ...hypothesis, topics: ['gossip'] }, 'topics.0'],
  ['a technique that there is not', 'POST', 'hypotheses', { ...hypothesis, predicts: ['T10'] }, 'predicts.0'],
  ['a prior of one', 'POST', 'hypotheses', { ...hypothesis, prior: 1 }, 'prior'],
  ['a prior of zero', 'POST', 'hypotheses', { ...hypothesis, prior: 0 }, 'prior'],
  ['no reason', 'POST', 'close', { by: 'Ada Bell' }, 'why'],
  ['no name', 'POST', 'close', { why: 'x' }, 'by'],
  ['an act that there is not', 'PATCH', '', { action: 'sing', ...signed }, 'action'],
  [
    'a budget that there is not',
    'PATCH',
    '',
    { action: 'raise_budget', budgets: { patience: 9 }, ...signed },
    'patience',
  ],
  [
    'a budget below what it is',
    'PATCH',
    '',
    { action: 'raise_budget', budgets: { rounds: 29 }, ...signed },
    'budgets.rounds',
  ],
  ['nothing to record', 'POST', 'records', {}, 'nothing to record'],
  [
    'a kind of evidence that there is not',
    'POST',
    'records',
    { evidence: [{ phenomenon: 'P1', hypothesis: 'H1', kind: 'proves', why: 'x' }] },
    'evidence.0.kind',
  ],
  [
    'a weight sent by a worker',
    'POST',
    'records',
    { evidence: [{ phenomenon: 'P1', hypothesis: 'H1', kind: 'supports', why: 'x', weight: 9 }] },
    'weight',
  ],
  [
    'an outcome that there is not',
    'POST',
    'records',
    { invocations: [{ key: 'k', tool: 't', source: 'S1', outcome: 'maybe' }] },
    'invocations.0.outcome',
  ],
  [
    'an entity of a kind that there is not',
    'POST',
    'records',
    { phenomena: [{ source: 'S1', facts: [], entities: [{ kind: 'ghost', value: 'x' }] }] },
    'phenomena.0.entities.0.kind',
  ],
  ['a body where none is taken', 'POST', 'rounds', { hurry: true }, 'hurry'],
  ['a query that is not known', 'GET', 'journal?colour=red', undefined, 'colour'],
  ['a query of another type', 'GET', 'journal?limit=many', undefined, 'limit'],
  ['a page that is too long', 'GET', 'journal?limit=1001', undefined, 'limit'],
  ['a page of nothing', 'GET', 'journal?limit=0', undefined, 'limit'],
  ['a state that there is not', 'GET', 'leads?state=lost', undefined, 'state'],
  ['a moment that is none', 'GET', 'timeline?from=yesterday', undefined, 'from'],
  [
    'a search by two things',
    'GET',
    'phenomena?source=S1&text=x',
    undefined,
    'exactly one of source, hypothesis and text',
  ],
  ['a search for no word', 'GET', 'phenomena?text=***', undefined, 'text'],
  ['an id that is none', 'GET', '/v1/investigations/42', undefined, 'id'],
  ['a lead by its alias outside its case', 'POST', '/v1/leads/L1-aa/heartbeat', { token: 'x' }, 'lead'],
  ['a claim of too many', 'POST', '/v1/leads/claim', { worker: 'w', roles: ['disk'], max: 21 }, 'max'],
  ['a claim of no role', 'POST', '/v1/leads/claim', { worker: 'w', roles: [] }, 'roles'],
  ['a lease of no time', 'POST', '/v1/leads/claim', { worker: 'w', roles: ['disk'], leaseSeconds: 0 }, 'leaseSeconds'],
  ['a case without a title', 'POST', '/v1/investigations', { sources: [] }, 'title'],
  [
    'a weight whose sign is changed',
    'POST',
    '/v1/investigations',
    { title: 'x', weights: { supports: -1 } },
    'weights.supports',
  ],
  [
    'a threshold on the wrong side',
    'POST',
    '/v1/investigations',
    { title: 'x', thresholds: { supported: 0.4 } },
    'thresholds.supported',
  ],
  [
    'a strength the wrong way round',
    'POST',
    '/v1/investigations',
    {
      title: 'x',
      sources: [
        {
          kind: 'x',
          label: 'x',
          artefacts: [{ key: 'a', name: 'a', topics: ['impact'], role: 'r', strength: [0.1, 0.9] }],
        },
      ],
    },
    'sources.0.artefacts.0.strength',
  ],
]

describe('what is of another shape than a call takes', () => {
  let service: Lab
  let lab: LabCase
  let before: unknown

  beforeAll(async () => {
    service = await openLab()
    lab = await service.open()
    before = await lab.standing()
  })
  afterAll(() => service.stop())

  test.each(wrong)('is refused by its name: %s', async (_, method, path, body, names) => {
    const { code, detail } = refusal(await lab.send(method, path, body), 400)
    expect(code).toBe('invalid_request')
    expect(detail).toContain(names)
  })

  test('has written nothing', async () => {
    expect(await lab.standing()).toEqual(before)
  })
})

test.each([
  ['two sources of one key', { sources: [source, { ...source, key: 'S1' }] }, 'duplicate_key', 'S1'],
  [
    'two hypotheses of one key',
    {
      hypotheses: [
        { ...hypothesis, key: 'A' },
        { ...hypothesis, key: 'A' },
      ],
    },
    'duplicate_key',
    'A',
  ],
  [
    'two artefacts of one key',
    {
      sources: [
        {
          kind: 'x',
          label: 'x',
          artefacts: [0, 1].map(() => ({ key: 'a', name: 'a', topics: ['impact'], role: 'r' })),
        },
      ],
    },
    'duplicate_key',
    'a',
  ],
  ['a rival that there is not', { hypotheses: [{ ...hypothesis, rivalOf: 'B' }] }, 'unknown_hypothesis', 'rivalOf'],
  ['a rival of itself', { hypotheses: [{ ...hypothesis, key: 'A', rivalOf: 'A' }] }, 'unknown_hypothesis', 'rivalOf'],
  [
    'a kind of source that there is not',
    { sources: [{ kind: 'crystal-ball', label: 'x' }] },
    'unknown_kind',
    'crystal-ball',
  ],
  [
    'a phenomenon before there are any',
    { hypotheses: [{ ...hypothesis, phenomena: ['P1-aa'] }] },
    'unknown_phenomenon',
    'phenomena',
  ],
])('a case cannot begin with %s', async (_, changes, code, names) => {
  const { call } = await startLab()
  const title = `refused ${crypto.randomUUID()}`
  const problem = refusal(await call('POST', '/v1/investigations', { title, ...changes }), 422)
  expect(problem.code).toBe(code)
  expect(problem.detail).toContain(names)
  expect(JSON.stringify((await call('GET', '/v1/investigations')).body)).not.toContain(title)
})

test('an alias with wrong check letters, an invented one and one of another case are unknown in every path that takes one', async () => {
  const { open, openBeside } = await startLab()
  const lab = await open()
  const other = await openBeside(lab)
  const { sources, hypotheses } = await other.overview()
  const [seen = ''] = await other.see({ on: 'DISK', text: 'a copy' })
  const [lead] = await other.leads({ on: 'DISK', artefact: 'events' })
  const wrongLetters = (alias: string) => `${alias.slice(0, -2)}${alias.endsWith('qq') ? 'zz' : 'qq'}`
  const calls: [status: number, method: string, path: string, body?: unknown][] = [
    [422, 'GET', `hypotheses/${wrongLetters(lab.alias('COPIED'))}`],
    [422, 'GET', `hypotheses/${other.alias('COPIED')}`],
    [422, 'GET', `hypotheses/${hypotheses[0]?.id}`],
    [422, 'GET', `phenomena?hypothesis=${hypotheses[0]?.id}`],
    [422, 'GET', `phenomena?source=${sources[0]?.id}`],
    [422, 'GET', `views/source-coverage?source=${sources[0]?.id}`],
    [422, 'GET', 'hypotheses/H1'],
    [422, 'GET', `phenomena?source=${other.alias('DISK')}`],
    [422, 'GET', `phenomena?hypothesis=${wrongLetters(lab.alias('WIPED'))}`],
    [422, 'POST', `phenomena/${seen}/withdraw`, signed],
    [404, 'GET', `leads/${lead?.alias}`],
    [404, 'GET', `leads/${lead?.id}`],
    [404, 'POST', `leads/${lead?.id}/reject`, signed],
    [404, 'GET', 'rounds/R1-qq'],
    [404, 'GET', 'rounds/1'],
    [404, 'POST', 'late-records/7/adopt', signed],
    [404, 'GET', `/v1/investigations/${seen === '' ? '' : '01a1fc04-183a-7753-bc24-d4fbf0b486ae'}`],
  ]
  const before = await lab.standing()
  for (const [status, method, path, body] of calls) refusal(await lab.send(method, path, body), status)
  expect(await lab.standing()).toEqual(before)
})

test('a case that does not exist is not found, whatever is asked of it', async () => {
  const { call } = await startLab()
  const nowhere = '/v1/investigations/01a1fc04-183a-7753-bc24-d4fbf0b486ae'
  const gets = [
    '',
    '/journal',
    '/verify',
    '/leads',
    '/rounds',
    '/rounds/1',
    '/timeline',
    '/entities',
    '/phenomena?text=x',
    '/views/graph-overview',
  ].concat([
    '/views/source-coverage',
    '/views/marginal-yield',
    '/views/budget-status',
    '/hypotheses/H1-aa',
    '/leads/L1-aa',
  ])
  for (const path of gets) expect(refusal(await call('GET', nowhere + path), 404).code, path).toBe('not_found')
  const posts: [path: string, body: unknown][] = [
    ['/records', { invocations: [{ key: 'k', tool: 't', source: 'S1', outcome: 'empty' }] }],
    ['/rounds', {}],
    ['/close', signed],
    ['/sources', source],
    ['/hypotheses', hypothesis],
    ['/phenomena/P1-aa/withdraw', signed],
  ]
  for (const [path, body] of posts)
    expect(refusal(await call('POST', nowhere + path, body), 404).code, path).toBe('not_found')
})

test.each([
  ['no JSON', '{"by": "Ada'],
  ['nothing but a word', 'close'],
  ['a list', '[]'],
  ['a number', '7'],
  ['null', 'null'],
  ['JSON with a comment', '{} // please'],
])('a body that is %s is refused', async (_, body) => {
  const { open, url } = await startLab()
  const lab = await open()
  const before = await lab.standing()
  expect(refusal(await raw(url, `/v1/investigations/${lab.id}/rounds`, body), 400).code).toBe('invalid_request')
  expect(await lab.standing()).toEqual(before)
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/xml',
  'application/json; charset=latin1',
  '',
])('a body of another type than JSON is refused, not taken for none: %s', async (type) => {
  const { open, url } = await startLab()
  const lab = await open()
  const before = await lab.standing()
  const problem = refusal(
    await raw(url, `/v1/investigations/${lab.id}/rounds`, '{"by":"x"}', { 'content-type': type }),
    400,
  )
  expect(problem.code).toBe('invalid_request')
  expect(await lab.standing()).toEqual(before)
})

test('a call that needs no body may come without one, and without a type', async () => {
  const { open, url } = await startLab()
  const lab = await open()
  const response = await fetch(`${url}/v1/investigations/${lab.id}/rounds`, { method: 'POST' })
  expect(response.status).toBe(201)
})

test('nesting beyond 32 levels is refused, and so is more than a thousand of anything', async () => {
  const { open, url } = await startLab()
  const lab = await open()
  const before = await lab.standing()
  const records = `/v1/investigations/${lab.id}/records`
  expect(refusal(await raw(url, records, `{"evidence":${'['.repeat(40)}${']'.repeat(40)}}`), 400).detail).toContain(
    'nested deeper than 32',
  )
  expect(
    refusal(await raw(url, records, `{"evidence":${'['.repeat(100_000)}${']'.repeat(100_000)}}`), 400).detail,
  ).toContain('nested deeper than 32')
  const many = Array.from({ length: 1001 }, (_, index) => ({
    key: `k${index}`,
    tool: 't',
    source: lab.alias('DISK'),
    outcome: 'empty',
  }))
  expect(refusal(await lab.send('POST', 'records', { invocations: many }), 400).detail).toContain(
    'body.invocations: more than 1000 items',
  )
  const wide = Object.fromEntries(Array.from({ length: 1001 }, (_, index) => [`f${index}`, 1]))
  expect(refusal(await lab.send('POST', 'rounds', wide), 400).detail).toContain('body: more than 1000 items')
  expect(await lab.standing()).toEqual(before)
})

test('a thousand records in one call are taken', { timeout: 120_000 }, async () => {
  const { open } = await startLab()
  const lab = await open()
  const many = Array.from({ length: 1000 }, (_, index) => ({
    key: `k${index}`,
    tool: 't',
    source: lab.alias('DISK'),
    outcome: 'empty',
  }))
  expect((await lab.record({ invocations: many })).invocations).toHaveLength(1000)
  expect(await lab.used('toolCalls')).toBe(1000)
})

test.each(['__proto__', 'constructor', 'prototype', 'hasOwnProperty', 'toString'])(
  '%s is a field like any other: unknown',
  async (name) => {
    const { open, url } = await startLab()
    const lab = await open()
    const records = `/v1/investigations/${lab.id}/records`
    const bodies = [
      `{"${name}":{"polluted":true},"invocations":[]}`,
      `{"invocations":[{"${name}":{"polluted":true},"key":"k","tool":"t","source":"S1","outcome":"empty"}]}`,
    ]
    for (const body of bodies) expect(refusal(await raw(url, records, body), 400).detail).toContain(name)
    expect(refusal(await lab.send('GET', `journal?${name}=1`), 400).detail).toContain(name)
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  },
)

test('names that mean something to JavaScript are good names for keys, roles and searches', async () => {
  const { open } = await startLab()
  const lab = await open({
    roles: ['constructor'],
    hypotheses: [
      { key: 'toString', statement: 'x', topics: ['impact'] },
      { key: 'hasOwnProperty', statement: 'y', topics: ['impact'], rivalOf: 'toString' },
    ],
  })
  await lab.record(
    lab.sights({
      on: 'DISK',
      text: 'x',
      evidence: Object.fromEntries([['toString', 'supports']] as const),
      invocation: { key: 'constructor' },
      phenomenon: { facts: [{ fact: 'x', quote: 'x', invocation: 'constructor' }] },
    }),
  )
  expect(await lab.belief('toString')).toMatchObject({ logOdds: 1 })
  expect((await lab.send('GET', 'phenomena?text=__proto__')).status).toBe(200)
  expect((await lab.verify()).ok).toBe(true)
})

test.each(['AND', 'name:*', '"unclosed', '(', '*', '\\', 'a OR scope:*', '~1 ^2 [a TO z]', '/.*/'])(
  'a search is words, never a query language: %s',
  async (text) => {
    const { open } = await startLab()
    const [lab, other] = [await open(), await open()]
    await other.see({ on: 'DISK', text: 'a secret and scope unclosed name to z' })
    const reply = await lab.send('GET', `phenomena?text=${encodeURIComponent(text)}`)
    expect([200, 400]).toContain(reply.status)
    expect(reply.status === 200 ? reply.body : { phenomena: [] }).toEqual({ phenomena: [] })
  },
)

test('what the API does not know is not found, with where to look', async () => {
  const { call } = await startLab()
  for (const [method, path] of [
    ['GET', '/v1/nothing'],
    ['DELETE', '/v1/investigations'],
    ['PUT', '/v1/investigations/x'],
    ['GET', '/nowhere'],
  ] as const) {
    expect(refusal(await call(method, path), 404)).toMatchObject({
      code: 'not_found',
      detail: expect.stringContaining('/openapi.json'),
    })
  }
})
