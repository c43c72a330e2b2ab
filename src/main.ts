/** Composition root of the service: everything that it is made of is put together here, and taken apart in order. */
import { pino, type Logger } from 'pino'
import { configOf, type Config } from './config.ts'
import { AppError } from './errors.ts'
import { Database } from './graph/database.ts'
import type { Neo4jInstance } from './graph/local/instance.ts'
import { resolveNeo4j } from './graph/local/resolve.ts'
import { proveReadOnly } from './graph/probe.ts'
import { applySchema } from './graph/schema.ts'
import { warmUp } from './graph/warm-up.ts'
import { createApp } from './http/app.ts'
import { listen } from './http/server.ts'
import { selectModel } from './models/select.ts'
import { clearTracing } from './models/tracing.ts'
import { loadCatalogue } from './service/catalogue.ts'
import { RunningRounds } from './service/rounds/running.ts'
import type { Service } from './service/service.ts'

export type Started = {
  readonly url: string
  readonly neo4j: Neo4jInstance
  readonly service: Service
  /** Lets running rounds end, closes the door, then the database; 25 s at most. */
  stop(): Promise<void>
}

export type Starting = {
  readonly environment: NodeJS.ProcessEnv
  readonly store?: string
  readonly quick?: boolean
  readonly progress: (sentence: string) => void
  readonly signal?: AbortSignal
}

/** Milliseconds that ending may take: for rounds to finish by themselves, then for requests. */
const graces = { rounds: 15_000, requests: 4_000 }

/** Neo4j up, its schema current, reads proven unable to write, and the service listening. Throws what each of these throws. */
export async function startService({
  environment,
  store = 'service',
  quick = false,
  progress,
  signal,
}: Starting): Promise<Started> {
  const config = configOf(environment)
  clearTracing(environment)
  const neo4j = await resolveNeo4j({ store, environment, progress, quick, ...(signal ? { signal } : {}) })
  try {
    return await serve(config, neo4j, { progress, ...(signal ? { signal } : {}) })
  } catch (error) {
    await neo4j.release()
    throw atStart(error, neo4j)
  }
}

/** Nothing has been asked of the service yet: what is away is not passing, it is missing. */
function atStart(error: unknown, { uri }: Neo4jInstance): unknown {
  if (!(error instanceof AppError) || error.code !== 'graph_unavailable') return error
  return new AppError(
    'no_neo4j',
    `the Neo4j at ${uri} does not answer. strategist doctor says what was found, and what else could be used`,
    { cause: error },
  )
}

async function serve(
  config: Config,
  neo4j: Neo4jInstance,
  { signal }: { progress: (sentence: string) => void; signal?: AbortSignal },
): Promise<Started> {
  const database = new Database(neo4j)
  try {
    await applySchema(database)
    await proveReadOnly(database)
    await warmUp(database)
    signal?.throwIfAborted()
    const service = await serviceOf(config, database, neo4j)
    const app = createApp(service, { apiKey: config.apiKey, logger: loggerOf(config) })
    const door = await listen(app, config)
    const stop = async () => {
      await service.running.drain(graces.rounds)
      await door.close(graces.requests)
      await database.close()
      await neo4j.release()
    }
    return { url: door.url, neo4j, service, stop }
  } catch (error) {
    await database.close()
    throw error
  }
}

async function serviceOf(config: Config, database: Database, neo4j: Neo4jInstance): Promise<Service> {
  const url = config.browser.url ?? neo4j.browserUrl
  const bolt = config.browser.bolt ?? neo4j.uri
  return {
    database,
    catalogue: await loadCatalogue(),
    limits: { unclaimedSeconds: config.unclaimedSeconds, lostLeases: 3 },
    modelOf: (name) => selectModel({ ...config.model, name }),
    strategist: config.model.name,
    prefetch: config.prefetch,
    roundLimits: config.roundLimits,
    running: new RunningRounds(),
    browser: url === undefined ? undefined : { url, bolt, username: neo4j.username, database: neo4j.database },
  }
}

function loggerOf({ logLevel }: Config): Logger {
  return pino({ level: logLevel, base: { app: 'investigation-strategist' } }, pino.destination({ dest: 2, sync: true }))
}

if (import.meta.main) {
  try {
    const started = await startService({
      environment: process.env,
      progress: (sentence) => process.stderr.write(`${sentence}\n`),
    })
    process.stderr.write(`Listening on ${started.url}\n`)
    for (const name of ['SIGINT', 'SIGTERM'] as const)
      process.once(name, () => void started.stop().then(() => process.exit(0)))
  } catch (error) {
    process.stderr.write(`${error instanceof AppError ? `${error.code}: ${error.message}` : String(error)}\n`)
    process.exitCode = error instanceof AppError && error.code === 'no_neo4j' ? 2 : 1
  }
}
