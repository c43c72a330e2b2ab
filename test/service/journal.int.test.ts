/** The journal: a hash chain of everything that was written to a case, read in pages, enough to tell the case again. */
import { createHash } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { Entry } from '../../src/domain/journal/chain.ts'
import { one, startLab } from '../support/case-builder.ts'
import { done, labels, theCase } from './tampering.ts'

afterAll(done)

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** RFC 8785, written down a second time: keys in the order of their UTF-16 units, numbers and texts as JSON has them. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join(',')}}`
}

test('each entry holds the hash of the one before it, the first one 64 zeros, and its own by RFC 8785 and SHA-256', async () => {
  const { open } = await startLab()
  const lab = await open({ title: 'Ünï © "quoted" \\ \u2028 \u0007 🕵️', weights: { supports: 1.25 } })
  await lab.see({ on: 'DISK', text: 'näïve \ud83d\ude00', evidence: { COPIED: 'supports' } })
  await lab.leads({ on: 'DISK', artefact: 'events' })
  const entries = await lab.journal()
  let prevHash = '0'.repeat(64)
  for (const [index, entry] of entries.entries()) {
    const { seq, type, at, actor, body } = entry
    expect(entry).toEqual({
      seq: index + 1,
      type,
      at,
      actor,
      body,
      prevHash,
      hash: sha256(canonical({ seq, type, at, actor, body, prevHash })),
    })
    expect(canonical(JSON.parse(body))).toBe(body)
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    prevHash = entry.hash
  }
  expect(entries.map(({ type }) => type)).toEqual(['case_created', 'recorded', 'round_opened', 'round_proposed'])
  const { body } = await lab.send('GET', '')
  expect(body).toMatchObject({ revision: 4, headHash: prevHash })
})

test("entry 1 holds the case's id, what was asked for, and the limits in force", async () => {
  const { open } = await startLab({ limits: { unclaimedSeconds: 1800, lostLeases: 2 } })
  const lab = await open()
  const [first] = await lab.entries()
  expect(first).toMatchObject({
    type: 'case_created',
    actor: 'admin',
    body: {
      id: lab.id,
      limits: { unclaimedSeconds: 1800, lostLeases: 2 },
      roles: ['disk', 'media'],
      start: { title: 'The drawings of the lens', errorCost: 40 },
    },
  })
})

test('every write is one entry, and the number of the newest one is the revision', async () => {
  const { open } = await startLab()
  const lab = await open()
  const revision = async () => (await lab.overview()).header.revision
  const signed = { by: 'Ada Bell', why: 'to see' }
  const [seen = ''] = await lab.see({ on: 'STICK', text: 'first' })
  const writes: [type: string, write: () => Promise<unknown>][] = [
    ['recorded', () => lab.see({ on: 'DISK', text: 'a copy', evidence: { COPIED: 'supports' } })],
    ['source_added', () => lab.send('POST', 'sources', { kind: 'mail-store', label: 'Mail' })],
    ['hypothesis_added', () => lab.send('POST', 'hypotheses', { statement: 'x', topics: ['impact'] })],
    ['withdrawn', () => lab.withdraw(seen)],
    ['budget_raised', () => lab.send('PATCH', '', { action: 'raise_budget', budgets: { rounds: 31 }, ...signed })],
    ['case_paused', () => lab.send('PATCH', '', { action: 'pause', ...signed })],
    ['case_resumed', () => lab.send('PATCH', '', { action: 'resume', ...signed })],
    ['case_closed', () => lab.send('POST', 'close', signed)],
    ['case_reopened', () => lab.send('POST', 'reopen', signed)],
  ]
  for (const [type, write] of writes) {
    const before = await revision()
    await write()
    expect(await revision(), type).toBe(before + 1)
    expect((await lab.types()).at(-1)).toBe(type)
  }
  expect((await lab.entries()).slice(-5).map(({ actor }) => actor)).toEqual(
    Array.from({ length: 5 }, () => 'person:Ada Bell'),
  )
  expect((await lab.verify()).ok).toBe(true)
})

test('one write may append several entries, in one transaction with what they say: closing a case cancels its leads', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.leads({ on: 'DISK', artefact: 'events' }, { on: 'DISK', artefact: 'files' })
  await lab.send('POST', 'close', { by: 'Ada Bell', why: 'enough' })
  const last = (await lab.journal()).slice(-3)
  expect(last.map(({ type }) => type)).toEqual(['lead_cancelled', 'lead_cancelled', 'case_closed'])
  expect(new Set(last.map(({ at }) => at)).size).toBe(1)
})

test('the time of whatever an entry changes is the time of the entry', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [seen = ''] = await lab.see({ on: 'DISK', text: 'a copy' })
  const claim = await lab.held({ on: 'DISK', artefact: 'events' })
  await lab.end(claim, 'fail')
  await lab.withdraw(seen)
  const at = async (type: string) => one((await lab.journal()).filter((entry) => entry.type === type)).at
  const { body } = await lab.send('GET', `phenomena?source=${lab.alias('DISK')}`)
  expect(body).toMatchObject({ phenomena: [{ recordedAt: await at('recorded'), withdrawnAt: await at('withdrawn') }] })
  expect(await lab.lead(claim.alias)).toMatchObject({
    madeAt: await at('round_proposed'),
    endedAt: await at('lead_failed'),
  })
})

test('it is read in pages behind a number, and as JSON lines where text is asked for', async () => {
  const { open } = await startLab()
  const lab = await open()
  for (const text of ['one', 'two', 'three']) await lab.see({ on: 'DISK', text })
  const all = await lab.journal()
  const page = async (query: string) => (await lab.send('GET', `journal?${query}`)).body
  expect(await page('limit=2')).toEqual({ entries: all.slice(0, 2) })
  expect(await page('after=2&limit=1')).toEqual({ entries: [all[2]] })
  expect(await page('after=4')).toEqual({ entries: [] })
  const lines = await lab.send('GET', 'journal?after=1', undefined, { accept: 'text/plain' })
  expect(lines.headers.get('content-type')).toContain('text/plain')
  expect(
    String(lines.body)
      .trimEnd()
      .split('\n')
      .map((line) => Entry.parse(JSON.parse(line))),
  ).toEqual(all.slice(1))
})

test('a call that is refused leaves no entry', async () => {
  const { open } = await startLab()
  const lab = await open()
  const before = await lab.journal()
  const refused = [
    await lab.send('POST', 'records', {}),
    await lab.withdraw('P1-aa'),
    await lab.send('POST', 'reopen', { by: 'Ada Bell', why: 'x' }),
    await lab.send('PATCH', '', { action: 'resume', by: 'Ada Bell', why: 'x' }),
    await lab.send('POST', 'sources', { key: 'DISK', kind: 'mail-store', label: 'x' }),
    await lab.send('POST', 'hypotheses', { statement: 'x', topics: ['impact'], rivalOf: 'NOBODY' }),
    await lab.send('PATCH', '', { action: 'raise_budget', budgets: { rounds: 1 }, by: 'Ada Bell', why: 'x' }),
  ]
  expect(refused.map(({ status }) => status)).toEqual([400, 422, 409, 409, 422, 422, 400])
  expect(await lab.journal()).toEqual(before)
})

test('verification while somebody writes is of one moment, or says that there was none', async () => {
  const { open } = await startLab()
  const lab = await open()
  const writing = Array.from({ length: 60 }, (_, index) =>
    lab.see({ on: 'DISK', text: `copy ${index}`, evidence: { COPIED: 'supports' } }),
  )
  const answers = await Promise.all(Array.from({ length: 12 }, () => lab.send('GET', 'verify')))
  await Promise.all(writing)
  for (const { status, body } of answers)
    expect(body).toMatchObject(status === 200 ? { ok: true, graph: [], chain: [] } : { code: 'being_written' })
  expect((await lab.verify()).ok).toBe(true)
})

test('verification says what it compared and how the chain ends', async () => {
  const { call, hand, id, verify } = await theCase()
  const found = await verify()
  const { body } = await call('GET', `/v1/investigations/${id}`)
  expect(found).toMatchObject({ ok: true, chain: [], replay: [], graph: [] })
  expect(body).toMatchObject({ revision: found.revision, headHash: found.headHash })
  expect(found.entries).toBe(found.revision)
  const [row] = await hand.run(
    `MATCH (n:${labels.filter((label) => label !== 'Entry').join('|')}) WHERE n.id = $id OR n.key STARTS WITH $id RETURN toFloat(count(n)) AS nodes`,
  )
  expect(found.nodes).toBe(row?.get('nodes'))
})
