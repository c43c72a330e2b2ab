/** The Neo4j of the integration tests: `NEO4J_TEST_URI` if set, otherwise one that is started for this run. */
import type { TestProject } from 'vitest/node'
import type { Connection } from '../../src/graph/local/bolt.ts'
import { Database } from '../../src/graph/database.ts'
import { resolveNeo4j } from '../../src/graph/local/resolve.ts'
import { proveReadOnly } from '../../src/graph/probe.ts'
import { applySchema } from '../../src/graph/schema.ts'
import { warmUp } from '../../src/graph/warm-up.ts'
// oxlint-disable-next-line import/no-unassigned-import -- what the service is made of binds its statements when it is loaded
import '../../src/main.ts'

declare module 'vitest' {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface adds to the one of vitest
  interface ProvidedContext {
    neo4j: Connection & { browserUrl: string | undefined }
  }
}

/** Before the first test; what it answers runs after the last one. Tests read it by `inject('neo4j')`. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const progress = (sentence: string) => void process.stderr.write(`${sentence}\n`)
  const neo4j = await resolveNeo4j({ store: 'test', environment: testEnvironment(), progress, quick: true })
  const { uri, username, password, database, browserUrl } = neo4j
  project.provide('neo4j', { uri, username, password, database, browserUrl })
  await ready({ uri, username, password, database }).catch(async (error: unknown) => {
    await neo4j.release()
    throw error
  })
  return () => neo4j.release()
}

/** As the service has it when it begins to serve: a first call that still has to be planned may outlast its deadline. */
async function ready(connection: Connection): Promise<void> {
  const database = new Database(connection)
  await applySchema(database)
  await proveReadOnly(database)
  await warmUp(database)
  await database.close()
}

/** Ours without `NEO4J_URI`, which may hold somebody's cases; what is meant for tests in its place. */
function testEnvironment(): NodeJS.ProcessEnv {
  const names = ['URI', 'USERNAME', 'PASSWORD', 'DATABASE'] as const
  const given = names.map((name) => [`NEO4J_${name}`, process.env[`NEO4J_TEST_${name}`]] as const)
  return { ...process.env, ...Object.fromEntries<string | undefined>(given) }
}
