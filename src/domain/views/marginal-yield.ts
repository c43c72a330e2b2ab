/** The view `marginal_yield`: what the last rounds brought, so that a strategist can see a dry well. */
import { z } from 'zod'

const count = z.int().nonnegative()

export const YieldRow = z
  .object({
    round: count.describe('number'),
    alias: z.string(),
    closed: z.boolean(),
    counts: z.boolean().describe('closed, with at least one lead done'),
    dry: z.boolean().describe('counts, had a miss, and brought nothing on a hypothesis that was active when it opened'),
    newPhenomena: count,
    newEvidence: count,
    evidenceOnActive: count.describe('of the new evidence, on hypotheses active when the round opened'),
    withdrawals: count,
    flips: count.describe('changes of status'),
    absoluteChange: z.number().nonnegative().describe('sum of |change of log10 odds|'),
    leadsHit: count,
    leadsContrary: count,
    leadsMissed: count,
    leadsFailed: count.describe('failed, rejected or cancelled'),
    leadsOutstanding: count,
  })
  .meta({ id: 'YieldRow' })
export type YieldRow = z.infer<typeof YieldRow>

export const MarginalYield = z
  .object({
    rounds: z.array(YieldRow).describe('proposed rounds only, newest first'),
    dryInARow: count.describe('of the newest rounds that count'),
  })
  .meta({ id: 'MarginalYield' })
export type MarginalYield = z.infer<typeof MarginalYield>

type Counters = Pick<YieldRow, 'closed' | 'leadsHit' | 'leadsContrary' | 'leadsMissed' | 'evidenceOnActive'>

/** A round counts when it is closed and at least one of its leads is done. */
export function counts({ closed, leadsHit, leadsContrary, leadsMissed }: Counters): boolean {
  return closed && leadsHit + leadsContrary + leadsMissed > 0
}

/** A round is dry when it counts, had a miss, and brought nothing on a hypothesis that was active when it opened. */
export function isDry(round: Counters): boolean {
  return counts(round) && round.leadsMissed > 0 && round.evidenceOnActive === 0
}

/** How many of the newest rounds that count were dry, in a row. Rows come newest first. */
export function dryInARow(rounds: readonly Counters[]): number {
  const counted = rounds.filter(counts)
  const first = counted.findIndex((round) => !isDry(round))
  return first === -1 ? counted.length : first
}
