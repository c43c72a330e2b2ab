/** The decision of a round derived again from its record: the loop and the rules run anew, no model and no graph is asked. */
import { z } from 'zod'
import { Outcome } from '../../domain/transcript.ts'
import { redecide } from '../../strategist/redecide.ts'
import type { Context } from '../context.ts'
import { transcriptOf } from './show.ts'

export const Redecided = z
  .object({
    same: z.boolean(),
    outcome: Outcome,
    recorded: Outcome,
    differences: z.array(z.string()).describe('each place where the rules come to something else than the record'),
  })
  .meta({ id: 'Redecided' })
export type Redecided = z.infer<typeof Redecided>

export async function redecideRound(context: Context, investigation: string, name: string): Promise<Redecided> {
  const transcript = await transcriptOf(context, investigation, name)
  const { outcome, differences } = await redecide(transcript)
  return { same: differences.length === 0, outcome, recorded: transcript.outcome, differences: [...differences] }
}
