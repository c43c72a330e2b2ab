/** The four views twice: typed rows for code, and the text table that a language model reads. */
import { budgetText } from '../../domain/text/budget-status.ts'
import { coverageText } from '../../domain/text/source-coverage.ts'
import { overviewText } from '../../domain/text/graph-overview.ts'
import { yieldText } from '../../domain/text/marginal-yield.ts'
import type { BudgetStatus } from '../../domain/views/budget-status.ts'
import type { GraphOverview } from '../../domain/views/graph-overview.ts'
import type { MarginalYield } from '../../domain/views/marginal-yield.ts'
import type { SourceCoverage } from '../../domain/views/source-coverage.ts'
import type { Context } from '../context.ts'
import { findSources } from '../references.ts'
import { theCase } from './look-ups.ts'
import { readCoverage, readOverview, readYield } from './views.ts'

export type Shown<T> = { readonly text: string; readonly rows: T }

/** What stands around text from evidence where nobody has chosen a word for the round. */
const usualMarker = 'evidence'

export async function overviewView(context: Context, investigation: string): Promise<Shown<GraphOverview>> {
  const { overview } = await context.database.read('graph_overview', (run) => readOverview(run, investigation))
  return { rows: overview, text: overviewText(overview, usualMarker) }
}

type Asked = { readonly source?: string | undefined; readonly rounds?: number; readonly marker?: string }

export async function coverageView(
  context: Context,
  investigation: string,
  asked: Asked,
): Promise<Shown<SourceCoverage>> {
  const { source, marker = usualMarker } = asked
  const rows = await context.database.read('source_coverage', async (run) => {
    await theCase(run, investigation)
    if (source === undefined) return readCoverage(run, investigation, null)
    const { key, alias } = (await findSources(run, investigation, [source]))(source)
    return readCoverage(run, investigation, { key, alias })
  })
  return { rows, text: coverageText(rows, marker) }
}

export async function yieldView(context: Context, investigation: string, asked: Asked): Promise<Shown<MarginalYield>> {
  const { rounds = 3, marker = usualMarker } = asked
  const rows = await context.database.read('marginal_yield', async (run) => {
    await theCase(run, investigation)
    return readYield(run, investigation, rounds)
  })
  return { rows, text: yieldText(rows, marker) }
}

export async function budgetView(context: Context, investigation: string): Promise<Shown<BudgetStatus>> {
  const { budget } = await context.database.read('budget_status', (run) => readOverview(run, investigation))
  return { rows: budget, text: budgetText(budget, usualMarker) }
}
