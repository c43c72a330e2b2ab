/** The four views as typed rows, read in read transactions only. */
import { sourceCoverage } from '../../domain/coverage.ts'
import { graphOverview } from '../../domain/overview.ts'
import type { BudgetStatus } from '../../domain/views/budget-status.ts'
import type { GraphOverview } from '../../domain/views/graph-overview.ts'
import { counts, dryInARow, isDry, type MarginalYield } from '../../domain/views/marginal-yield.ts'
import type { SourceCoverage } from '../../domain/views/source-coverage.ts'
import { AppError } from '../../errors.ts'
import type { Database, Run } from '../../graph/database.ts'
import { coverageArtefacts, coverageHypotheses, coverageLeads } from '../../graph/views/coverage.ts'
import * as overview from '../../graph/views/overview.ts'
import { yieldRounds } from '../../graph/views/yield.ts'
import { stateOf } from '../case-state-of.ts'
import { budgetOf } from './budget.ts'

export type FourViews = {
  overview: GraphOverview
  coverage: SourceCoverage
  yield: MarginalYield
  budget: BudgetStatus
}

export async function readOverview(
  run: Run,
  investigation: string,
): Promise<{ overview: GraphOverview; budget: BudgetStatus }> {
  const of = { investigation }
  const [[found], hypotheses, sources, outstanding, ended, latest] = await Promise.all([
    run(overview.overviewCase, of),
    run(overview.overviewHypotheses, of),
    run(overview.overviewSources, of),
    run(overview.overviewOutstanding, of),
    run(overview.overviewEnded, of),
    run(overview.overviewLoose, of),
  ])
  if (!found) throw noCase(investigation)
  const { investigation: node, now } = found
  const header = {
    investigation,
    title: node.name,
    revision: node.revision,
    status: node.status,
    endedAs: node.endedAs,
    round: node.lastDecided,
    weights: node.weights,
    thresholds: node.thresholds,
    errorCost: node.errorCost,
  }
  const loose = { count: node.loosePhenomena, latest }
  return {
    overview: graphOverview({ header, hypotheses, sources, outstanding, ended, loose, now, limits: node.limits }),
    budget: budgetOf(stateOf(node), now),
  }
}

/** `source`: the key of one source's node, and its alias for the answer; null for all. */
export async function readCoverage(
  run: Run,
  investigation: string,
  source: { key: string; alias: string } | null,
): Promise<SourceCoverage> {
  const [artefacts, leads, hypotheses] = await Promise.all([
    run(coverageArtefacts, { investigation, source: source?.key ?? null }),
    run(coverageLeads, { investigation }),
    run(coverageHypotheses, { investigation }),
  ])
  return sourceCoverage({ source: source?.alias ?? null, artefacts, leads, hypotheses })
}

/** `rounds`: how many to show; the dry ones in a row are counted over the last thirty. */
export async function readYield(run: Run, investigation: string, rounds = 3): Promise<MarginalYield> {
  const found = await run(yieldRounds, { investigation })
  const rows = found.map((row) => ({ ...row, counts: counts(row), dry: isDry(row) }))
  return { rounds: rows.slice(0, rounds), dryInARow: dryInARow(found) }
}

/** All four in one pipelined read transaction, read again where a write came between. Throws `not_found`. */
export async function readFourViews(database: Database, investigation: string): Promise<FourViews> {
  for (let attempt = 1; ; attempt++) {
    const [views, last] = await database.read('four_views', (run) =>
      Promise.all([fourViews(run, investigation), run(overview.revisionOf, { investigation })]),
    )
    if (last[0]?.revision === views.overview.header.revision || attempt === 5) return views
  }
}

/** The four views on the graph as a transaction sees it. */
export async function fourViews(run: Run, investigation: string): Promise<FourViews> {
  const [{ overview: graph, budget }, coverage, marginal] = await Promise.all([
    readOverview(run, investigation),
    readCoverage(run, investigation, null),
    readYield(run, investigation),
  ])
  return { overview: graph, coverage, yield: marginal, budget }
}

export function noCase(investigation: string): AppError {
  return new AppError('not_found', `there is no investigation ${investigation}: GET /v1/investigations lists them`)
}
