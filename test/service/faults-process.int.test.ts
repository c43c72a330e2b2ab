/** The service as a process of its own: what a signal does to it while a model thinks, and to the round. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { expect, inject, onTestFinished, test } from 'vitest'
import { calls, scriptedProvider, type Step } from '../support/scripted-provider.ts'
import { caller, startTestService, type Call } from '../support/service.ts'
import { leaseRunsOut } from './case-dump.ts'
import { openCase, outcome, through } from './round-case.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

/** Started as a person would start it, on the Neo4j of the run; `ended` settles with its exit code. */
async function startProcess(
  providerUrl: string,
): Promise<{ call: Call; end: (signal: NodeJS.Signals) => void; ended: Promise<unknown> }> {
  const { uri, username, password, database } = inject('neo4j')
  const given = { NEO4J_URI: uri, NEO4J_USERNAME: username, NEO4J_PASSWORD: password, NEO4J_DATABASE: database }
  const model = {
    STRATEGIST_MODEL: 'wire-model',
    OPENAI_BASE_URL: providerUrl,
    OPENAI_API_KEY: 'sk-secret-of-the-test',
  }
  const env = { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'silent', ...given, ...model }
  const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'ignore', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const ended = once(child, 'exit').then(([code]: unknown[]) => code)
  for await (const line of createInterface(child.stderr)) {
    const url = /^Listening on (http:\S+)/.exec(line)?.[1]
    if (url !== undefined) return { call: caller(url), end: (signal) => void child.kill(signal), ended }
  }
  throw new Error(`the service ended before it listened, with ${String(await ended)}`)
}

test.each(['SIGTERM', 'SIGINT'] as const)(
  '%s while a model thinks: the round is decided and answered, then the process ends with 0',
  async (signal) => {
    const asked = Promise.withResolvers<() => void>()
    const thinks: Step = (response, request) => {
      const [hypothesis, source] = [/H1-[a-z]{2}/, /S1-[a-z]{2}/].map(
        (alias) => alias.exec(JSON.stringify(request.messages))?.[0],
      )
      const lead = {
        hypothesis,
        source,
        artefact: 'mru',
        role: 'disk',
        expects: 'supports',
        instruction: 'Look.',
        why: 'To see.',
      }
      asked.resolve(() => calls({ name: 'propose_lead', arguments: lead })(response, request))
    }
    const provider = await scriptedProvider(thinks)
    onTestFinished(() => provider.close())
    const service = await startProcess(provider.url)
    const kase = await openCase(service)
    const round = kase.round()
    const answer = await asked.promise
    service.end(signal)
    answer()
    expect(outcome(await round)).toBe('propose 1')
    expect(await service.ended).toBe(0)
    const later = through(await startTestService(), kase)
    expect((await later.entries()).map(({ type }) => type)).toEqual(['case_created', 'round_opened', 'round_proposed'])
    expect((await later.call('GET', '/verify')).body).toMatchObject({ ok: true })
  },
)

test('killed without warning while a model thinks: the next service records the round as abandoned and goes on', async () => {
  const asked = Promise.withResolvers<void>()
  const provider = await scriptedProvider(() => asked.resolve())
  onTestFinished(() => provider.close())
  const service = await startProcess(provider.url)
  const kase = await openCase(service)
  const round = kase.call('POST', '/rounds').catch((error: unknown) => error)
  await asked.promise
  service.end('SIGKILL')
  expect(await round).toBeInstanceOf(Error)
  const later = through(await startTestService(), kase)
  expect(await later.refusedRound(409)).toMatchObject({ code: 'round_running' })
  await leaseRunsOut(kase.id)
  expect(outcome(await later.round())).toMatch(/^propose [123]$/)
  expect((await later.call('GET', '/rounds/1')).body).toMatchObject({ state: 'abandoned', transcript: null })
  expect((await later.call('GET', '/verify')).body).toMatchObject({ ok: true })
})
