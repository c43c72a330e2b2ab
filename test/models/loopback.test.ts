/** Nothing leaves the machine unasked: a round connects to the provider that it was given, and to nobody else. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { createServer } from 'node:http'
import { once } from 'node:events'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { openAiCompatible } from '../../src/models/openai-compatible.ts'
import { clearTracing } from '../../src/models/tracing.ts'
import { lead, play } from '../strategist/round.ts'
import { calls, scriptedProvider } from '../support/scripted-provider.ts'

const Connecting = z.object({ connectParams: z.object({ host: z.string() }) })
const hosts: string[] = []
const note = (message: unknown) => hosts.push(Connecting.parse(message).connectParams.host)
const channel = 'undici:client:beforeConnect'

beforeEach(() => {
  hosts.length = 0
  subscribe(channel, note)
})
afterEach(() => unsubscribe(channel, note))

/** A tracing service that the environment names, as a developer's machine might. */
async function traced() {
  const server = createServer((request, response) => {
    request.resume()
    response.end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  Object.assign(process.env, {
    LANGSMITH_TRACING: 'true',
    LANGCHAIN_TRACING_V2: 'true',
    LANGSMITH_ENDPOINT: `http://${host}`,
    LANGSMITH_API_KEY: 'x',
  })
  return { host, close: () => server.close() }
}

async function oneRound(): Promise<string> {
  const provider = await scriptedProvider(calls({ name: 'propose_lead', arguments: lead() }))
  await play({ model: openAiCompatible({ name: 'test-model', baseUrl: provider.url }) })
  // LangChain sends its traces in the background, a moment later.
  await new Promise((later) => {
    setTimeout(later, 500)
  })
  await provider.close()
  return new URL(provider.url).host
}

test('LangChain traces to whatever its environment names: this test would notice', async () => {
  const tracing = await traced()
  await oneRound()
  tracing.close()
  expect(hosts).toContain(tracing.host)
})

test('with the environment cleared a round connects to its provider alone', async () => {
  const tracing = await traced()
  clearTracing(process.env)
  const provider = await oneRound()
  tracing.close()
  expect(new Set(hosts)).toEqual(new Set([provider]))
})
