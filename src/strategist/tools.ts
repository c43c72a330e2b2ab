/** The tools of a round: four views and five look-ups that only read, and the two that record its decision. */
import { type StructuredToolInterface, tool } from '@langchain/core/tools'
import { z } from 'zod'
import { Declaration, mostLeads, Proposal } from '../domain/proposal.ts'
import { LeadState } from '../domain/vocabulary.ts'
import type { Answering } from './desk.ts'
import { judged, refusal, type Reply, shown } from './reply.ts'

export const viewNames = ['graph_overview', 'source_coverage', 'marginal_yield', 'budget_status'] as const
export const recordNames = ['propose_lead', 'declare_investigation_complete'] as const

/** What the model has recorded so far in its round. */
type Ledger = { accepted: Proposal[]; declared: Declaration | undefined; refusedDeclarations: number }

export type Toolbox = { readonly tools: ReadonlyMap<string, StructuredToolInterface>; readonly ledger: Ledger }

export function isRecordTool(name: string): boolean {
  return recordNames.some((record) => record === name)
}

/** All tools of one round. Only the last two write, and all that they write is in the ledger. */
export function toolbox(desk: Answering): Toolbox {
  const ledger: Ledger = { accepted: [], declared: undefined, refusedDeclarations: 0 }
  const all = [...views(desk), ...lookUps(desk), ...recorders(desk, ledger)]
  return { tools: new Map(all.map((one) => [one.name, one])), ledger }
}

const text = z.string().trim().min(1).max(200).optional()
const name = z.string().trim().min(1).max(64)
const responseFormat = 'content_and_artifact'

/** Made once: LangChain turns each into JSON Schema the first time that it sees it. */
const asks = {
  nothing: z.strictObject({}),
  coverage: z.strictObject({ source: name.optional().describe('alias of one source; leave it out for all') }),
  yield: z.strictObject({ rounds: z.int().min(1).max(20).optional().describe('how many; 3 if left out') }),
  hypothesis: z.strictObject({ hypothesis: name.describe('its alias') }),
  phenomena: z.strictObject({ source: name.optional(), hypothesis: name.optional(), text }),
  timeline: z.strictObject({ from: name.optional().describe('such as 2015-03-25T14:00:00Z'), to: name.optional() }),
  entities: z.strictObject({ kind: name.optional(), text }),
  leads: z.strictObject({ state: LeadState.optional() }),
} as const

function views(desk: Answering): StructuredToolInterface[] {
  return [
    tool(async () => shown(() => desk.graphOverview()), {
      name: 'graph_overview',
      description: 'What is believed, on what evidence, and what is under way: hypotheses, sources, leads.',
      schema: asks.nothing,
      responseFormat,
    }),
    tool(async ({ source }) => shown(() => desk.sourceCoverage(source)), {
      name: 'source_coverage',
      description: 'What has been looked at in the sources and what has not, and which hypotheses each gap informs.',
      schema: asks.coverage,
      responseFormat,
    }),
    tool(async ({ rounds }) => shown(() => desk.marginalYield(rounds)), {
      name: 'marginal_yield',
      description: 'What the last rounds brought, and how many in a row were dry.',
      schema: asks.yield,
      responseFormat,
    }),
    tool(async () => shown(() => desk.budgetStatus()), {
      name: 'budget_status',
      description: 'What is used of the budgets: rounds, tool calls, minutes, model tokens.',
      schema: asks.nothing,
      responseFormat,
    }),
  ]
}

function lookUps(desk: Answering): StructuredToolInterface[] {
  return [
    tool(async ({ hypothesis }) => shown(() => desk.hypothesis(hypothesis)), {
      name: 'hypothesis',
      description: 'One hypothesis: the evidence that moved it, the heaviest first.',
      schema: asks.hypothesis,
      responseFormat,
    }),
    tool(async (query) => shown(() => desk.phenomena(query)), {
      name: 'phenomena',
      description: 'Observations, found by source, by hypothesis or by words in them.',
      schema: asks.phenomena,
      responseFormat,
    }),
    tool(async (query) => shown(() => desk.timeline(query)), {
      name: 'timeline',
      description: 'Observations in order of time.',
      schema: asks.timeline,
      responseFormat,
    }),
    tool(async (query) => shown(() => desk.entities(query)), {
      name: 'entities',
      description: 'Who and what the observations mention: accounts, persons, devices, files, addresses.',
      schema: asks.entities,
      responseFormat,
    }),
    tool(async (query) => shown(() => desk.leads(query)), {
      name: 'leads',
      description: 'Leads of earlier rounds, with their outcome.',
      schema: asks.leads,
      responseFormat,
    }),
  ]
}

function recorders(desk: Answering, ledger: Ledger): StructuredToolInterface[] {
  return [
    tool(async (proposal) => propose(desk, ledger, proposal), {
      name: 'propose_lead',
      description: `Propose one piece of work. One to ${mostLeads} accepted proposals of one message are the decision.`,
      schema: Proposal,
      responseFormat,
    }),
    tool(async (declaration) => declare(desk, ledger, declaration), {
      name: 'declare_investigation_complete',
      description: 'Declare the investigation complete. The only call of its message; its reason is checked.',
      schema: Declaration,
      responseFormat,
    }),
  ]
}

async function propose(desk: Answering, ledger: Ledger, proposal: Proposal): Promise<Reply> {
  if (ledger.accepted.length === mostLeads) {
    const why = `Not recorded: this round already holds ${mostLeads} leads, and a round holds no more.`
    return refusal('too_many_leads', `${why} Propose it in the next round if it still seems worth it then.`)
  }
  const reply = await judged(() => desk.propose(proposal, [...ledger.accepted]))
  if (reply[1].ok) ledger.accepted.push(proposal)
  return reply
}

async function declare(desk: Answering, ledger: Ledger, declaration: Declaration): Promise<Reply> {
  const reply = await judged(() => desk.declare(declaration))
  if (reply[1].ok) ledger.declared = declaration
  else ledger.refusedDeclarations += 1
  return reply
}
