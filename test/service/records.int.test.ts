/** What else a record does: known phenomena, entities, looks that count, and the case as a whole. */
import { expect, test } from 'vitest'
import { one, refusal, startLab } from '../support/case-builder.ts'

test('a phenomenon with the source, artefact and quotes of a live one is that one, and gains the new evidence', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [first = ''] = await lab.see({
    on: 'DISK',
    artefact: 'files',
    text: 'a copy',
    evidence: { COPIED: 'supports' },
  })
  const again = await lab.record(
    lab.sights({ on: 'DISK', artefact: 'files', text: 'a  copy', evidence: { COPIED: 'supports', WIPED: 'weakens' } }),
  )
  expect(again.phenomena).toEqual([{ alias: first, known: true }])
  expect(again.evidence).toEqual({ recorded: 1, unchanged: 1 })
  expect((await lab.overview()).sources[0]).toMatchObject({ key: 'DISK', phenomena: 1 })
  expect((await lab.verify()).ok).toBe(true)
})

test('another source, another artefact or other quotes make another phenomenon', async () => {
  const { open } = await startLab()
  const lab = await open()
  const aliases = await lab.see(
    { on: 'DISK', artefact: 'files', text: 'a copy' },
    { on: 'DISK', artefact: 'journal', text: 'a copy' },
    { on: 'DISK', text: 'a copy' },
    { on: 'STICK', artefact: 'files', text: 'a copy' },
    { on: 'DISK', artefact: 'files', text: 'A copy' },
    { on: 'DISK', artefact: 'files', text: 'a copy' },
  )
  expect(new Set(aliases).size).toBe(5)
  expect(aliases[5]).toBe(aliases[0])
  expect((await lab.overview()).loose.count).toBe(5)
})

test('the numbers of phenomena have no gaps where a call names one twice', async () => {
  const { open } = await startLab()
  const lab = await open()
  const numbers = async (...texts: string[]) =>
    (await lab.see(...texts.map((text) => ({ on: 'DISK', text })))).map((alias) => alias.split('-')[0])
  expect(await numbers('one', 'one', 'two')).toEqual(['P1', 'P1', 'P2'])
  expect(await numbers('three')).toEqual(['P3'])
})

test('a withdrawn phenomenon may be recorded anew: it is a new one, and counts', async () => {
  const { open } = await startLab()
  const lab = await open()
  const sight = { on: 'DISK', artefact: 'files', text: 'a copy', evidence: { COPIED: 'supports' } } as const
  const [first = ''] = await lab.see(sight)
  await lab.withdraw(first)
  const again = await lab.record(lab.sights(sight))
  expect(again.phenomena).toMatchObject([{ known: false }])
  expect(again.phenomena[0]?.alias).not.toBe(first)
  expect((await lab.belief('COPIED')).logOdds).toBe(1)
  expect((await lab.verify()).ok).toBe(true)
})

test('live phenomena that bear on no hypothesis are counted, the latest three shown, and leave when they are judged or withdrawn', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [one_ = '', two = '', three = '', four = ''] = await lab.see(
    { on: 'DISK', text: 'one' },
    { on: 'DISK', text: 'two' },
    { on: 'STICK', text: 'three' },
    { on: 'DISK', text: 'four' },
    { on: 'DISK', text: 'five', evidence: { WIPED: 'supports' } },
  )
  const loose = async () => {
    const { count, latest } = (await lab.overview()).loose
    return { count, latest: latest.map(({ alias }) => alias) }
  }
  expect(await loose()).toEqual({ count: 4, latest: [four, three, two] })
  await lab.judge(two, 'COPIED', 'supports')
  expect(await loose()).toEqual({ count: 3, latest: [four, three, one_] })
  await lab.withdraw(four)
  expect(await loose()).toEqual({ count: 2, latest: [three, one_] })
  await lab.withdraw(two, 'COPIED')
  expect(await loose()).toEqual({ count: 3, latest: [three, two, one_] })
  await lab.withdraw(two)
  expect(await loose()).toEqual({ count: 2, latest: [three, one_] })
  expect((await lab.verify()).ok).toBe(true)
})

test('an entity is one in its case by kind and normalised value, whoever mentions it', async () => {
  const { open } = await startLab()
  const lab = await open()
  const other = await open()
  const mention = (text: string, ...entities: [kind: string, value: string][]) => ({
    on: 'DISK',
    text,
    phenomenon: { entities: entities.map(([kind, value]) => ({ kind, value })) },
  })
  await lab.see(
    mention('one', ['account', 'MVoss'], ['account', ' mvoss '], ['person', 'mvoss']),
    mention('two', ['account', 'ｍｖｏｓｓ'], ['file', 'LX40  plan.dwg']),
  )
  await other.see(mention('one', ['account', 'mvoss']))
  const { body } = await lab.send('GET', 'entities')
  const shown = {
    entities: [
      { kind: 'account', value: 'MVoss', mentions: 2 },
      { kind: 'file', mentions: 1 },
      { kind: 'person', mentions: 1 },
    ],
  }
  expect(body).toMatchObject(shown)
  expect((await lab.verify()).ok).toBe(true)
})

test('an entity whose normal form is longer than a value may be is refused by its field', async () => {
  const { open } = await startLab()
  const lab = await open()
  const body = lab.sights({
    on: 'DISK',
    text: 'x',
    phenomenon: { entities: [{ kind: 'file', value: '\ufdfa'.repeat(1000) }] },
  })
  const { errors } = refusal(await lab.send('POST', 'records', body), 400)
  expect(errors).toMatchObject([{ path: 'phenomena.0.entities.0.value' }])
})

test('what is dated appears in the timeline in order of time, in UTC, until it is withdrawn', async () => {
  const { open } = await startLab()
  const lab = await open()
  const dated = (text: string, occurredAt: string) => ({ on: 'DISK', text, phenomenon: { occurredAt } })
  const [late = '', early = ''] = await lab.see(
    dated('late', '2026-03-26T19:00:00+01:00'),
    dated('early', '2026-03-26T17:30:00Z'),
    { on: 'DISK', text: 'undated' },
  )
  const times = {
    timeline: [
      { alias: early, occurredAt: '2026-03-26T17:30:00.000Z' },
      { alias: late, occurredAt: '2026-03-26T18:00:00.000Z' },
    ],
  }
  expect((await lab.send('GET', 'timeline')).body).toMatchObject(times)
  await lab.withdraw(early)
  expect((await lab.send('GET', 'timeline')).body).toMatchObject({ timeline: [{ alias: late }] })
})

test.each([
  '9999-12-31T23:59:59-12:00',
  '0000-01-01T00:00:00+12:00',
  '2026-02-30T00:00:00Z',
  '2026-03-26T17:00:00',
  'yesterday',
])('a time that is no moment between the years 0 and 9999 in UTC is refused: %s', async (occurredAt) => {
  const { open } = await startLab()
  const lab = await open()
  const reply = await lab.send('POST', 'records', lab.sights({ on: 'DISK', text: 'x', phenomenon: { occurredAt } }))
  expect(refusal(reply, 400).errors).toMatchObject([{ path: 'phenomena.0.occurredAt' }])
  expect((await lab.verify()).ok).toBe(true)
})

test('text that is no Unicode is refused by its place, since it could not be stored as it was hashed', async () => {
  const { open } = await startLab()
  const lab = await open()
  const reply = await lab.send('POST', 'records', lab.sights({ on: 'DISK', text: 'half \ud83d a face' }))
  expect(refusal(reply, 400).detail).toContain('body.invocations.0.output')
  expect((await lab.verify()).ok).toBe(true)
})

test('strange text is stored as it came: control characters, right-to-left marks, Cypher and JSON', async () => {
  const { open } = await startLab()
  const lab = await open()
  const texts = [
    '\u0000\u0007 bell',
    '\u202egnp.exe',
    "') DETACH DELETE n //",
    '{"a": "`$x`"}',
    '𝔪𝔳𝔬𝔰𝔰 🕵️',
    '__proto__ constructor',
  ]
  const aliases = await lab.see(...texts.map((text) => ({ on: 'DISK', text, phenomenon: { interpretation: text } })))
  expect(aliases).toHaveLength(6)
  const { body } = await lab.send('GET', `phenomena?source=${lab.alias('DISK')}`)
  expect(body).toMatchObject({
    phenomena: texts.toReversed().map((text) => ({ interpretation: text, facts: [{ quote: text }] })),
  })
  expect((await lab.verify()).ok).toBe(true)
})

test('evidence is signed by who judged it, with why', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.record({ ...lab.sights({ on: 'DISK', text: 'a copy', evidence: { COPIED: 'supports' } }), by: 'Ada Bell' })
  const { body } = await lab.send('GET', `hypotheses/${lab.alias('COPIED')}`)
  expect(body).toMatchObject({ waterfall: [{ pieces: [{ why: 'a copy says so', judgedBy: 'person:Ada Bell' }] }] })
})

test('a hypothesis may come later and name what suggested it', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [seen = ''] = await lab.see({ on: 'DISK', text: 'a second stick' })
  const added = await lab.send('POST', 'hypotheses', {
    key: 'SOLD',
    statement: 'They were sold.',
    topics: ['exfiltration'],
    phenomena: [seen],
    rivalOf: 'WIPED',
  })
  expect(added).toMatchObject({ status: 201, body: { key: 'SOLD', alias: expect.stringMatching(/^H4-/) } })
  expect(await lab.belief('SOLD')).toMatchObject({ status: 'active', logOdds: 0, rival: lab.alias('WIPED') })
  expect(
    refusal(await lab.send('POST', 'hypotheses', { statement: 'x', topics: ['impact'], phenomena: ['P9-aa'] }), 422)
      .code,
  ).toBe('unknown_phenomenon')
  expect((await lab.verify()).ok).toBe(true)
})

test('in an ended case nothing more is recorded or added, but what is wrong can be withdrawn, and its beliefs follow', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [seen = ''] = await lab.see({ on: 'DISK', text: 'a copy', evidence: { COPIED: 'supports' } })
  const signed = { by: 'Ada Bell', why: 'settled out of court' }
  expect(await lab.send('POST', 'close', signed)).toMatchObject({
    status: 200,
    body: { status: 'ended', endedAs: 'closed_by_person' },
  })
  const before = await lab.standing()
  const calls: [method: string, path: string, body: unknown][] = [
    ['POST', 'records', lab.sights({ on: 'DISK', text: 'more' })],
    ['POST', 'sources', { kind: 'mail-store', label: 'Mail' }],
    ['POST', 'hypotheses', { statement: 'x', topics: ['impact'] }],
    ['POST', 'rounds', {}],
    ['POST', 'close', signed],
    ['PATCH', '', { action: 'pause', ...signed }],
    ['PATCH', '', { action: 'resume', ...signed }],
    ['PATCH', '', { action: 'raise_budget', budgets: { rounds: 99 }, ...signed }],
    [
      'POST',
      'leads',
      {
        lead: {
          hypothesis: lab.alias('COPIED'),
          source: lab.alias('DISK'),
          role: 'disk',
          expects: 'supports',
          instruction: 'x',
          why: 'x',
        },
        ...signed,
      },
    ],
  ]
  for (const [method, path, body] of calls)
    expect(refusal(await lab.send(method, path, body), 410), `${method} ${path}`).toMatchObject({ code: 'ended' })
  expect(await lab.standing()).toEqual(before)

  expect((await lab.withdraw(seen)).status).toBe(200)
  expect((await lab.belief('COPIED')).logOdds).toBe(0)
  expect((await lab.send('POST', 'reopen', signed)).status).toBe(200)
  await lab.see({ on: 'DISK', text: 'more' })
  expect((await lab.verify()).ok).toBe(true)
})

test('what is recorded outside a lead belongs to the intake before the first decision, and to the newest decided round after it', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.see({ on: 'DISK', text: 'before', evidence: { COPIED: 'supports' } })
  await lab.leads({ on: 'DISK', artefact: 'events' })
  await lab.see({ on: 'DISK', text: 'after' }, { on: 'DISK', text: 'after that', evidence: { WIPED: 'supports' } })
  const { body } = await lab.send('GET', 'rounds')
  expect(body).toMatchObject({
    rounds: [
      { number: 1, newPhenomena: 2, newEvidence: 1, evidenceOnActive: 1 },
      { number: 0, newPhenomena: 1, newEvidence: 1, evidenceOnActive: 0 },
    ],
  })
})

test('a withdrawal leaves the counters of evidence, and the newest decided round counts it with its flips and its change', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [seen = ''] = await lab.see(
    { on: 'DISK', artefact: 'files', text: 'one', evidence: { COPIED: 'supports' } },
    { on: 'STICK', artefact: 'files', text: 'two', evidence: { COPIED: 'direct_evidence' } },
  )
  await lab.leads({ on: 'DISK', artefact: 'events', about: 'WIPED' })
  await lab.withdraw(seen)
  const { body } = await lab.send('GET', 'views/marginal-yield')
  expect(body).toMatchObject({ rounds: [{ round: 1, newEvidence: 0, withdrawals: 1, flips: 1, absoluteChange: 1 }] })
  const { body: all } = await lab.send('GET', 'rounds')
  expect(all).toMatchObject({
    rounds: [{}, { number: 0, newEvidence: 2, flips: 1, absoluteChange: 3, withdrawals: 0 }],
  })
  expect(one((await lab.overview()).hypotheses.filter(({ recentFlip }) => recentFlip)).key).toBe('COPIED')
})
