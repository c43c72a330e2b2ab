/** What a statement is bound to is what its text says: the parameters it names, and the columns it returns. */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { columnsOf } from './cypher/columns.ts'
import { parametersIn, tokensOf } from './cypher/tokens.ts'
import { filesUnder } from './files.ts'
import type { Finding } from './finding.ts'

/** A module is an object of its own kind, which a record is not; its names are all that counts. */
const Exports = z.custom<Record<string, unknown>>((value) => value instanceof Object || Object(value) === value)
const Schema = z.custom<object>((value) => value instanceof Object)

type BoundStatement = z.infer<typeof BoundStatement>
const BoundStatement = z.object({ name: z.string(), cypher: z.string(), parameters: Schema, row: Schema })

/** Imports the modules of src/graph and compares every statement that they export. Importing defines and never acts. */
export async function findWrongShapes(root: string): Promise<Finding[]> {
  const modules = filesUnder(root, 'src/graph', '.ts').filter((path) => !path.startsWith('src/graph/local/'))
  const loaded = await Promise.all(modules.map((path) => load(root, path)))
  return loaded.flat()
}

async function load(root: string, path: string): Promise<Finding[]> {
  try {
    const module: unknown = await import(pathToFileURL(join(root, path)).href)
    const statements = Object.values(Exports.parse(module)).map((value) => BoundStatement.safeParse(value).data)
    return statements.flatMap((bound) => (bound ? shapeFaults(bound) : [])).map((message) => ({ file: path, message }))
  } catch (error) {
    return [{ file: path, message: `cannot be imported: ${error instanceof Error ? error.message : String(error)}` }]
  }
}

export function shapeFaults({ name, cypher, parameters, row }: BoundStatement): string[] {
  const tokens = tokensOf(cypher)
  return [
    ...differences(keysOf(parameters), parametersIn(tokens), (key) => `$${key}`),
    ...differences(keysOf(row), columnsOf(tokens), (key) => `the column ${key}`),
  ].map((difference) => `${name}: ${difference}`)
}

/** The keys of an object schema; undefined for one of another kind, which is not compared. */
function keysOf(schema: object): string[] | undefined {
  return 'shape' in schema && schema.shape instanceof Object ? Object.keys(schema.shape) : undefined
}

function differences(
  bound: string[] | undefined,
  written: readonly string[],
  called: (key: string) => string,
): string[] {
  if (bound === undefined) return []
  const missing = bound
    .filter((key) => !written.includes(key))
    .map((key) => `${called(key)} is bound, but not in the text`)
  const unbound = written
    .filter((key) => !bound.includes(key))
    .map((key) => `${called(key)} is in the text, but not bound`)
  return [...missing, ...unbound]
}
