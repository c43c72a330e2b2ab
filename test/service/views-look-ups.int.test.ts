/** The look-ups to drill down: phenomena, one hypothesis, the timeline and entities, in pages that leave nothing out. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type LabCase, refusal, startLab } from '../support/case-builder.ts'
import { declares, looks, scripted } from '../support/scripted-model.ts'
import { expectReply } from '../support/service.ts'

const Phenomena = z.object({ phenomena: z.array(z.object({ alias: z.string(), number: z.int() })) })
const Timeline = z.object({ timeline: z.array(z.object({ id: z.uuid(), alias: z.string(), occurredAt: z.string() })) })
const Entities = z.object({ entities: z.array(z.object({ key: z.string(), value: z.string() })) })

/** All pages of so many, one behind the other. */
async function paged(lab: LabCase, query: string, limit: number): Promise<string[]> {
  const found: string[] = []
  for (let after = ''; ;) {
    const { phenomena } = expectReply(
      await lab.send('GET', `phenomena?${query}&limit=${limit}${after}`),
      200,
      Phenomena,
    )
    const last = phenomena.at(-1)
    if (!last) return found
    found.push(...phenomena.map(({ alias }) => alias))
    after = `&after=${last.number}`
  }
}

test.each([1, 2, 3, 100])(
  'phenomena of a source and of a hypothesis come whole and the newest first, in pages of %i',
  async (limit) => {
    const { open } = await startLab()
    const lab = await open()
    const seen = await lab.see(
      { on: 'DISK', artefact: 'files', text: 'one', evidence: { COPIED: 'supports' } },
      { on: 'DISK', artefact: 'files', text: 'two', evidence: { COPIED: 'supports', WIPED: 'weakens' } },
      { on: 'STICK', artefact: 'files', text: 'three', evidence: { COPIED: 'direct_evidence' } },
      { on: 'DISK', artefact: 'files', text: 'four' },
      { on: 'DISK', artefact: 'files', text: 'five', evidence: { COPIED: 'supports' } },
    )
    const [one, two, three, four, five] = seen
    await lab.judge(four ?? '', 'COPIED', 'supports')
    await lab.withdraw(two ?? '', 'COPIED')
    expect(await paged(lab, `hypothesis=${lab.alias('COPIED')}`, limit)).toEqual([five, four, three, one])
    expect(await paged(lab, `source=${lab.alias('DISK')}`, limit)).toEqual([five, four, two, one])
  },
)

test('phenomena are found by their words, all of them, in facts and interpretations, in any letters', async () => {
  const { open, service } = await startLab()
  const lab = await open()
  const [first, second] = await lab.see(
    { on: 'DISK', text: 'IMG_2041.jpg was renamed', phenomenon: { interpretation: 'Disguised drawings' } },
    { on: 'DISK', text: 'IMG_2042.jpg was opened', phenomenon: { interpretation: 'Drawings on holiday' } },
  )
  await service.database.define('CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()')
  const found = async (text: string) => {
    const { phenomena } = expectReply(
      await lab.send('GET', `phenomena?text=${encodeURIComponent(text)}`),
      200,
      Phenomena,
    )
    return phenomena.map(({ alias }) => alias).toSorted()
  }
  expect(await found('drawings')).toEqual([first, second].toSorted())
  expect(await found('DRAWINGS disguised')).toEqual([first])
  expect(await found('renamed')).toEqual([first])
  expect(await found('drawings sold')).toEqual([])
  expect(await found('IMG_2041.jpg')).toEqual([first])
  expect(await found('img_2042.JPG drawings')).toEqual([second])
  expect(await found('a "quote\\')).toEqual([])
  expect(refusal(await lab.send('GET', 'phenomena?text=drawings&after=1'), 400).detail).toContain('after')
})

test.each([
  ['a file name', 'C:\\Users\\ann\\secret_project.docx'],
  ['an address', '10.11.11.128'],
  ['a mail address', 'spy.conspirator@nist.gov'],
  ['a word with an apostrophe', "don't"],
])('%s is found in any fact of a phenomenon and in its quote', async (_, text) => {
  const { open, service } = await startLab()
  const lab = await open()
  const output = `first line\nseen beside ${text} there\n`
  const fact = (what: string, quote: string) => ({ fact: what, quote, invocation: 'k' })
  const sent = await lab.send('POST', 'records', {
    invocations: [{ key: 'k', tool: 't', source: lab.alias('DISK'), outcome: 'found', output }],
    phenomena: [
      { source: lab.alias('DISK'), facts: [fact('It begins.', 'first line'), fact('It goes on.', output.slice(11))] },
    ],
  })
  expect(sent.status).toBe(201)
  await service.database.define('CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()')
  const { body } = await lab.send('GET', `phenomena?text=${encodeURIComponent(text)}`)
  expect(Phenomena.parse(body).phenomena).toHaveLength(1)
})

test.each([
  ['2015-01-01T00:00:00+20:00', 200],
  ['2015-01-01T00:00:00.1234567890123Z', 200],
  ['0000-01-01T00:00:00+01:00', 400],
  ['yesterday', 400],
])('a timeline from %s is answered with %i', async (from, status) => {
  const { open } = await startLab()
  const lab = await open()
  expect((await lab.send('GET', `timeline?from=${encodeURIComponent(from)}`)).status).toBe(status)
})

test('a model is shown the newest rows of a look-up, and that there are more', async () => {
  let model = scripted()
  const { open } = await startLab({ modelOf: () => model })
  const lab = await open()
  const seen = await lab.see(...Array.from({ length: 42 }, (_, index) => ({ on: 'DISK', text: `copy ${index}` })))
  await lab.withdraw(seen[41] ?? '')
  model = scripted(looks('phenomena', { source: lab.alias('DISK') }), declares('coverage_saturated'))
  await lab.send('POST', 'rounds')
  const [header = '', ...rows] = model.asked[1]?.messages.at(-1)?.text.split('\n') ?? []
  expect(rows.slice(0, 40).map((row) => row.split('\t')[0])).toEqual(seen.slice(2).toReversed())
  expect(rows.slice(40)).toEqual(['and more that are not shown: ask more narrowly'])
  const withdrawn = header.split('\t').indexOf('withdrawnAt')
  expect(rows.slice(0, 2).map((row) => row.split('\t')[withdrawn])).toEqual([expect.stringMatching(/^20/), '-'])
})

test('what another case holds of the same words takes no place on the page', async () => {
  const { open, service } = await startLab()
  const [lab, other] = [await open(), await open()]
  const word = `w${crypto.randomUUID().replaceAll('-', '')}`
  await other.see(...Array.from({ length: 5 }, (_, index) => ({ on: 'DISK', text: `${word} ${index}` })))
  const own = await lab.see({ on: 'DISK', text: `${word} among a great many other words that make it a worse match` })
  await service.database.define('CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()')
  const { body } = await lab.send('GET', `phenomena?text=${word}&limit=1`)
  expect(Phenomena.parse(body).phenomena.map(({ alias }) => alias)).toEqual(own)
})

test('a hypothesis shows what moved it: a bar for each witness and kind, the widest first, with its first three pieces', async () => {
  const { open } = await startLab()
  const lab = await open()
  const pieces = ['one', 'two', 'three', 'four'].map(
    (text) => ({ on: 'DISK', artefact: 'files', text, evidence: { COPIED: 'weakens' } }) as const,
  )
  const seen = await lab.see(...pieces, {
    on: 'STICK',
    artefact: 'files',
    text: 'five',
    evidence: { COPIED: 'direct_evidence' },
  })
  const { body } = await lab.send('GET', `hypotheses/${lab.alias('COPIED')}`)
  expect(body).toMatchObject({
    alias: lab.alias('COPIED'),
    key: 'COPIED',
    prior: 0.5,
    logOdds: expect.closeTo(2 - 0.5 * (1 + 1 / 2 + 1 / 3 + 1 / 4), 9),
    waterfall: [
      {
        witness: 'STICK/file-system',
        kind: 'direct_evidence',
        n: 1,
        adds: 2,
        pieces: [{ phenomenon: seen[4], k: 1, adds: 2, why: 'five says so' }],
      },
      {
        witness: 'DISK/file-system',
        kind: 'weakens',
        n: 4,
        pieces: [
          { phenomenon: seen[0], k: 1, adds: -0.5 },
          { phenomenon: seen[1], k: 2, adds: -0.25 },
          { phenomenon: seen[2], k: 3, adds: expect.closeTo(-1 / 6, 9) },
        ],
      },
    ],
  })
})

test('the timeline goes on behind a moment and an id, also among phenomena of one moment, and keeps to its window', async () => {
  const { open } = await startLab()
  const lab = await open()
  const moments = [
    '2026-03-26T17:00:00Z',
    '2026-03-26T18:00:00Z',
    '2026-03-26T18:00:00Z',
    '2026-03-26T18:00:00Z',
    '2026-03-26T19:00:00Z',
  ]
  await lab.see(
    ...moments.map((occurredAt, index) => ({ on: 'DISK', text: `fact ${index}`, phenomenon: { occurredAt } })),
  )
  const page = async (query: string) => expectReply(await lab.send('GET', `timeline?${query}`), 200, Timeline).timeline
  const all = await page('limit=100')
  expect(all.map(({ occurredAt }) => occurredAt.slice(11, 13))).toEqual(['17', '18', '18', '18', '19'])
  const walked: string[] = []
  let from = 'limit=2'
  for (let rows = await page(from); rows.length > 0; rows = await page(from)) {
    walked.push(...rows.map(({ alias }) => alias))
    const last = rows.at(-1)
    from = `limit=2&from=${last?.occurredAt}&afterId=${last?.id}`
  }
  expect(walked).toEqual(all.map(({ alias }) => alias))
  expect(await page('from=2026-03-26T19:30:00%2B01:00&to=2026-03-26T19:00:00Z')).toHaveLength(1)
  expect(await page('from=2026-03-26T18:00:00Z&to=2026-03-26T18:00:00Z')).toHaveLength(3)
})

test('entities are found by kind and part of their value, in pages behind a key', async () => {
  const { open } = await startLab()
  const lab = await open()
  const entities = ['plan.dwg', 'housing.dwg', 'notes.txt']
    .map((value) => ({ kind: 'file', value }))
    .concat([{ kind: 'account', value: 'mvoss' }])
  await lab.see({ on: 'DISK', text: 'x', phenomenon: { entities } })
  const values = async (query: string) =>
    expectReply(await lab.send('GET', `entities?${query}`), 200, Entities).entities.map(({ value }) => value)
  expect(await values('')).toEqual(['mvoss', 'housing.dwg', 'notes.txt', 'plan.dwg'])
  expect(await values('kind=file')).toEqual(['housing.dwg', 'notes.txt', 'plan.dwg'])
  expect(await values('kind=file&text=DWG')).toEqual(['housing.dwg', 'plan.dwg'])
  expect(await values(`limit=2&after=${encodeURIComponent('file|housing.dwg')}`)).toEqual(['notes.txt', 'plan.dwg'])
})

test('a view in words says what its rows say', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.see({ on: 'DISK', artefact: 'files', text: 'a copy', evidence: { COPIED: 'direct_evidence' } })
  const text = async (view: string) =>
    String((await lab.send('GET', `views/${view}`, undefined, { accept: 'text/plain' })).body)
  expect(await text('graph-overview')).toContain(lab.alias('COPIED'))
  expect(await text('graph-overview')).toContain('needs corroboration')
  expect(await text('source-coverage')).toContain('prefetch')
  expect(await text('budget-status')).toMatch(/toolCalls\t1\t300/)
  expect(refusal(await lab.send('GET', `hypotheses/${lab.id}`), 422).code).toBe('unknown_hypothesis')
})
