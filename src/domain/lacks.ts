/** What an open hypothesis lacks, in a sentence for people. */
import { sideOf } from './belief.ts'
import type { HypothesisRow, OverviewHeader } from './views/graph-overview.ts'
import type { SourceCoverage } from './views/source-coverage.ts'

type Row = Pick<HypothesisRow, 'alias' | 'logOdds' | 'evidence' | 'contested' | 'needsCorroboration'>

/** For an active hypothesis only. */
export function whatItLacks(
  row: Row,
  { thresholds }: Pick<OverviewHeader, 'thresholds'>,
  coverage: SourceCoverage,
): string {
  const gaps = coverage.artefacts.filter(({ gap, informs }) => gap && informs.includes(row.alias)).length
  return `${missing(row, thresholds)}; ${unseen(gaps)}`
}

function unseen(gaps: number): string {
  if (gaps === 0) return 'no artefact is left that is known to inform it'
  if (gaps === 1) return 'one artefact that informs it has not been looked at'
  return `${gaps} artefacts that inform it have not been looked at`
}

function missing(row: Row, thresholds: OverviewHeader['thresholds']): string {
  if (row.evidence === 0) return 'any evidence at all'
  if (row.contested) return 'a lead over its rival, which is believed as much or more'
  const side = sideOf(row.logOdds, thresholds)
  if (row.needsCorroboration)
    return `a second witness: the evidence ${side === 'supported' ? 'for' : 'against'} it rests on one`
  if (side !== 'active')
    return `any witness ${side === 'supported' ? 'for' : 'against'} it: its log odds (${row.logOdds.toFixed(2)}) come from elsewhere`
  return `evidence enough to pass a threshold (log odds ${row.logOdds.toFixed(2)})`
}
