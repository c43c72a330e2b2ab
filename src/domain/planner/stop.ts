/** Why the planner stops: the first reason whose facts hold, and what each open hypothesis lacks. */
import type { Declaration } from '../proposal.ts'
import type { HypothesisRow } from '../views/graph-overview.ts'
import type { CompletionReason } from '../vocabulary.ts'
import type { Board, Views } from './board.ts'
import type { Choice } from './choose.ts'
import type { OpenHypothesis } from './open-hypothesis.ts'

const mostCharacters = 1000

/** The declaration that no lead is worth making, or that none is needed: undefined while there is one to propose. */
export function declarationOf(views: Views, board: Board, choice: Choice): Declaration | undefined {
  const reason = reasonOf(views, choice)
  return reason === undefined ? undefined : { reason, explanation: explain(reason, views, { board, choice }) }
}

function reasonOf({ overview, coverage }: Views, { leads }: Choice): CompletionReason | undefined {
  const active = new Set(overview.hypotheses.filter(({ status }) => status === 'active').map(({ alias }) => alias))
  if (active.size === 0 && overview.hypotheses.length > 0) return 'all_hypotheses_resolved'
  const listed = overview.sources.every(({ expected }) => expected > 0) || active.size === 0
  const gaps = coverage.artefacts.filter(
    ({ gap, informs }) => gap && informs.some((hypothesis) => active.has(hypothesis)),
  )
  if (listed && gaps.length === 0) return 'coverage_saturated'
  return leads.length === 0 ? 'nothing_worth_a_lead' : undefined
}

type Known = { readonly board: Board; readonly choice: Choice }

function explain(reason: CompletionReason, { overview }: Views, known: Known): string {
  const { board } = known
  if (board.open.length > 0) {
    return listing(
      `${opening(reason, known)} Open:`,
      board.open.map((hypothesis) => lackOf(hypothesis, board)),
    )
  }
  if (overview.hypotheses.length === 0) return 'The case has no hypothesis, so nothing can be looked for.'
  return listing(
    overview.hypotheses.length === 1
      ? 'The only hypothesis is resolved:'
      : `All ${overview.hypotheses.length} hypotheses are resolved:`,
    overview.hypotheses.map(standing),
  )
}

function opening(reason: CompletionReason, { board, choice: { nextBest } }: Known): string {
  if (reason === 'coverage_saturated') return 'No gap on any source informs an active hypothesis.'
  const leads = board.candidates.length
  if (leads === 0) return 'No lead is possible any more.'
  if (nextBest === undefined)
    return leads === 1
      ? 'The one possible lead cannot resolve a hypothesis.'
      : `None of the ${leads} possible leads can still resolve a hypothesis.`
  const best = leads === 1 ? 'The one possible lead' : `The best of ${leads} possible leads`
  return `${best} is worth ${nextBest.score.toFixed(2)} of the 1 that it costs.`
}

function standing({ alias, status, confidence }: HypothesisRow): string {
  return `${alias} ${status} (${confidence.toFixed(2)})`
}

function lackOf({ row, looks }: OpenHypothesis, { within }: Board): string {
  const isWithin = within.some(({ hypothesis }) => hypothesis.row === row)
  return `${row.alias} (${row.confidence.toFixed(2)}) ${missing(row)}, ${leftFor(looks, isWithin)}`
}

function leftFor({ informs, touches }: OpenHypothesis['looks'], isWithin: boolean): string {
  const count = informs.length + touches.length
  const looks = `${count} look${count === 1 ? '' : 's'} left`
  if (count === 0) return 'no look left'
  if (!isWithin) return `${looks}, not enough to resolve it`
  if (informs.length === 0) return `${looks}, on its topic only`
  const split = touches.length === 0 ? '' : ` (${touches.length} on its topic only)`
  return `${looks}${split}, none worth a lead`
}

function missing({ contested, rival, needsCorroboration, evidence }: HypothesisRow): string {
  if (contested) return `is contested by ${rival ?? 'a rival'}`
  if (needsCorroboration) return 'lacks a second witness'
  return evidence === 0 ? 'has no evidence' : 'lacks evidence that decides it'
}

/** As many items as there is room for, and the number of the rest. */
function listing(beginning: string, items: readonly string[]): string {
  let text = beginning
  for (const [index, item] of items.entries()) {
    const rest = items.length - index
    const longer = `${text}${index === 0 ? ' ' : '; '}${item}`
    if (longer.length > mostCharacters - 20) return `${text}; and ${rest} more.`
    text = longer
  }
  return `${text}.`
}
