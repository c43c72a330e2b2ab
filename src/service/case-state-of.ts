/** The state of a case out of its node. */
import type { CaseState } from '../domain/case-state.ts'
import type { CaseNode } from '../graph/commands/case.ts'

/** The part of a case's node that changes. */
export function stateOf(node: CaseNode): CaseState {
  return {
    status: node.status,
    endedAs: node.endedAs,
    endedWhy: node.endedWhy,
    pausedWhy: node.pausedWhy,
    fence: node.fence,
    headNumber: node.headNumber,
    lastProposed: node.lastProposed,
    lastDecided: node.lastDecided,
    failedInARow: node.failedInARow,
    usedRounds: node.usedRounds,
    usedToolCalls: node.usedToolCalls,
    usedTokens: node.usedTokens,
    clockRunsSince: node.clockRunsSince,
    clockMillis: node.clockMillis,
    leads: node.leads,
    budgets: node.budgets,
  }
}
