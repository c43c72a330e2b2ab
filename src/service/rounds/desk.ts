/** What a round's strategist can reach: the four views of one moment, look-ups, and the two verdicts. It writes nothing. */
import type { Declaration, Proposal } from '../../domain/proposal.ts'
import { budgetText } from '../../domain/text/budget-status.ts'
import { overviewText } from '../../domain/text/graph-overview.ts'
import { yieldText } from '../../domain/text/marginal-yield.ts'
import { coverageText } from '../../domain/text/source-coverage.ts'
import { columnsOf, table } from '../../domain/text/table.ts'
import { judgeCompletion } from '../../domain/verdicts/completion.ts'
import { judgeProposal } from '../../domain/verdicts/proposal.ts'
import type { Verdict } from '../../domain/verdicts/verdict.ts'
import type { Desk } from '../../strategist/desk.ts'
import type { Context } from '../context.ts'
import { entities, hypothesisDetail, leads, phenomena, theCase, timeline } from '../reading/look-ups.ts'
import { coverageView, yieldView } from '../reading/shown.ts'
import { readFourViews, type FourViews } from '../reading/views.ts'
import { gateFacts, proposalFacts } from './facts.ts'

/** How many rows of a look-up a model is shown. */
const most = 40

/** The four views are read together when the first of them is asked for, and again after a refusal: the graph may have moved. */
export function deskFor(context: Context, investigation: string, marker: string): Desk {
  let read: Promise<FourViews> | undefined
  const views = () => (read ??= readFourViews(context.database, investigation))
  const judged = (verdict: Verdict) => {
    if (!verdict.ok) read = undefined
    return verdict
  }
  const show = <Row extends Record<string, unknown>>(rows: readonly Row[], names: string[], text: Record<string, number>) => ({
    rows,
    text: table(columnsOf(names, text), rows, marker).join('\n'),
  })
  return {
    graphOverview: async () => shown((await views()).overview, overviewText, marker),
    sourceCoverage: async (source) =>
      source === undefined ? shown((await views()).coverage, coverageText, marker) : coverageView(context, investigation, source, marker),
    marginalYield: async (rounds) =>
      rounds === undefined ? shown((await views()).yield, yieldText, marker) : yieldView(context, investigation, rounds, marker),
    budgetStatus: async () => shown((await views()).budget, budgetText, marker),
    hypothesis: async (name) => {
      const { waterfall, ...rest } = await hypothesisDetail(context, investigation, name)
      const bars = show(waterfall, ['witness', 'kind', 'n', 'adds', 'pieces'], { pieces: 400 })
      const head = show([rest], ['alias', 'status', 'logOdds', 'evidence', 'witnesses', 'needsCorroboration', 'contested', 'statement'], { statement: 300 })
      return { rows: { ...rest, waterfall }, text: `${head.text}\n\n${bars.text}` }
    },
    phenomena: async (query) =>
      show(await phenomena(context, investigation, { ...query, limit: most }), ['alias', 'source', 'artefact', 'occurredAt', 'evidence', 'name', 'interpretation'], {
        evidence: 300,
        name: 120,
        interpretation: 200,
      }),
    timeline: async (query) => show(await timeline(context, investigation, { ...query, limit: most }), ['occurredAt', 'alias', 'source', 'artefact', 'name'], { name: 120 }),
    entities: async (query) => show(await entities(context, investigation, { ...query, limit: most }), ['kind', 'mentions', 'phenomena', 'value'], { value: 120 }),
    leads: async (query) =>
      show(await leads(context, investigation, { ...query, limit: most }), ['alias', 'state', 'outcome', 'hypothesis', 'source', 'artefact', 'role', 'expects', 'instruction', 'endedWhy'], {
        instruction: 160,
        endedWhy: 120,
      }),
    propose: async (proposal, accepted) => judged(await judge(context, investigation, { proposal, accepted })),
    declare: async (declaration) => judged(await declared(context, investigation, declaration)),
  }
}

type Proposing = { readonly proposal: Proposal; readonly accepted: readonly Proposal[] }

async function judge(context: Context, investigation: string, { proposal, accepted }: Proposing) {
  const facts = await context.database.read('judge_proposal', async (run) => {
    const [{ investigation: node }, found] = await Promise.all([
      theCase(run, investigation),
      proposalFacts(run, { investigation, roles: [] }, { proposal, earlier: accepted }),
    ])
    return { ...found, roles: node.roles }
  })
  return judgeProposal(proposal, facts)
}

async function declared(context: Context, investigation: string, { reason }: Declaration) {
  const facts = await context.database.read('judge_completion', (run) => gateFacts(run, investigation))
  return judgeCompletion(reason, facts)
}

function shown<Rows>(rows: Rows, text: (rows: Rows, marker: string) => string, marker: string) {
  return { rows, text: text(rows, marker) }
}
