/** Everything that a decision is made from, read out of the views once. */
import { mostLeads } from '../proposal.ts'
import type { BudgetStatus } from '../views/budget-status.ts'
import type { GraphOverview } from '../views/graph-overview.ts'
import type { SourceCoverage } from '../views/source-coverage.ts'
import { type Candidate, candidatesOf, type Work } from './candidate.ts'
import { type Left, leftOf } from './left.ts'
import { type OpenHypothesis, openHypotheses } from './open-hypothesis.ts'
import { rulesOf } from './price.ts'
import { canBeResolved } from './reach.ts'
import { type Ground, type Weighing, weigh } from './weighing.ts'

/** The views that the planner reads; `coverage` of all sources. */
export type Views = {
  readonly overview: GraphOverview
  readonly coverage: SourceCoverage
  readonly budget: BudgetStatus
}

/** `within` are the weighings of the open hypotheses that can still be resolved: the others are worth no lead. */
export type Board = {
  readonly ground: Ground
  readonly left: Left
  readonly candidates: readonly Candidate[]
  readonly open: readonly OpenHypothesis[]
  readonly within: readonly Weighing[]
}

export function boardOf(views: Views, refused: readonly Work[]): Board {
  const rules = rulesOf(views.overview.header)
  const left = leftOf(views.budget, { aRound: mostLeads, outstanding: views.overview.outstanding.length })
  const { all: candidates, witnesses } = candidatesOf(views, refused)
  const ground = { rules, witnesses }
  const open = openHypotheses(views, candidates, rules)
  const weighings = open.map((hypothesis) => weigh(hypothesis, hypothesis.standing, ground))
  return { ground, left, candidates, open, within: weighings.filter((one) => canBeResolved(one, left.looks)) }
}
