/** Has every statement planned before the first call needs it: planning takes 35 to 160 ms each, more on a busy machine. */
import { z } from 'zod'
import type { Database } from './database.ts'
import { allStatements, type Statement } from './statement.ts'

/** Runs every statement once on a case that does not exist, and takes it back. EXPLAIN would not do: its plans are not reused. */
export async function warmUp(database: Database): Promise<void> {
  const statements = [...allStatements()]
  const workers = Array.from({ length: 4 }, async () => {
    for (let next = statements.pop(); next; next = statements.pop())
      await database.rehearse(next.cypher, parametersFor(next))
  })
  await Promise.all(workers)
}

const Shape = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  format: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  anyOf: z.array(z.unknown()).optional(),
  enum: z.array(z.unknown()).optional(),
})

/** Values of the right types that match nothing: what is planned depends on the types alone. */
function parametersFor({ parameters }: Statement<z.ZodType, z.ZodType>): Record<string, unknown> {
  const schema = z.toJSONSchema(parameters, { io: 'input', unrepresentable: 'any' })
  return z.record(z.string(), z.unknown()).parse(sampleOf(schema))
}

function sampleOf(schema: unknown): unknown {
  const { type: types, format, properties = {}, anyOf, enum: options } = Shape.parse(schema)
  const [type] = Array.isArray(types) ? types : [types]
  if (options) return options[0]
  if (anyOf) return sampleOf(anyOf[0])
  if (type === 'string') return format === 'uuid' ? '00000000-0000-7000-8000-000000000000' : '1970-01-01T00:00:00Z'
  if (type === 'integer' || type === 'number') return 1
  if (type === 'boolean') return false
  if (type === 'array') return []
  return Object.fromEntries(Object.entries(properties).map(([name, inner]) => [name, sampleOf(inner)]))
}
