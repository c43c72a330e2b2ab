/** The budgets of a case at a moment. */
import { minutesUsed, type CaseState } from '../../domain/case-state.ts'
import { budgetStatus, type BudgetStatus } from '../../domain/views/budget-status.ts'

export function budgetOf(state: CaseState, now: string): BudgetStatus {
  const used = {
    rounds: state.usedRounds,
    toolCalls: state.usedToolCalls,
    minutes: minutesUsed(state, now),
    modelTokens: state.usedTokens,
  }
  return budgetStatus(used, state.budgets)
}
