/** The state of a case as the properties of its node: only what has changed, caps flattened. */
import type { CaseState } from '../case-state.ts'

/** Property values to set; null removes a property. */
export function changedProperties(before: CaseState, after: CaseState): Record<string, unknown> {
  const old = caseProperties(before)
  return Object.fromEntries(Object.entries(caseProperties(after)).filter(([name, value]) => old[name] !== value))
}

export function caseProperties({ budgets, ...state }: CaseState): Record<string, unknown> {
  return {
    ...state,
    cap_rounds: budgets.rounds,
    cap_toolCalls: budgets.toolCalls,
    cap_minutes: budgets.minutes,
    cap_modelTokens: budgets.modelTokens,
  }
}
