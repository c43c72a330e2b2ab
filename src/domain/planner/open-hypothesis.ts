/** The active hypotheses as the planner weighs them: where they stand, what answers them, and which looks are left. */
import { confidenceOf } from '../belief.ts'
import type { GraphOverview, HypothesisRow } from '../views/graph-overview.ts'
import type { AnswerRow, ArtefactRow, SourceCoverage } from '../views/source-coverage.ts'
import { type Candidate, lookOf, numberOf } from './candidate.ts'
import { chancesOf, rateOf } from './outcome.ts'
import type { Rival, Rules } from './price.ts'
import { rivalsIn } from './rivals.ts'
import { awaiting, type Standing, standingOf } from './standing.ts'

/** How an artefact bears on a hypothesis, as the view says it. */
export const bearings = ['informs', 'touches'] as const
export type Bearing = (typeof bearings)[number]

export type OpenHypothesis = {
  readonly row: HypothesisRow
  readonly number: number
  readonly standing: Standing
  readonly rivals: readonly Rival[]
  readonly answers: Omit<AnswerRow, 'hypothesis'>
  readonly looks: Readonly<Record<Bearing, Candidate[]>>
}

type Views = { readonly overview: GraphOverview; readonly coverage: SourceCoverage }

/** The active hypotheses in the order of the case, each with the candidates that inform or touch it. */
export function openHypotheses(views: Views, candidates: readonly Candidate[], rules: Rules): OpenHypothesis[] {
  const answers = new Map(views.coverage.answers.map((row) => [row.hypothesis, row]))
  const rivals = rivalsIn(views.overview.hypotheses, rules)
  const open = views.overview.hypotheses
    .filter(({ status }) => status === 'active')
    .map((row) => ({
      row,
      number: numberOf(row.alias),
      standing: standingOf(row, rules.weights),
      rivals: rivals.get(row.alias) ?? [],
      answers: answers.get(row.alias) ?? { looks: 0, answers: 0 },
      looks: { informs: [], touches: [] },
    }))
    .toSorted((one, other) => one.number - other.number)
  const byAlias = new Map<string, OpenHypothesis>(open.map((hypothesis) => [hypothesis.row.alias, hypothesis]))
  for (const candidate of candidates) {
    for (const bearing of bearings) {
      for (const alias of candidate.row[bearing]) byAlias.get(alias)?.looks[bearing].push(candidate)
    }
  }
  return views.overview.outstanding.length === 0 ? open : open.map((hypothesis) => withOutstanding(hypothesis, views))
}

/** Counts in what the outstanding leads are expected to bring: it damps whatever else the same witnesses could say. */
function withOutstanding(hypothesis: OpenHypothesis, { overview, coverage }: Views): OpenHypothesis {
  const standing = overview.outstanding.reduce((before, lead) => {
    const row = coverage.artefacts.find(({ source, key }) => source === lead.source && key === lead.artefact)
    const bears = row === undefined ? 'none' : bearingOf(row, hypothesis.row.alias)
    if (row === undefined || bears === 'none') return before
    const rate = rateOf(row.answerRate, hypothesis.answers, bears)
    const { witness, kindFor, kindAgainst, strength } = lookOf(row)
    const chances = chancesOf(confidenceOf(before.logOdds), { rate, ifTrue: strength[0], ifFalse: strength[1] })
    return awaiting(
      awaiting(before, { witness, kind: kindFor }, chances.for),
      { witness, kind: kindAgainst },
      chances.against,
    )
  }, hypothesis.standing)
  return { ...hypothesis, standing }
}

export function bearingOf({ informs, touches }: ArtefactRow, hypothesis: string): Bearing | 'none' {
  if (informs.includes(hypothesis)) return 'informs'
  return touches.includes(hypothesis) ? 'touches' : 'none'
}
