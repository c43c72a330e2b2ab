/** Applies the numbered files of cypher/schema at start, each once, under a lock; a changed applied file stops the start. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Database } from './database.ts'
import { noRow, statement } from './statement.ts'

const folder = new URL('../../cypher/schema/', import.meta.url)

const applied = statement('facts/applied', {
  parameters: z.object({}),
  row: z.object({ name: z.string(), checksum: z.string() }),
})
const lockSchema = statement('commands/lock-schema', {
  parameters: z.object({ by: z.string() }),
  row: z.object({ name: z.string() }),
})
const awaitIndexes = statement('commands/await-indexes', { parameters: z.object({}), row: noRow })
const noteApplied = statement('commands/applied', {
  parameters: z.object({ name: z.string(), checksum: z.string() }),
  row: z.object({ checksum: z.string() }),
})

export type SchemaFile = { readonly name: string; readonly text: string; readonly checksum: string }

export function schemaFiles(from: URL = folder): SchemaFile[] {
  const names = readdirSync(from).filter((name) => /^\d{3}-.*\.cypher$/.test(name))
  return names.toSorted().map((name) => {
    const text = readFileSync(new URL(name, from), 'utf8')
    return { name, text, checksum: createHash('sha256').update(text).digest('hex') }
  })
}

/**
 * Brings the database's schema up to date and waits until its indexes are online. Of several services that start at
 * once one applies it, the others wait for its lock. A schema change cannot share a transaction with data, so it runs
 * beside the one that holds the lock; its statements are idempotent.
 * Throws `schema_changed` where a file was changed after it had been applied, or an applied one is missing.
 */
export async function applySchema(database: Database, files: readonly SchemaFile[] = schemaFiles()): Promise<void> {
  const [first, ...rest] = files
  if (first) await define(database, first)
  await database.writeAll('schema', async (run) => {
    await run(lockSchema, { by: `${process.pid}` })
    const known = await run(applied, {})
    refuseChanged(files, known)
    for (const file of rest.filter(({ name }) => !known.some((earlier) => earlier.name === name)))
      await define(database, file)
    for (const { name, checksum } of files) await run(noteApplied, { name, checksum })
  })
  await database.define(awaitIndexes.cypher)
}

async function define(database: Database, { text }: SchemaFile): Promise<void> {
  for (const part of statementsOf(text)) await database.define(part)
}

function refuseChanged(files: readonly SchemaFile[], known: readonly { name: string; checksum: string }[]): void {
  for (const { name, checksum } of known) {
    const file = files.find((own) => own.name === name)
    if (file?.checksum === checksum) continue
    const what = file
      ? 'was changed after it had been applied'
      : 'has been applied to this database, and is missing here'
    const advice = 'Put it back as it was and add a new numbered file for the change; or use another database'
    throw new AppError('schema_changed', `cypher/schema/${name} ${what}. ${advice}.`, { details: { file: name } })
  }
}

/** One statement each, without comments: a schema change cannot share a transaction with anything else. */
function statementsOf(text: string): string[] {
  const bare = text.replaceAll(/^\s*\/\/.*$/gm, '')
  return bare
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
