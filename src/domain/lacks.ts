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
  const left =
    gaps === 0
      ? 'no artefact is left that could inform it'
      : `${gaps} artefacts that could inform it have not been looked at`
  return `${missing(row, thresholds)}; ${left}`
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
