/** The replay worker against a real service. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createClient } from '../../src/workers/client.ts'
import { openTestService, type TestService } from '../support/service.ts'
import { askFor, coverageOf, folder, openReplayedCase, overviewOf, workOn } from './replayed-case.ts'
import { answer, hangUp, problem, scriptedService } from './scripted-service.ts'

let service: TestService
beforeAll(async () => {
  service = await openTestService()
})
afterAll(() => service.stop())

describe('the replay worker', () => {
  test('answers the artefact that a lead names with all that the finding shows, for every hypothesis', async () => {
    const standing = await openReplayedCase(service.url)
    const lead = await askFor(standing, 'events')
    const events = await workOn(standing)
    expect(events.map(({ type }) => type)).toEqual(['claimed', 'ended'])
    expect(events[1]).toMatchObject({
      lead: { alias: lead },
      ending: { state: 'done', outcome: 'hit', moved: 1 },
      summary: 'one fact, by read events: It was started.',
    })
    const { hypotheses, ended } = await overviewOf(standing)
    expect(Object.fromEntries(hypotheses.map(({ key, evidence, logOdds }) => [key, [evidence, logOdds]]))).toEqual({
      RAN: [1, 1],
      NOT: [1, -2],
    })
    expect(ended).toMatchObject([{ alias: lead, outcome: 'hit', reason: 'one fact, by read events: It was started.' }])
  })

  test('looks at an artefact without a finding, and finds nothing', async () => {
    const standing = await openReplayedCase(service.url)
    await askFor(standing, 'files')
    const events = await workOn(standing)
    expect(events[1]).toMatchObject({
      ending: { state: 'done', outcome: 'miss', moved: 0 },
      summary: 'nothing, by read files',
    })
    expect(await coverageOf(standing)).toEqual({
      events: 'not_looked',
      prefetch: 'not_looked',
      locked: 'not_looked',
      files: 'looked_empty',
    })
  })

  test('chooses the first artefact not looked at where the lead names none', async () => {
    const standing = await openReplayedCase(service.url)
    await askFor(standing, 'events')
    await workOn(standing)
    await askFor(standing, undefined)
    await workOn(standing)
    expect(await coverageOf(standing)).toEqual({
      events: 'found',
      prefetch: 'looked_empty',
      locked: 'not_looked',
      files: 'not_looked',
    })
  })

  test('fails a lead whose look fails, and leaves behind that it could not be looked at', async () => {
    const standing = await openReplayedCase(service.url)
    await askFor(standing, 'locked')
    const events = await workOn(standing)
    expect(events[1]).toMatchObject({
      ending: { state: 'failed', outcome: 'could_not_look' },
      summary: 'read locked could not read locked: wrong password',
    })
    expect(await coverageOf(standing)).toMatchObject({ locked: 'could_not_look' })
  })

  test('fails a lead whose records the service refuses, and says why', async () => {
    const standing = await openReplayedCase(service.url)
    const seen = await service.call('POST', `/v1/investigations/${standing.investigation}/records`, {
      invocations: [
        { key: 'a', tool: 'by hand', source: standing.source, outcome: 'found', output: 'tool.exe started' },
      ],
      phenomena: [
        {
          source: standing.source,
          artefact: 'events',
          facts: [{ fact: 'It was started.', quote: 'tool.exe started', invocation: 'a' }],
          evidence: [{ hypothesis: standing.hypothesis, kind: 'weakens', why: 'Somebody sees it otherwise.' }],
        },
      ],
    })
    expect(seen.status).toBe(201)
    await askFor(standing, 'events')
    const events = await workOn(standing)
    expect(events[1]).toMatchObject({ type: 'ended', ending: { state: 'failed', outcome: 'could_not_look' } })
    expect(JSON.stringify(events[1])).toContain('evidence_exists: ')
  })

  test('fails a lead on a source of which its folder knows nothing', async () => {
    const other = {
      key: 'PHONE',
      kind: 'lab-phone',
      label: 'A phone',
      artefacts: [{ key: 'chats', name: 'chats', topics: ['execution'], role: 'disk' }],
    }
    const standing = await openReplayedCase(service.url, { sources: [...folder.start.sources, other] })
    await askFor(standing, 'chats')
    const events = await workOn(standing)
    expect(events[1]).toMatchObject({ ending: { state: 'failed' } })
    expect(await coverageOf(standing)).toMatchObject({ chats: 'not_looked' })
  })

  test('refuses a folder of another case', async () => {
    const standing = await openReplayedCase(service.url, {
      hypotheses: [{ key: 'ELSE', statement: 'Else.', topics: ['impact'] }],
    })
    await expect(workOn(standing)).rejects.toMatchObject({ code: 'case_file' })
  })

  test('keeps its lease by heartbeats while a look takes longer than the lease', async () => {
    const standing = await openReplayedCase(service.url)
    await askFor(standing, 'events')
    const events = await workOn(standing, { leaseSeconds: 3, lookSeconds: 4 })
    expect(events.map(({ type }) => type)).toEqual(['claimed', 'ended'])
    expect(events[1]).toMatchObject({ ending: { outcome: 'hit' } })
  })

  test('gives back what it holds when it is told to stop', async () => {
    const standing = await openReplayedCase(service.url)
    const lead = await askFor(standing, 'events')
    const stop = new AbortController()
    const working = workOn(standing, { lookSeconds: 60, once: false, signal: stop.signal })
    await expect
      .poll(async () => (await overviewOf(standing)).outstanding[0]?.state, { timeout: 10_000 })
      .toBe('claimed')
    stop.abort()
    const events = await working
    expect(events[1]).toMatchObject({
      type: 'ended',
      ending: { state: 'open', outcome: null },
      summary: 'the worker was stopped',
    })
    expect((await overviewOf(standing)).outstanding).toMatchObject([{ alias: lead, state: 'open' }])
  })

  test('works on while leads come in, until it is told to stop', async () => {
    const standing = await openReplayedCase(service.url)
    const stop = new AbortController()
    const working = workOn(standing, { once: false, signal: stop.signal })
    await askFor(standing, 'events')
    await expect.poll(async () => (await overviewOf(standing)).ended.length, { timeout: 10_000 }).toBe(1)
    await askFor(standing, 'prefetch')
    await expect.poll(async () => (await overviewOf(standing)).ended.length, { timeout: 10_000 }).toBe(2)
    stop.abort()
    expect((await working).filter(({ type }) => type === 'ended')).toHaveLength(2)
  })

  test('lets go of a lead that is no longer its own', async () => {
    const standing = await openReplayedCase(service.url)
    await askFor(standing, 'events')
    const working = workOn(standing, { lookSeconds: 1 })
    await expect
      .poll(async () => (await overviewOf(standing)).outstanding[0]?.state, { timeout: 10_000 })
      .toBe('claimed')
    const path = `/v1/investigations/${standing.investigation}/close`
    await service.call('POST', path, { by: 'tester', why: 'it is over' })
    expect((await working).map(({ type }) => type)).toEqual(['claimed', 'lost'])
    expect((await overviewOf(standing)).hypotheses.map(({ evidence }) => evidence)).toEqual([0, 0])
  })
})

test('a worker waits for a service that is away, and goes on when it is back', async () => {
  const desk = [answer(200, { roles: ['disk'] }), answer(200, { hypotheses: [], sources: [] })]
  const { url, asked } = await scriptedService(
    ...desk,
    hangUp,
    problem(503, 'graph_unavailable'),
    ...Array.from({ length: 500 }, () => answer(200, { leads: [] })),
  )
  const stop = new AbortController()
  const seen: string[] = []
  const working = workOn(
    { url, investigation: '01a1fc1e-395b-762c-8d7d-a4d198b5dc7a', hypothesis: '', source: '' },
    {
      client: createClient({ url }),
      folder: { ...folder, start: { ...folder.start, hypotheses: [], sources: [] } },
      once: false,
      signal: stop.signal,
      watch: ({ type }) => seen.push(type),
    },
  )
  await expect.poll(() => asked.length, { timeout: 15_000 }).toBeGreaterThan(5)
  stop.abort()
  await working
  expect(seen).toEqual(['waiting', 'waiting'])
})
