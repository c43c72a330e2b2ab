/** Everything that is written is written once: the same key again gives the first answer, another body under it is refused. */
import { expect, test } from 'vitest'
import { type LabCase, labStart, refusal, startLab } from '../support/case-builder.ts'

const signed = { by: 'Ada Bell', why: 'to see' }
const keyed = (key: string) => ({ 'idempotency-key': key })

/** The answer to the letter, as it went over the wire. */
async function wire(url: string, path: string, body: unknown, key: string): Promise<{ status: number; text: string }> {
  const headers = { 'content-type': 'application/json', ...keyed(key) }
  const response = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body), headers })
  return { status: response.status, text: await response.text() }
}

type Made = { lab: LabCase; seen: string }
const writes: [what: string, path: string, body: (made: Made) => object, other: (made: Made) => object][] = [
  [
    'records',
    'records',
    ({ lab }) => lab.sights({ on: 'DISK', text: 'once', evidence: { COPIED: 'supports' } }),
    ({ lab }) => lab.sights({ on: 'DISK', text: 'twice' }),
  ],
  ['a source', 'sources', () => ({ kind: 'mail-store', label: 'Mail' }), () => ({ kind: 'mail-store', label: 'Male' })],
  [
    'a hypothesis',
    'hypotheses',
    () => ({ statement: 'x', topics: ['impact'] }),
    () => ({ statement: 'y', topics: ['impact'] }),
  ],
  ['a withdrawal', 'phenomena/SEEN/withdraw', () => signed, () => ({ ...signed, why: 'another' })],
  ['a lead', 'leads', ({ lab }) => asked(lab, 'events'), ({ lab }) => asked(lab, 'prefetch')],
  ['closing', 'close', () => signed, () => ({ ...signed, why: 'another' })],
]

const asked = (lab: LabCase, artefact: string) => {
  const lead = {
    hypothesis: lab.alias('COPIED'),
    source: lab.alias('DISK'),
    artefact,
    role: 'disk',
    expects: 'supports',
    instruction: 'x',
    why: 'x',
  }
  return { lead, ...signed }
}

test.each(writes)(
  'the same Idempotency-Key and body again gives the first answer byte for byte, another body 422: %s',
  async (_, path, body, other) => {
    const { open, url } = await startLab()
    const lab = await open()
    const [seen = ''] = await lab.see({ on: 'DISK', text: 'a copy', evidence: { COPIED: 'supports' } })
    const made = { lab, seen }
    const to = `/v1/investigations/${lab.id}/${path.replace('SEEN', seen)}`
    const sent = body(made)
    const first = await wire(url, to, sent, 'k1')
    expect([200, 201]).toContain(first.status)
    const before = await lab.standing()
    expect(await wire(url, to, sent, 'k1')).toEqual(first)
    expect(refusal(await lab.send('POST', to, other(made), keyed('k1')), 422).code).toBe('idempotency_mismatch')
    expect(await lab.standing()).toEqual(before)
  },
)

test('an investigation is opened once under its key, by fifty identical calls at once', async () => {
  const { call, url } = await startLab()
  const key = crypto.randomUUID()
  const start = labStart({ title: `once ${key}` })
  const answers = await Promise.all(Array.from({ length: 50 }, () => wire(url, '/v1/investigations', start, key)))
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  expect(answers[0]?.status).toBe(201)
  const { body } = await call('GET', '/v1/investigations?limit=1000')
  expect(JSON.stringify(body).split(`once ${key}`)).toHaveLength(2)
  expect(refusal(await call('POST', '/v1/investigations', { ...start, title: 'another' }, keyed(key)), 422).code).toBe(
    'idempotency_mismatch',
  )
})

test('fifty identical records at once under one key write once', async () => {
  const { open, url } = await startLab()
  const lab = await open()
  const body = lab.sights({ on: 'DISK', artefact: 'events', text: 'a logon', evidence: { COPIED: 'supports' } })
  const path = `/v1/investigations/${lab.id}/records`
  const answers = await Promise.all(Array.from({ length: 50 }, () => wire(url, path, body, 'k')))
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  expect(answers[0]?.status).toBe(201)
  expect(await lab.types()).toEqual(['case_created', 'recorded'])
  expect(await lab.used('toolCalls')).toBe(1)
  expect((await lab.verify()).ok).toBe(true)
})

test('a recordKey does the same in the body, and is the same key whatever else the header says', async () => {
  const { open } = await startLab()
  const lab = await open()
  const body = { recordKey: 'r1', ...lab.sights({ on: 'DISK', text: 'a copy', evidence: { COPIED: 'supports' } }) }
  const first = await lab.send('POST', 'records', body)
  expect((await lab.send('POST', 'records', body)).body).toEqual(first.body)
  expect((await lab.send('POST', 'records', body, keyed('another'))).body).toEqual(first.body)
  const other = { recordKey: 'r1', ...lab.sights({ on: 'DISK', text: 'another' }) }
  expect(refusal(await lab.send('POST', 'records', other), 422).code).toBe('idempotency_mismatch')
  expect(await lab.types()).toEqual(['case_created', 'recorded'])
})

test('without a key the same body is another call', async () => {
  const { open } = await startLab()
  const lab = await open()
  const body = lab.sights({ on: 'DISK', text: 'a copy' })
  const [first, second] = [await lab.record(body), await lab.record(body)]
  expect(second.phenomena).toEqual([{ alias: first.phenomena[0]?.alias, known: true }])
  expect(await lab.used('toolCalls')).toBe(2)
})

test('a refused call uses up no key', async () => {
  const { open } = await startLab()
  const lab = await open()
  const { invocations, phenomena } = lab.sights({ on: 'DISK', text: 'a copy' })
  const wrong = phenomena.map((given) => ({ ...given, artefact: 'nothing' }))
  expect(refusal(await lab.send('POST', 'records', { invocations, phenomena: wrong }, keyed('k')), 422).code).toBe(
    'unknown_artefact',
  )
  expect((await lab.send('POST', 'records', { invocations, phenomena }, keyed('k'))).status).toBe(201)
})

test('keys are told apart by case, by caller and by call', async () => {
  const { open } = await startLab()
  const [lab, other] = [await open(), await open()]
  for (const one of [lab, other]) {
    expect((await one.send('POST', 'sources', { kind: 'mail-store', label: 'Mail' }, keyed('k'))).status).toBe(201)
    for (const by of ['Ada Bell', 'Bo Crane']) {
      expect(
        (await one.send('POST', 'records', { ...one.sights({ on: 'DISK', text: by }), by }, keyed('k'))).status,
      ).toBe(201)
    }
  }
  expect(
    refusal(await lab.send('POST', 'hypotheses', { statement: 'x', topics: ['impact'] }, keyed('k')), 422).code,
  ).toBe('idempotency_mismatch')
})

test.each([
  ['empty', ''],
  ['longer than 200', 'k'.repeat(201)],
])('a key that is %s is refused by the name of its header', async (_, key) => {
  const { open } = await startLab()
  const lab = await open()
  const reply = await lab.send('POST', 'records', lab.sights({ on: 'DISK', text: 'x' }), keyed(key))
  expect(refusal(reply, 400).detail).toContain('Idempotency-Key')
})

test('a key of 200 characters is taken', async () => {
  const { open } = await startLab()
  const lab = await open()
  expect(
    (await lab.send('POST', 'records', lab.sights({ on: 'DISK', text: 'x' }), keyed('k'.repeat(200)))).status,
  ).toBe(201)
})
