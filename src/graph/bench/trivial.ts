/** The least that a read and a write can cost: what everything else is measured against. */
import { z } from 'zod'
import { noRow, statement } from '../statement.ts'

export const trivialRead = statement('bench/trivial-read', {
  parameters: z.object({ investigation: z.uuid() }),
  row: z.object({ revision: z.int() }),
})

export const trivialWrite = statement('bench/trivial-write', { parameters: z.object({ at: z.string() }), row: noRow })
