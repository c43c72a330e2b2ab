/** The door itself: who may call, how much they may send, what one case shows of another, and what is told on the way. */
import { type IncomingMessage, request } from 'node:http'
import { json } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { type LabCase, refusal, startLab } from '../support/case-builder.ts'
import { startTestService } from '../support/service.ts'

const apiKey = 'a-key-of-more-than-16'
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

test('where a key is set, every call of the API needs it', async () => {
  const { call } = await startTestService({ apiKey })
  const id = '01a1fc04-183a-7753-bc24-d4fbf0b486ae'
  const calls: [method: string, path: string][] = [
    ['GET', '/v1/investigations'],
    ['POST', '/v1/investigations'],
    ['GET', `/v1/investigations/${id}`],
    ['POST', `/v1/investigations/${id}/records`],
    ['GET', `/v1/investigations/${id}/journal`],
    ['POST', '/v1/leads/claim'],
    ['GET', '/v1/nothing'],
  ]
  for (const [method, path] of calls)
    expect(refusal(await call(method, path), 401)).toMatchObject({
      code: 'unauthorized',
      detail: expect.stringContaining('Bearer'),
    })
  expect((await call('GET', '/v1/investigations', undefined, bearer(apiKey))).status).toBe(200)
})

test.each([
  ['another key', bearer('a-key-of-more-than-17')],
  ['the beginning of the key', bearer('a-key-of-more-than-1')],
  ['the key and more', bearer(`${apiKey}6`)],
  ['the key in other letters', bearer(apiKey.toUpperCase())],
  ['another scheme', { authorization: `Basic ${apiKey}` }],
  ['the key alone', { authorization: apiKey }],
  ['an empty key', bearer('')],
])('a key is compared whole: %s is refused', async (_, headers) => {
  const { call } = await startTestService({ apiKey })
  expect(refusal(await call('GET', '/v1/investigations', undefined, headers), 401).code).toBe('unauthorized')
})

test('without the key nothing is read of a body, and nothing is written', async () => {
  const { call, url } = await startTestService({ apiKey })
  const title = `locked out ${crypto.randomUUID()}`
  expect((await call('POST', '/v1/investigations', { title })).status).toBe(401)
  const response = await fetch(`${url}/v1/investigations`, {
    method: 'POST',
    body: '{',
    headers: { 'content-type': 'application/json' },
  })
  expect(response.status).toBe(401)
  expect(JSON.stringify((await call('GET', '/v1/investigations', undefined, bearer(apiKey))).body)).not.toContain(title)
})

test.each([
  [{ host: 'evil.example:8080' }],
  [{ host: '127.0.0.1.evil.example' }],
  [{ host: 'localhost', origin: 'http://evil.example' }],
  [{ host: 'localhost', origin: 'null' }],
])('without a key nobody from elsewhere is answered, under whatever name: %o', async (headers) => {
  const { url } = await startTestService({})
  expect(await got(`${url}/v1/investigations`, headers)).toMatchObject({ status: 403, body: { code: 'foreign_host' } })
})

test.each([
  [{ host: 'localhost:8080' }],
  [{ host: '[::1]:8080' }],
  [{ host: '127.0.0.1', origin: 'http://localhost:3000' }],
])('without a key this machine is answered: %o', async (headers) => {
  const { url } = await startTestService({})
  expect(await got(`${url}/v1/investigations`, headers)).toMatchObject({ status: 200 })
})

test('with a key the name does not matter', async () => {
  const { url } = await startTestService({ apiKey })
  const headers = { ...bearer(apiKey), host: 'strategist.example' }
  expect(await got(`${url}/v1/investigations`, headers)).toMatchObject({ status: 200 })
})

test.each(['/v1/investigations/%ff', '/v1/investigations/%E0%A4%A', '/v1/investigations/%zz/journal'])(
  'a path that cannot be read is a request that cannot: %s',
  async (path) => {
    const { url } = await startTestService({})
    expect(await got(`${url}${path}`, {})).toMatchObject({ status: 400, body: { code: 'invalid_request' } })
  },
)

test.each([
  ['bytes that are no text', Buffer.from('{"title":"\xff\xfe"}', 'latin1'), {}],
  ['what is not compressed as it says', Buffer.from('{}'), { 'content-encoding': 'gzip' }],
])('a body of %s is refused', async (_, body, headers) => {
  const { url } = await startTestService({})
  const response = await fetch(`${url}/v1/investigations`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', ...headers },
  })
  expect([response.status, await response.json()]).toMatchObject([400, { code: 'invalid_request' }])
})

/** With node's own client: fetch lets nobody choose a Host. */
async function got(
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number | undefined; body: unknown }> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, { headers }, resolve).once('error', reject).end()
  })
  return { status: answer.statusCode, body: await json(answer) }
}

test('health is open to everybody, and so is the description of the API', async () => {
  const { call } = await startTestService({ apiKey })
  expect(await call('GET', '/health/live')).toMatchObject({ status: 200, body: { status: 'live' } })
  expect(await call('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } })
  expect((await call('GET', '/openapi.json')).status).toBe(200)
})

test('a service that is ending is not ready, and still lives', async () => {
  const { call, service } = await startTestService()
  await service.running.drain(1)
  expect(await call('GET', '/health/ready')).toMatchObject({ status: 503, body: { status: 'not ready' } })
  expect((await call('GET', '/health/live')).status).toBe(200)
})

/** JSON with a harmless field that makes it as long as wanted. */
const padded = (body: object, bytes: number) => {
  const bare = JSON.stringify({ ...body, pad: '' })
  return { ...body, pad: 'x'.repeat(bytes - bare.length) }
}

test('a body may have 256 kB, that of records 8 MB, and not a byte more', async () => {
  const { open } = await startLab()
  const lab = await open()
  const before = await lab.standing()
  const limits: [path: string, bytes: number][] = [
    ['sources', 262_144],
    ['records', 8_388_608],
    ['/v1/leads/01a1fc04-183a-7753-bc24-d4fbf0b486ae/records', 8_388_608],
  ]
  for (const [path, bytes] of limits) {
    expect(refusal(await lab.send('POST', path, padded({}, bytes)), 400).detail, path).toContain('pad')
    expect(refusal(await lab.send('POST', path, padded({}, bytes + 1)), 413).code, path).toBe('too_large')
  }
  expect(await lab.standing()).toEqual(before)
})

test('a hundred outputs of 64 kB are recorded in one call', { timeout: 120_000 }, async () => {
  const { open } = await startLab()
  const lab = await open()
  const invocations = Array.from({ length: 100 }, (_, index) => ({
    key: `k${index}`,
    tool: 't',
    source: lab.alias('DISK'),
    outcome: 'found',
    output: 'x'.repeat(65_536),
  }))
  expect((await lab.record({ invocations })).invocations).toHaveLength(100)
  expect((await lab.verify()).ok).toBe(true)
})

test('answers carry the headers of a careful server, and nothing of what it is made of', async () => {
  const { call } = await startTestService()
  for (const path of ['/v1/investigations', '/v1/nothing', '/health/live', '/openapi.json']) {
    const { headers } = await call('GET', path)
    expect(headers.get('x-powered-by'), path).toBeNull()
    expect(headers.get('x-content-type-options'), path).toBe('nosniff')
    expect(headers.get('content-security-policy'), path).toContain("default-src 'self'")
  }
})

/** A case whose every text is told apart by one word. */
async function marked(lab: LabCase, word: string): Promise<void> {
  const [seen = ''] = await lab.see({
    on: 'DISK',
    artefact: 'files',
    text: `${word} was opened`,
    evidence: { COPIED: 'supports' },
    phenomenon: {
      interpretation: word,
      occurredAt: '2026-03-26T17:00:00Z',
      entities: [{ kind: 'account', value: word }],
    },
  })
  await lab.send('POST', 'hypotheses', { key: word, statement: word, topics: ['impact'], phenomena: [seen] })
  await lab.send('POST', 'sources', { key: `s-${word}`, kind: 'mail-store', label: word })
  const claim = await lab.held({ on: 'DISK', artefact: 'events', instruction: word, why: word })
  await lab.recordUnder(claim, { on: 'DISK', artefact: 'events', text: `${word} logged on` })
  await lab.end(claim, 'complete', { summary: word })
  await lab.leads({ on: 'DISK', artefact: 'prefetch', instruction: word })
}

test('one case never shows in the answers of another', async () => {
  const { open, service } = await startLab()
  const [lab, other] = [await open({ title: 'ours' }), await open({ title: 'theirs', description: 'zanzibar' })]
  await marked(lab, 'ourword')
  await marked(other, 'zanzibar')
  await service.database.define('CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()')
  const paths = [
    '',
    'views/graph-overview',
    'views/source-coverage',
    'views/marginal-yield',
    'views/budget-status',
    'leads',
    'rounds',
    'rounds/1',
    'rounds/2',
    'rounds/1/replay',
  ]
    .concat([
      'timeline',
      'entities',
      'journal?limit=1000',
      'verify',
      'phenomena?text=zanzibar',
      'phenomena?text=was',
      `phenomena?source=${lab.alias('DISK')}`,
    ])
    .concat([`phenomena?hypothesis=${lab.alias('COPIED')}`, `hypotheses/${lab.alias('COPIED')}`])
  for (const path of paths) {
    const { status, body } = await lab.send('GET', path)
    expect(status, path).toBe(200)
    const told = JSON.stringify(body)
    expect(told, path).not.toContain('zanzibar')
    expect(told, path).not.toContain(other.id)
    const text = await lab.send('GET', path, undefined, { accept: 'text/plain' })
    expect(JSON.stringify(text.body), path).not.toContain('zanzibar')
  }
  expect((await lab.send('GET', 'phenomena?text=ourword')).body).toMatchObject({ phenomena: [{}, {}] })
  expect((await other.send('GET', 'phenomena?text=zanzibar')).body).toMatchObject({ phenomena: [{}, {}] })
})

test('cases are listed newest first, in pages', async () => {
  const { open, call } = await startLab()
  const made = [await open(), await open(), await open()].map(({ id }) => id)
  const seen: string[] = []
  let next = '/v1/investigations?limit=2'
  for (let pages = 0; pages < 4 && seen.filter((id) => made.includes(id)).length < 3; pages++) {
    const { body } = await call('GET', next)
    const { investigations, next: cursor } = Object(body)
    for (const { id } of investigations) seen.push(String(id))
    next = `/v1/investigations?limit=2&cursor=${encodeURIComponent(String(cursor))}`
  }
  expect(new Set(seen).size).toBe(seen.length)
  expect(seen.filter((id) => made.includes(id))).toEqual(made.toReversed())
  expect(refusal(await call('GET', '/v1/investigations?cursor=somewhere'), 400).detail).toContain('cursor')
})
