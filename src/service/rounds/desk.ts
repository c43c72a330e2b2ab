/** What a round's strategist can reach: the four views of one moment, look-ups, and the two verdicts. It writes nothing. */
import type { Declaration, Proposal } from '../../domain/proposal.ts'
import { budgetText } from '../../domain/text/budget-status.ts'
import { overviewText } from '../../domain/text/graph-overview.ts'
import { yieldText } from '../../domain/text/marginal-yield.ts'
import { coverageText } from '../../domain/text/source-coverage.ts'
import { judgeCompletion } from '../../domain/verdicts/completion.ts'
import { judgeProposal } from '../../domain/verdicts/proposal.ts'
import type { Verdict } from '../../domain/verdicts/verdict.ts'
import type { Desk } from '../../strategist/desk.ts'
import type { Run } from '../../graph/database.ts'
import type { Context } from '../context.ts'
import { coverageView, yieldView } from '../reading/shown.ts'
import { readFourViews, type FourViews } from '../reading/views.ts'
import { lookUpsFor } from './desk-look-ups.ts'
import { beside, gateFacts, proposalFacts } from './facts.ts'

/** The four views are read together when the first of them is asked for, and again after a refusal: the graph may have moved. */
export function deskFor(context: Context, investigation: string, marker: string): Desk {
  let read: Promise<FourViews> | undefined
  const views = () => (read ??= readFourViews(context.database, investigation))
  const judged = (verdict: Verdict) => {
    if (!verdict.ok) read = undefined
    return verdict
  }
  return {
    ...lookUpsFor(context, investigation, marker),
    graphOverview: async () => shown((await views()).overview, overviewText, marker),
    sourceCoverage: async (source) => {
      if (source !== undefined) return coverageView(context, investigation, { source, marker })
      return shown((await views()).coverage, coverageText, marker)
    },
    marginalYield: async (rounds) => {
      if (rounds !== undefined) return yieldView(context, investigation, { rounds, marker })
      return shown((await views()).yield, yieldText, marker)
    },
    budgetStatus: async () => shown((await views()).budget, budgetText, marker),
    propose: async (proposal, accepted) => judged(await judge(context, investigation, { proposal, accepted })),
    declare: async (declaration) => judged(await declared(context, investigation, declaration)),
  }
}

type Proposing = { readonly proposal: Proposal; readonly accepted: readonly Proposal[] }

async function judge(context: Context, investigation: string, { proposal, accepted }: Proposing) {
  const alone: Run = (statement, input) => context.database.ask('judge_proposal', statement, input)
  const facts = await proposalFacts(alone, investigation, proposal)
  return judgeProposal(proposal, { ...facts, ...beside(proposal, accepted) })
}

async function declared(context: Context, investigation: string, { reason }: Declaration) {
  const facts = await context.database.read('judge_completion', (run) => gateFacts(run, investigation))
  return judgeCompletion(reason, facts)
}

function shown<Rows>(rows: Rows, text: (rows: Rows, marker: string) => string, marker: string) {
  return { rows, text: text(rows, marker) }
}
