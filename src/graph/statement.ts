/** A Cypher file together with the shapes of its parameters and of its rows. */
import { readFileSync } from 'node:fs'
import { isDateTime, type QueryResult } from 'neo4j-driver'
import { z } from 'zod'
import { AppError } from '../errors.ts'

export type Statement<In extends z.ZodType, Row extends z.ZodType> = {
  readonly name: string
  readonly cypher: string
  readonly parameters: In
  readonly row: Row
}

/** What every statement that returns nothing answers. */
export const noRow = z.never()

/** Loads `cypher/<name>.cypher` at once, so that a missing file stops the start and not a call. */
export function statement<In extends z.ZodType, Row extends z.ZodType>(
  name: string,
  shapes: { parameters: In; row: Row },
): Statement<In, Row> {
  const cypher = readFileSync(new URL(`../../cypher/${name}.cypher`, import.meta.url), 'utf8')
  const bound = { name, cypher, ...shapes }
  loaded.add(bound)
  return bound
}

/** What runs a statement text: a transaction, or a session for one alone. */
export type Runner = {
  readonly run: (text: string, parameters: Record<string, unknown>) => PromiseLike<QueryResult>
}

const loaded = new Set<Statement<z.ZodType, z.ZodType>>()

/** Every statement that has been bound so far. */
export function allStatements(): ReadonlySet<Statement<z.ZodType, z.ZodType>> {
  return loaded
}

/** Runs a statement and parses every row. Throws `bad_row` if the graph answers another shape. */
export async function rows<In extends z.ZodType, Row extends z.ZodType>(
  runner: Runner,
  { name, cypher, parameters, row }: Statement<In, Row>,
  input: z.input<In>,
): Promise<z.output<Row>[]> {
  const { records } = await runner.run(cypher, z.record(z.string(), z.unknown()).parse(parameters.parse(input)))
  const parsed = z.array(row).safeParse(records.map((record) => plain(record.toObject())))
  if (parsed.success) return parsed.data
  const where = z.prettifyError(parsed.error)
  throw new AppError('bad_row', `${name} answered a row of another shape: ${where}`, { cause: parsed.error })
}

/** Database values as JSON holds them: points in time become UTC strings with milliseconds. */
function plain(value: unknown): unknown {
  if (isDateTime(value)) return value.toStandardDate().toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]))
}
