/** A whole service for tests: the real one on the real Neo4j of the run, on a free loopback port, with models of the test's choice. */
import { pino } from 'pino'
import { inject, onTestFinished } from 'vitest'
import type { z } from 'zod'
import { Database } from '../../src/graph/database.ts'
import { createApp } from '../../src/http/app.ts'
import { listen } from '../../src/http/server.ts'
import { rules } from '../../src/models/rules.ts'
import { plan } from '../../src/domain/planner/plan.ts'
import { RoundLimits } from '../../src/domain/transcript.ts'
import { loadCatalogue } from '../../src/service/catalogue.ts'
import { RunningRounds } from '../../src/service/rounds/running.ts'
import type { Service } from '../../src/service/service.ts'

export type Reply = { status: number; headers: Headers; body: unknown }
export type Call = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Reply>
export type TestService = { url: string; service: Service; database: Database; call: Call; stop(): Promise<void> }
export type Options = Partial<Service> & { apiKey?: string }

/** Ends with the test that started it. Throws if Neo4j cannot be reached. */
export async function startTestService(options: Options = {}): Promise<TestService> {
  const started = await openTestService(options)
  onTestFinished(started.stop)
  return started
}

/** Read once: it never changes. */
let read: ReturnType<typeof loadCatalogue> | undefined
const catalogue = () => (read ??= loadCatalogue())

/** The same for several tests: whoever opened it stops it. The schema was applied before the first test. */
export async function openTestService({ apiKey, ...options }: Options = {}): Promise<TestService> {
  const database = new Database(inject('neo4j'))
  const service: Service = {
    database,
    catalogue: await catalogue(),
    limits: { unclaimedSeconds: 3600, lostLeases: 3 },
    modelOf: () => rules(plan),
    strategist: 'rules',
    prefetch: true,
    roundLimits: RoundLimits.parse({}),
    running: new RunningRounds(),
    browser: {
      url: 'http://127.0.0.1:7474/browser/',
      bolt: 'bolt://127.0.0.1:7687',
      username: 'neo4j',
      database: 'neo4j',
    },
    ...options,
  }
  const app = createApp(service, { apiKey, logger: pino({ level: 'silent' }), requestsAMinute: 1_000_000 })
  const door = await listen(app, { host: '127.0.0.1', port: 0 })
  const stop = async () => {
    await service.running.drain(5_000)
    await door.close(1_000)
    await database.close()
  }
  return { url: door.url, service, database, call: caller(door.url), stop }
}

/** Sends JSON and reads JSON, or text where the answer is text. */
export function caller(url: string): Call {
  return async (method, path, body, headers = {}) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      ...sent,
    })
    const text = await response.text()
    const isJson = (response.headers.get('content-type') ?? '').includes('json')
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text }
  }
}

/** An answer with the status that was expected, parsed. */
export function expectReply<Shape extends z.ZodType>(reply: Reply, status: number, shape: Shape): z.output<Shape> {
  if (reply.status !== status) throw new Error(`expected ${status}, got ${reply.status}: ${JSON.stringify(reply.body)}`)
  return shape.parse(reply.body)
}
