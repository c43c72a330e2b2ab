/** Has every statement planned before the first call needs it: planning takes 35 to 160 ms each, more on a busy machine. */
import { z } from 'zod'
import type { Database } from './database.ts'
import { allStatements, noRow, statement, type Statement } from './statement.ts'

const write = statement('commands/rehearsal', { parameters: z.object({}), row: noRow })

/**
 * Runs every statement on a case that does not exist, and takes it back. EXPLAIN would not do: its plans are not reused.
 * A plan is for the types of its parameters, for lists of one or of a few, and for a transaction that has or has not
 * written before it.
 */
export async function warmUp(database: Database): Promise<void> {
  const rehearsals = [...allStatements()].flatMap((one) =>
    moments(one.name).flatMap((moment) =>
      sizes(one).map((size) => [
        ...(moment === 'first' ? [] : [{ cypher: write.cypher, parameters: {} }]),
        { cypher: one.cypher, parameters: parametersFor(one, size) },
      ]),
    ),
  )
  const workers = Array.from({ length: 4 }, async () => {
    for (let next = rehearsals.pop(); next; next = rehearsals.pop()) await database.rehearse(next)
  })
  await Promise.all(workers)
}

type Moment = 'first' | 'after a write'

/** A command begins with the lock, which writes; what it runs then comes after that. Views are read alone. */
function moments(name: string): readonly Moment[] {
  if (name.startsWith('views/') || opening.has(name)) return ['first']
  return name.startsWith('facts/') ? ['first', 'after a write'] : ['after a write']
}

/** Commands that a transaction begins with. */
const opening = new Set(['commands/lock', 'commands/heartbeat', 'commands/create-case', 'commands/lock-schema'])

/** Facts are planned soon whatever they are asked for; writes are not. */
function sizes(one: Statement<z.ZodType, z.ZodType>): readonly number[] {
  const takesList = Object.values(parametersFor(one, 1)).some(Array.isArray)
  return takesList && one.name.startsWith('commands/') ? [1, 2] : [1]
}

const Shape = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
})

/** Values of the right types that match nothing: what is planned depends on the types alone. */
function parametersFor({ parameters }: Statement<z.ZodType, z.ZodType>, size: number): Record<string, unknown> {
  const schema = z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' })
  return z.record(z.string(), z.unknown()).parse(sampleOf(schema, size))
}

function sampleOf(schema: unknown, size: number): unknown {
  const { type: types, format, properties = {}, items = {}, anyOf, enum: options } = Shape.parse(schema)
  const [type] = Array.isArray(types) ? types : [types]
  if (options) return options[0]
  if (anyOf) return sampleOf(anyOf[0], size)
  if (type === 'string') return format === 'uuid' ? '00000000-0000-7000-8000-000000000000' : '1970-01-01T00:00:00Z'
  if (type === 'integer' || type === 'number') return 1
  if (type === 'boolean') return false
  if (type === 'array') return Array.from({ length: size }, () => sampleOf(items, size))
  return Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, sampleOf(inner, size)]))
}
