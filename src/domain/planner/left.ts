/** What the budgets leave for leads. */
import type { BudgetName, BudgetStatus } from '../views/budget-status.ts'

/** Rounds, the running one included, and looks, at one tool call each. A budget that is not listed does not bind. */
export type Left = { readonly rounds: number; readonly looks: number }

export function leftOf(budget: BudgetStatus, leads: { readonly aRound: number; readonly outstanding: number }): Left {
  const rounds = unused(budget, 'rounds') + 1
  const looks = Math.min(unused(budget, 'toolCalls') - leads.outstanding, rounds * leads.aRound)
  return { rounds, looks: Math.max(0, looks) }
}

function unused({ budgets }: BudgetStatus, name: BudgetName): number {
  const row = budgets.find(({ budget }) => budget === name)
  return row === undefined ? Number.POSITIVE_INFINITY : Math.max(0, row.cap - row.used)
}
