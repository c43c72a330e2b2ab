/** The completion gate: a model's word does not end a case, the facts that belong to its reason do. */
import { z } from 'zod'
import type { BudgetStatus } from '../views/budget-status.ts'
import type { GraphOverview } from '../views/graph-overview.ts'
import type { MarginalYield } from '../views/marginal-yield.ts'
import type { SourceCoverage } from '../views/source-coverage.ts'
import type { CompletionReason } from '../vocabulary.ts'
import { accepted, refused, type Verdict } from './verdict.ts'

const names = z.array(z.string())

/** The facts that the five reasons rest on. */
export const CompletionFacts = z.object({
  revision: z.int(),
  hypotheses: z.int(),
  active: names.describe('hypotheses still active'),
  outstanding: names.describe('leads still outstanding'),
  dryInARow: z.int(),
  citedTwice: names.describe('active hypotheses that two done leads cited'),
  gaps: z
    .array(z.object({ hypothesis: z.string(), count: z.int(), first: z.string() }))
    .describe('gaps that inform an active hypothesis'),
  unlisted: names.describe('sources without catalogue artefacts: never saturated'),
  critical: names.describe('budgets at 90 % or more'),
  bestScore: z.number().nullable().describe('of the best possible lead, in leads; null: there is none'),
})
export type CompletionFacts = z.infer<typeof CompletionFacts>

export type GateViews = {
  overview: GraphOverview
  coverage: SourceCoverage
  yield: MarginalYield
  budget: BudgetStatus
}

/** `citations`: the hypotheses that done leads cited, one alias for each. `bestScore`: the planner's, on the same views. */
export function completionFacts(
  views: GateViews,
  { citations, bestScore }: { citations: readonly string[]; bestScore: number | null },
): CompletionFacts {
  const active = views.overview.hypotheses.filter(({ status }) => status === 'active').map(({ alias }) => alias)
  return {
    revision: views.overview.header.revision,
    hypotheses: views.overview.hypotheses.length,
    active,
    outstanding: views.overview.outstanding.map(({ alias }) => alias),
    dryInARow: views.yield.dryInARow,
    citedTwice: active.filter((hypothesis) => citations.filter((cited) => cited === hypothesis).length >= 2),
    gaps: active.flatMap((hypothesis) => gapsOf(views.coverage, hypothesis)),
    unlisted: views.overview.sources.filter(({ expected }) => expected === 0).map(({ alias }) => alias),
    critical: views.budget.budgets.filter(({ level }) => level === 'critical').map(({ budget }) => budget),
    bestScore,
  }
}

/** Whether the reason's facts hold. A refusal names those that contradict it. */
export function judgeCompletion(reason: CompletionReason, facts: CompletionFacts): Verdict<CompletionFacts> {
  const contradiction =
    facts.outstanding.length > 0
      ? `leads ${facts.outstanding.join(', ')} are outstanding`
      : contradictions[reason](facts)
  if (contradiction === undefined) return accepted(facts, `accepted: the investigation ends as ${reason}`)
  const message = `${reason} does not hold: ${contradiction}. Propose leads, or declare with a reason whose facts hold.`
  return refused(facts, 'reason_does_not_hold', message)
}

const contradictions = {
  all_hypotheses_resolved: ({ active, hypotheses }) => {
    if (hypotheses === 0) return 'the case has no hypothesis'
    return active.length === 0 ? undefined : `${active.join(', ')} are still active`
  },
  marginal_yield_exhausted: ({ dryInARow, active, citedTwice, gaps }) => {
    if (dryInARow < 2) return `of the newest rounds that count, ${dryInARow} in a row were dry, not two`
    const neglected = active.find(
      (hypothesis) => !citedTwice.includes(hypothesis) && gaps.some((gap) => gap.hypothesis === hypothesis),
    )
    return neglected === undefined
      ? undefined
      : `${neglected} is active, was not cited by two done leads, and has gaps that inform it`
  },
  coverage_saturated: ({ active, gaps, unlisted }) => {
    const [gap] = gaps
    if (gap) return `${gap.count} gaps inform ${gap.hypothesis}, such as ${gap.first}`
    return active.length > 0 && unlisted.length > 0
      ? `nobody knows what ${unlisted.join(', ')} may hold: no artefacts are listed`
      : undefined
  },
  budget_exhausted: ({ critical }) => (critical.length > 0 ? undefined : 'no budget is at 90 % or more'),
  nothing_worth_a_lead: ({ bestScore }) => {
    return bestScore !== null && bestScore >= 1
      ? `the best possible lead is worth ${bestScore.toFixed(1)} leads`
      : undefined
  },
} as const satisfies Record<CompletionReason, (facts: CompletionFacts) => string | undefined>

function gapsOf({ artefacts }: SourceCoverage, hypothesis: string) {
  const gaps = artefacts.filter(({ gap, informs }) => gap && informs.includes(hypothesis))
  const [first] = gaps
  return first ? [{ hypothesis, count: gaps.length, first: `${first.source} ${first.key}` }] : []
}
