/** What a conversation of a round holds for code: the typed rows of its views, and which calls were refused. */
import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages'
import { z } from 'zod'
import { Proposal } from '../domain/proposal.ts'
import { BudgetStatus } from '../domain/views/budget-status.ts'
import { GraphOverview } from '../domain/views/graph-overview.ts'
import { SourceCoverage } from '../domain/views/source-coverage.ts'

export type Views = {
  readonly overview: GraphOverview
  readonly coverage: SourceCoverage
  readonly budget: BudgetStatus
}
export type Conversation = {
  /** The newest of each; undefined while one is missing. */
  readonly views: Views | undefined
  /** Names of the views to ask for: never read, or read before a declaration that the facts of the case contradict. */
  readonly missing: readonly string[]
  readonly refused: readonly Proposal[]
}

const Artifact = z.object({ ok: z.boolean(), code: z.string(), facts: z.unknown().optional() })

/** Reads the artifacts of the tool messages, and nothing else: not a word of text. */
export function readConversation(messages: readonly BaseMessage[]): Conversation {
  const answers = messages.flatMap((message, index) => answerOf(message, index))
  const since = answers.findLast(({ name, ok }) => name === 'declare_investigation_complete' && !ok)?.index ?? -1
  const newest = (name: string) => answers.findLast((answer) => answer.ok && answer.name === name && isWhole(answer))
  const [overview, coverage, budget] = [newest('graph_overview'), newest('source_coverage'), newest('budget_status')]
  const known = { graph_overview: overview, source_coverage: coverage, budget_status: budget }
  return {
    views: overview && coverage && budget && viewsOf(overview.facts, coverage.facts, budget.facts),
    missing: Object.entries(known).flatMap(([name, view]) => (view === undefined || view.index < since ? [name] : [])),
    refused: refusedIn(messages, new Set(answers.filter(({ ok }) => !ok).map(({ id }) => id))),
  }
}

type Given = {
  readonly index: number
  readonly id: string
  readonly name: string
  readonly ok: boolean
  readonly facts: unknown
}

function answerOf(message: BaseMessage, index: number): Given[] {
  if (!ToolMessage.isInstance(message)) return []
  const artifact = Artifact.safeParse(message.artifact)
  if (!artifact.success) return []
  const { ok, facts } = artifact.data
  return [{ index, id: message.tool_call_id, name: message.name ?? '', ok, facts }]
}

/** The coverage of a single source is no view of the case. */
function isWhole({ name, facts }: Given): boolean {
  return name !== 'source_coverage' || z.object({ source: z.null() }).safeParse(facts).success
}

function viewsOf(overview: unknown, coverage: unknown, budget: unknown): Views {
  return {
    overview: GraphOverview.parse(overview),
    coverage: SourceCoverage.parse(coverage),
    budget: BudgetStatus.parse(budget),
  }
}

function refusedIn(messages: readonly BaseMessage[], refused: ReadonlySet<string>): Proposal[] {
  const calls = messages.flatMap((message) => (AIMessage.isInstance(message) ? (message.tool_calls ?? []) : []))
  const proposals = calls.filter(({ id = '', name }) => name === 'propose_lead' && refused.has(id))
  return proposals.flatMap(({ args }) => Proposal.safeParse(args).data ?? [])
}
