/** The view `budget_status`: what is used of each budget. */
import { z } from 'zod'
import { Budgets } from '../case-start.ts'

export const BudgetName = Budgets.keyof()
export type BudgetName = z.infer<typeof BudgetName>

export const BudgetRow = z
  .object({
    budget: BudgetName,
    used: z.number().nonnegative(),
    cap: z.number().positive(),
    percent: z.number().nonnegative(),
    level: z.enum(['ok', 'warning', 'critical']).describe('warning from 70 %, critical from 90 %'),
  })
  .meta({ id: 'BudgetRow' })
export type BudgetRow = z.infer<typeof BudgetRow>

export const BudgetStatus = z.object({ budgets: z.array(BudgetRow) }).meta({ id: 'BudgetStatus' })
export type BudgetStatus = z.infer<typeof BudgetStatus>

/** One row for each budget. Shares are compared before they are rounded for showing. */
export function budgetStatus(used: Record<BudgetName, number>, caps: Budgets): BudgetStatus {
  return {
    budgets: BudgetName.options.map((budget) => {
      const share = (used[budget] / caps[budget]) * 100
      return {
        budget,
        used: used[budget],
        cap: caps[budget],
        percent: Math.round(share * 10) / 10,
        level: levelOf(share),
      }
    }),
  }
}

/** The budgets at or past their hard cap. */
export function capsReached({ budgets }: BudgetStatus): BudgetName[] {
  return budgets.filter(({ used, cap }) => used >= cap).map(({ budget }) => budget)
}

function levelOf(share: number): BudgetRow['level'] {
  if (share >= 90) return 'critical'
  return share >= 70 ? 'warning' : 'ok'
}
