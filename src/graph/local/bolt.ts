/** Whether a Neo4j really answers: a query over Bolt, with a deadline of ours. */
import neo4j from 'neo4j-driver'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { statement } from '../statement.ts'
import { answersGreeting } from './bolt-greeting.ts'
import type { Neo4jInstance } from './instance.ts'

export type Connection = Pick<Neo4jInstance, 'uri' | 'username' | 'password' | 'database'>
export type BoltAnswer =
  | { readonly version: string }
  | { readonly problem: string; /** It answers, but not to this user and password. */ readonly refused: boolean }

const components = statement('facts/components', {
  parameters: z.object({}),
  row: z.object({ version: z.string() }),
})

/** Asks for the version; a database that is silent for `patience` ms, or refuses, is a problem in words. */
export async function askBolt(connection: Connection, patience = 5_000): Promise<BoltAnswer> {
  const { uri, username, password } = connection
  try {
    if (isPlain(uri) && !(await answersGreeting(uri, patience))) return { problem: silence(patience), refused: false }
    const limits = { connectionTimeout: patience, connectionAcquisitionTimeout: patience, maxTransactionRetryTime: 0 }
    const driver = neo4j.driver(uri, neo4j.auth.basic(username, password), { ...limits, telemetryDisabled: true })
    // on a silent server the close hangs as well: nobody waits for it
    return await within(patience, version(driver, connection.database)).finally(() => void driver.close())
  } catch (error) {
    const refused = error instanceof neo4j.Neo4jError && error.code === 'Neo.ClientError.Security.Unauthorized'
    return { problem: error instanceof Error ? error.message : String(error), refused }
  }
}

async function version(driver: ReturnType<typeof neo4j.driver>, database: string): Promise<BoltAnswer> {
  const { records } = await driver.executeQuery(components.cypher, {}, { database, routing: 'READ' })
  return components.row.parse(records[0]?.toObject())
}

async function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const clock = new AbortController()
  const alarm = pause(milliseconds, undefined, { signal: clock.signal }).then(() => {
    throw new Error(silence(milliseconds))
  })
  alarm.catch(() => undefined)
  return Promise.race([work, alarm]).finally(() => clock.abort())
}

/** Without TLS, inside which the greeting would stand. */
function isPlain(uri: string): boolean {
  return /^(bolt|neo4j):/.test(uri)
}

function silence(milliseconds: number): string {
  return `no answer within ${milliseconds / 1000} s`
}
