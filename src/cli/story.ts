/** Rounds told to a person: what was decided and why, what was found, how confidence moved, what it cost. */
import { tame } from '../domain/text/hostile.ts'
import type { BudgetName, BudgetStatus } from '../domain/views/budget-status.ts'
import type { GraphOverview, HypothesisRow, LeadRow } from '../domain/views/graph-overview.ts'
import type { RoundAnswer } from '../service/rounds/answer.ts'
import { bar, confidence } from './bar.ts'
import type { RunEvent } from './drive.ts'
import { counted, padEnd, padStart, type Paint, widthOf, wrapped } from './text.ts'
import { inCaseOrder, type Names, namesIn, outcomeWord, paintOutcome, paintStatus, statusWord } from './words.ts'

export type Look = { readonly width: number; readonly paint: Paint }

/** Columns of the word at the left that says what the lines beside it are. */
const gutter = 8

/** Tells events as they come. */
export function storyteller(look: Look, say: (...lines: readonly string[]) => void): (event: RunEvent) => void {
  let found = 0
  return (event) => {
    if (event.type === 'decided') {
      found = 0
      return say(...decisionLines(event.answer, namesIn(event.overview), look))
    }
    if (event.type === 'lead_ended') return say(...leadEndedLines(event.lead, found++ === 0, look))
    return say(
      ...movedLines(event.before, event.after, look),
      ...beside('spent', [budgetLine(event.budget, look.paint)], look.paint),
    )
  }
}

function beside(word: string, lines: readonly string[], paint: Paint): string[] {
  return lines.map((line, at) => `  ${paint.dim(padEnd(at === 0 ? word : '', gutter - 2))}${line}`)
}

export function decisionLines(
  { round, decision, failure, usage }: RoundAnswer,
  names: Names,
  { width, paint }: Look,
): string[] {
  const head = round === null ? 'No more rounds' : `Round ${round.number}`
  const tokens = usage ? usage.inputTokens + usage.outputTokens : 0
  const effort = usage
    ? `${usage.seconds.toFixed(1)} s${tokens > 0 ? `, ${tokens} tokens in ${counted(usage.modelCalls, 'call')}` : ''}`
    : ''
  const title = ['', rule(head, effort, { width, paint })]
  const room = width - gutter
  if (failure)
    return [...title, ...beside('fails', wrapped(`${failure.code}: ${failure.message}`, room, 4).map(paint.red), paint)]
  if (decision?.type === 'complete')
    return [...title, ...beside('ends', [`declares the case complete: ${decision.reason.replaceAll('_', ' ')}`], paint)]
  return [
    ...title,
    ...beside(
      'asks',
      (decision?.leads ?? []).flatMap((lead) => askedLines(lead, names, { width: room, paint })),
      paint,
    ),
  ]
}

/** Why a case was declared complete; nothing for any other decision. */
export function explanationLines({ decision }: RoundAnswer, names: Names, { width, paint }: Look): string[] {
  return decision?.type === 'complete'
    ? wrapped(names.inText(decision.explanation), width - gutter, 5).map(
        (line) => `${' '.repeat(gutter)}${paint.dim(line)}`,
      )
    : []
}

type Asked = Extract<NonNullable<RoundAnswer['decision']>, { type: 'propose' }>['leads'][number]

function askedLines(
  { alias, source, artefact, role, hypothesis, expects, why }: Asked,
  names: Names,
  { width, paint }: Look,
): string[] {
  const where = `${names.source(source)} ${artefact ?? `(${role})`}`
  const what = `${padEnd(alias, 7)} ${paint.bold(where)} for ${names.hypothesis(hypothesis)}, expecting ${expects.replaceAll('_', ' ')}`
  return [what, ...wrapped(names.inText(why), width - 8, 2).map((line) => `        ${paint.dim(line)}`)]
}

export function leadEndedLines({ alias, outcome, reason }: LeadRow, first: boolean, { width, paint }: Look): string[] {
  const word = paintOutcome(outcome, paint)(padEnd(outcomeWord(outcome), 9))
  const lines = wrapped(reason ?? '', width - gutter - 17, 2)
  const told = [
    `${padEnd(alias, 7)} ${word}${lines[0] ?? ''}`,
    ...lines.slice(1).map((line) => `${' '.repeat(17)}${line}`),
  ]
  return beside(first ? 'finds' : '', told, paint)
}

/** A bar for each hypothesis that moved; those that hardly did in one line. */
export function movedLines(before: GraphOverview, after: GraphOverview, { width, paint }: Look): string[] {
  const moves = inCaseOrder(after.hypotheses).flatMap((to) => {
    const from = before.hypotheses.find(({ id }) => id === to.id)
    return from && Math.abs(to.logOdds - from.logOdds) > 1e-9 ? [{ from, to }] : []
  })
  const seen = moves.filter(
    ({ from, to }) => Math.abs(to.confidence - from.confidence) >= 0.02 || statusWord(from) !== statusWord(to),
  )
  const slight = moves
    .filter((move) => !seen.includes(move))
    .map(({ from, to }) => `${tame(to.key, 24)} ${to.logOdds > from.logOdds ? '↑' : '↓'}`)
  const names = Math.max(...seen.map(({ to }) => widthOf(tame(to.key, 24))), 2)
  const lines = [
    ...seen.map(({ from, to }) => movedLine({ from, to }, names, paint)),
    ...(slight.length > 0
      ? wrapped(`${seen.length > 0 ? 'and hardly: ' : 'hardly: '}${slight.join(', ')}`, width - gutter, 2).map(
          paint.dim,
        )
      : []),
  ]
  return beside('moves', lines, paint)
}

type Moved = { readonly from: HypothesisRow; readonly to: HypothesisRow }

function movedLine({ from, to }: Moved, names: number, paint: Paint): string {
  const figures = `${padStart(confidence(from.confidence), 4)} → ${padEnd(confidence(to.confidence), 4)}`
  const [was, is] = [statusWord(from), statusWord(to)]
  const status = was === is ? '' : paintStatus(to.status, paint)(to.status === 'active' ? is : `now ${is}`)
  return `${padEnd(tame(to.key, 24), names)} ${bar({ from: from.confidence, to: to.confidence }, paint)} ${figures}  ${status}`
}

const budgetNames = {
  rounds: 'rounds',
  toolCalls: 'tool calls',
  minutes: 'minutes',
  modelTokens: 'tokens',
} as const satisfies Record<BudgetName, string>

export function budgetLine({ budgets }: BudgetStatus, paint: Paint): string {
  const colours = { ok: paint.dim, warning: paint.yellow, critical: paint.red }
  return budgets
    .map(({ budget, used, cap, level }) =>
      colours[level](`${budgetNames[budget]} ${budget === 'minutes' ? used.toFixed(1) : used}/${cap}`),
    )
    .join(paint.dim(' · '))
}

/** A line across, with what it is about at its left and a remark at its right. */
export function rule(title: string, remark: string, { width, paint }: Look): string {
  const end = remark === '' ? '' : ` ${remark} ──`
  const line = '─'.repeat(Math.max(2, width - widthOf(title) - widthOf(end) - 4))
  return `${paint.dim('──')} ${paint.bold(title)} ${paint.dim(line)}${paint.dim(end)}`
}
