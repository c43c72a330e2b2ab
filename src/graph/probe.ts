/** Proves at start that the database refuses a write in a read transaction: what a strategist reads through cannot write. */
import { Neo4jError } from 'neo4j-driver'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Database } from './database.ts'
import { statement } from './statement.ts'

const writeAnyway = statement('commands/probe', { parameters: z.object({}), row: z.object({ name: z.string() }) })

class Undo extends Error {}

/** Both ways to read are tried. Throws `graph_not_read_only` if a write got through; the first is rolled back even then. */
export async function proveReadOnly(database: Pick<Database, 'read' | 'ask'>): Promise<void> {
  await refused(() =>
    database.read('probe', async (run) => {
      await run(writeAnyway, {})
      throw new Undo()
    }),
  )
  // the other way to read, which nothing could take back: only now that this database is known to refuse
  await refused(async () => {
    await database.ask('probe', writeAnyway, {})
    throw new Undo()
  })
}

async function refused(write: () => Promise<unknown>): Promise<void> {
  try {
    await write()
  } catch (error) {
    if (error instanceof Undo) throw notReadOnly()
    if (isRefusal(error)) return
    throw error
  }
}

function isRefusal(error: unknown): boolean {
  const cause = error instanceof AppError ? error.cause : error
  return cause instanceof Neo4jError && cause.code === 'Neo.ClientError.Statement.AccessMode'
}

function notReadOnly(): AppError {
  return new AppError(
    'graph_not_read_only',
    'this database accepted a write in a read transaction, so reads could change a case. The service does not serve on it: use Neo4j 5.26 or later, without a plugin or proxy that ignores access modes',
  )
}
