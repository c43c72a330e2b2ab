/** Coverage as looks mark it: states that only improve, gaps, what informs whom, and what a look costs. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type LabCase, refusal, type Sight, startLab } from '../support/case-builder.ts'

type Look = { artefacts?: string[]; outcome: string; tool?: string; cached?: boolean; on?: string }

/** Records tool runs and nothing else. */
function look(lab: LabCase, ...looks: Look[]) {
  const run = ({ on = 'DISK', ...rest }: Look, index: number) => ({
    key: `k${index}`,
    tool: 'lab tool',
    source: lab.alias(on),
    ...rest,
  })
  return lab.record({ invocations: looks.map(run) })
}

async function state(lab: LabCase, artefact = 'events') {
  const { state: now, tries, gap } = await lab.coverage('DISK', artefact)
  return { state: now, tries, gap }
}

test('an artefact that nobody looked at is a gap', async () => {
  const { open } = await startLab()
  const lab = await open()
  expect(await state(lab)).toEqual({ state: 'not_looked', tries: 0, gap: true })
})

test('what could not be looked at is a gap until it was tried twice', async () => {
  const { open } = await startLab()
  const lab = await open()
  await look(lab, { artefacts: ['events'], outcome: 'failed' })
  expect(await state(lab)).toEqual({ state: 'could_not_look', tries: 1, gap: true })
  await look(lab, { artefacts: ['events'], outcome: 'failed' })
  expect(await state(lab)).toEqual({ state: 'could_not_look', tries: 2, gap: false })
})

test.each([
  ['found stays found, whatever comes after', ['found', 'empty', 'failed'], 'found'],
  ['looked empty is not undone by a look that failed', ['empty', 'failed'], 'looked_empty'],
  ['looked empty is better than could not look', ['failed', 'empty'], 'looked_empty'],
  ['found is better than looked empty', ['failed', 'empty', 'found'], 'found'],
])('states only improve: %s', async (_, outcomes, expected) => {
  const { open } = await startLab()
  const [apart, together] = [await open(), await open()]
  for (const outcome of outcomes) await look(apart, { artefacts: ['events'], outcome })
  await look(together, ...outcomes.map((outcome) => ({ artefacts: ['events'], outcome })))
  const covered = { state: expected, tries: outcomes.length, gap: false }
  expect(await state(apart)).toEqual(covered)
  expect(await state(together)).toEqual(covered)
  expect((await together.verify()).ok).toBe(true)
})

test('a tool that names no artefacts examined those that the catalogue says; one that the catalogue does not know, none', async () => {
  const { open } = await startLab()
  const lab = await open()
  await look(
    lab,
    { tool: 'read events', outcome: 'empty' },
    { tool: 'read file system', outcome: 'found' },
    { tool: 'a tool of my own', outcome: 'found' },
  )
  expect(await state(lab, 'events')).toMatchObject({ state: 'looked_empty' })
  expect(await state(lab, 'journal')).toMatchObject({ state: 'found' })
  expect(await state(lab, 'files')).toMatchObject({ state: 'not_looked' })
  expect(await state(lab, 'prefetch')).toMatchObject({ state: 'not_looked' })
  expect((await lab.entries()).at(-1)?.body).toMatchObject({
    invocations: [{ artefacts: ['events'] }, { artefacts: ['journal'] }, { artefacts: [] }],
  })
})

test('named artefacts go before those of the catalogue, and a name twice is one try', async () => {
  const { open } = await startLab()
  const lab = await open()
  await look(
    lab,
    { tool: 'read events', artefacts: ['prefetch', 'prefetch'], outcome: 'empty' },
    { tool: 'read events', artefacts: [], outcome: 'found' },
  )
  expect(await state(lab, 'prefetch')).toEqual({ state: 'looked_empty', tries: 1, gap: false })
  expect(await state(lab, 'events')).toMatchObject({ state: 'not_looked' })
})

test('a look at one source leaves the others as they were', async () => {
  const { open } = await startLab()
  const lab = await open()
  await look(lab, { on: 'COPY', artefacts: ['events'], outcome: 'found' })
  expect(await state(lab, 'events')).toMatchObject({ state: 'not_looked' })
  expect(await lab.coverage('COPY', 'events')).toMatchObject({ state: 'found' })
})

test('a source counts what it is expected to hold and what of it was examined: found or empty', async () => {
  const { open } = await startLab()
  const lab = await open()
  await look(
    lab,
    { artefacts: ['events', 'prefetch'], outcome: 'empty' },
    { artefacts: ['files'], outcome: 'failed' },
    { artefacts: ['events'], outcome: 'found' },
  )
  const { sources } = await lab.overview()
  expect(sources.map(({ key, examined, expected }) => ({ key, examined, expected }))).toEqual([
    { key: 'DISK', examined: 2, expected: 4 },
    { key: 'COPY', examined: 0, expected: 1 },
    { key: 'STICK', examined: 0, expected: 1 },
    { key: 'STATEMENT', examined: 0, expected: 0 },
  ])
  expect((await lab.verify()).ok).toBe(true)
})

test('every recorded tool run costs a call, failed ones too; a cached answer costs nothing and marks coverage', async () => {
  const { open } = await startLab()
  const lab = await open()
  await look(lab, { artefacts: ['events'], outcome: 'failed' }, { artefacts: ['prefetch'], outcome: 'empty' })
  expect(await lab.used('toolCalls')).toBe(2)
  await look(lab, { artefacts: ['events'], outcome: 'found', cached: true })
  expect(await lab.used('toolCalls')).toBe(2)
  expect(await state(lab)).toEqual({ state: 'found', tries: 2, gap: false })
})

test('phenomena mark no coverage: only tool runs do', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.see({ on: 'DISK', artefact: 'events', text: 'a logon', invocation: { artefacts: [] } })
  expect(await state(lab)).toMatchObject({ state: 'not_looked' })
})

test('an artefact informs by a shared technique or, where either names none, by topic; it touches where both name others', async () => {
  const { open } = await startLab()
  const hypothesis = (key: string, changes: object) => ({ key, statement: key, topics: ['execution'], ...changes })
  const lab = await open({
    hypotheses: [
      hypothesis('SUB', { predicts: ['T1078.003'] }),
      hypothesis('EXCLUDED', { excludes: ['T1078'], topics: ['impact'] }),
      hypothesis('SIBLING', { predicts: ['T1070'] }),
      hypothesis('TOPIC', {}),
      hypothesis('NEITHER', { topics: ['impact'] }),
    ],
  })
  const keys = (aliases: string[]) =>
    ['SUB', 'EXCLUDED', 'SIBLING', 'TOPIC', 'NEITHER'].filter((key) => aliases.includes(lab.alias(key)))
  const events = await lab.coverage('DISK', 'events')
  expect({ informs: keys(events.informs), touches: keys(events.touches) }).toEqual({
    informs: ['SUB', 'EXCLUDED', 'TOPIC'],
    touches: ['SIBLING'],
  })
  const prefetch = await lab.coverage('DISK', 'prefetch')
  expect({ informs: keys(prefetch.informs), touches: keys(prefetch.touches) }).toEqual({
    informs: ['SUB', 'SIBLING', 'TOPIC'],
    touches: [],
  })
})

test('only active hypotheses are informed', async () => {
  const { open } = await startLab()
  const lab = await open()
  expect((await lab.coverage('DISK', 'prefetch')).informs).toContain(lab.alias('COPIED'))
  await lab.see(
    { on: 'DISK', artefact: 'files', text: 'one', evidence: { COPIED: 'supports' } },
    { on: 'STICK', artefact: 'files', text: 'two', evidence: { COPIED: 'supports' } },
  )
  expect((await lab.coverage('DISK', 'prefetch')).informs).toEqual([lab.alias('OTHER'), lab.alias('WIPED')])
})

test('a lead is possible where no lead is outstanding, done or rejected, or failed twice, whatever the hypothesis', async () => {
  const { open } = await startLab()
  const lab = await open()
  const possible = async () => (await lab.coverage('DISK', 'events')).leadPossible
  expect(await possible()).toBe(true)
  const first = await lab.held({ on: 'DISK', artefact: 'events', about: 'WIPED' })
  expect(await possible()).toBe(false)
  await lab.end(first, 'fail')
  expect(await possible()).toBe(true)
  const second = await lab.held({ on: 'DISK', artefact: 'events' })
  await lab.end(second, 'fail')
  expect(await possible()).toBe(false)
  expect((await lab.coverage('COPY', 'events')).leadPossible).toBe(true)
})

test('finished looks are counted per artefact, role and expected kind: for, against, nothing', async () => {
  const { open } = await startLab()
  const lab = await open()
  const done = async (on: string, sight: Sight | undefined) => {
    const claim = await lab.held({ on, artefact: 'events' })
    if (sight) await lab.recordUnder(claim, sight)
    else
      await lab.under(claim, 'records', {
        invocations: [{ key: 'k', tool: 'read events', source: lab.alias(on), outcome: 'empty' }],
      })
    await lab.end(claim, 'complete')
  }
  await done('DISK', { on: 'DISK', artefact: 'events', text: 'against', evidence: { COPIED: 'weakens' } })
  await done('COPY', undefined)
  const looks = [{ role: 'disk', kind: 'supports', for: 0, against: 1, nothing: 1 }]
  expect((await lab.coverage('DISK', 'events')).looks).toEqual(looks)
  expect((await lab.coverage('COPY', 'events')).looks).toEqual(looks)
})

test('one source is asked for by alias or id, an unknown one is refused', async () => {
  const { open } = await startLab()
  const lab = await open()
  const { body } = await lab.send('GET', `views/source-coverage?source=${lab.alias('STICK')}`)
  expect(body).toMatchObject({ source: lab.alias('STICK'), artefacts: [{ key: 'files', source: lab.alias('STICK') }] })
  expect(refusal(await lab.send('GET', 'views/source-coverage?source=S9-aa'), 422).code).toBe('unknown_source')
})

const Sources = z.array(z.object({ artefacts: z.array(z.object({ key: z.string() })) }))

test("a source of a known kind gets the catalogue's artefacts, copied into the journal; an unknown kind brings its own", async () => {
  const { open, call } = await startLab()
  const lab = await open({ sources: [{ key: 'MAIL', kind: 'mail-store', label: 'Mail' }] })
  const [created] = await lab.entries()
  const given = Sources.parse(created?.body['sources'])[0]?.artefacts ?? []
  expect(given.length).toBeGreaterThan(2)
  const { sources } = await lab.overview()
  expect(sources).toMatchObject([{ key: 'MAIL', expected: given.length }])
  const unknown = await call('POST', '/v1/investigations', {
    title: 'x',
    sources: [{ kind: 'crystal-ball', label: 'Ball' }],
  })
  expect(refusal(unknown, 422)).toMatchObject({ code: 'unknown_kind', field: 'kind', kind: 'crystal-ball' })
})
