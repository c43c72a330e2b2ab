/** The statement behind `marginal_yield`. */
import { z } from 'zod'
import { YieldRow } from '../../domain/views/marginal-yield.ts'
import { statement } from '../statement.ts'

export const yieldRounds = statement('views/yield-rounds', {
  parameters: z.object({ investigation: z.uuid() }),
  row: YieldRow.omit({ counts: true, dry: true }),
})
