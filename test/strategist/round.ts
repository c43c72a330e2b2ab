/** One round for tests: a small case behind a desk that judges for real, and a model that says what a test wants. */
import { AIMessage, type BaseMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import type { Proposal } from '../../src/domain/proposal.ts'
import { RoundLimits, type Transcript } from '../../src/domain/transcript.ts'
import { AppError } from '../../src/errors.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { decide, type Deciding } from '../../src/strategist/decide.ts'
import type { Verdict } from '../../src/domain/verdicts/verdict.ts'
import type { Desk } from '../../src/strategist/desk.ts'
import { budget, coverage, overview, yields } from './views.ts'

type Asked = { readonly name: string; readonly query: unknown }
export type TestDesk = Desk & { readonly asked: Asked[] }

/** Knows H1-ab and H2-cd, refuses a look that was just accepted, and refuses to end the case unless told otherwise. */
export function desk(changes: Partial<Desk> = {}): TestDesk {
  const asked: Asked[] = []
  const look =
    <T>(name: string, text: string, rows: T) =>
    (query?: unknown) => {
      asked.push({ name, query })
      return Promise.resolve({ text, rows })
    }
  return {
    asked,
    graphOverview: look('graph_overview', 'overview as text', overview()),
    sourceCoverage: look('source_coverage', 'coverage as text', coverage()),
    marginalYield: look('marginal_yield', 'yield as text', yields()),
    budgetStatus: look('budget_status', 'budget as text', budget()),
    hypothesis: async (alias) => {
      asked.push({ name: 'hypothesis', query: alias })
      if (alias !== 'H1-ab')
        throw new AppError(
          'unknown_hypothesis',
          `${alias} is no hypothesis of this case. Take one from graph_overview.`,
        )
      return { text: 'waterfall', rows: [] }
    },
    phenomena: look('phenomena', 'phenomena as text', []),
    timeline: look('timeline', 'timeline as text', []),
    entities: look('entities', 'entities as text', []),
    leads: look('leads', 'leads as text', []),
    propose: (proposal, accepted) => {
      asked.push({ name: 'propose_lead', query: proposal })
      return Promise.resolve(judge(proposal, accepted))
    },
    declare: (declaration) => {
      asked.push({ name: 'declare_investigation_complete', query: declaration })
      const message = 'H1-ab is still active. Propose a lead for it, or give a reason that holds.'
      return Promise.resolve({ ok: false, code: 'gate_closed', message, facts: { active: ['H1-ab'] } })
    },
    ...changes,
  }
}

/** A desk that lets the case end. */
export const ending: Partial<Desk> = {
  declare: () => Promise.resolve({ ok: true, code: 'complete', message: 'Recorded.', facts: { active: [] } }),
}

function judge(proposal: Proposal, accepted: readonly Proposal[]): Verdict {
  const facts = { known: ['H1-ab', 'H2-cd'], outstanding: accepted.map(({ artefact }) => artefact ?? null) }
  if (!facts.known.includes(proposal.hypothesis)) {
    return {
      ok: false,
      code: 'unknown_hypothesis',
      message: 'No such hypothesis. Take an alias from graph_overview.',
      facts,
    }
  }
  if (facts.outstanding.includes(proposal.artefact ?? null)) {
    return { ok: false, code: 'lead_outstanding', message: 'That look was just proposed. Propose another.', facts }
  }
  return { ok: true, code: 'accepted', message: 'Recorded.', facts }
}

export const lead = (changes: Record<string, unknown> = {}) => ({
  hypothesis: 'H1-ab',
  source: 'S1-ef',
  artefact: 'prefetch',
  role: 'disk',
  expects: 'supports',
  instruction: 'Look for eraser.exe among the prefetch files.',
  why: 'Execution would show that files were wiped on purpose.',
  ...changes,
})
export const done = (reason = 'all_hypotheses_resolved') => ({ reason, explanation: 'Everything is answered.' })

type Call = { name: string; args?: unknown; id?: string }

/** A message with tool calls, given as LangChain gives what a provider sent, sound or not. */
export function says(...calls: readonly Call[]): AIMessage {
  const message = new AIMessage({ content: '' })
  const tool_calls = calls.map(({ name, args = {}, id }, index) => ({
    type: 'tool_call',
    name,
    args,
    id: id ?? `own_${index}`,
  }))
  return Object.assign(message, { tool_calls })
}
/** A message with a call whose arguments are not JSON. */
export function mumbles(name: string, args: string): AIMessage {
  return new AIMessage({
    content: '',
    invalid_tool_calls: [{ type: 'invalid_tool_call', name, args, id: 'bad', error: 'no JSON' }],
  })
}
export const proposes = (...changes: readonly Record<string, unknown>[]) =>
  says(...changes.map((change) => ({ name: 'propose_lead', args: lead(change) })))
export const declares = (reason?: string) => says({ name: 'declare_investigation_complete', args: done(reason) })
export const looks = (name = 'marginal_yield') => says({ name })
export const talks = (text = 'I think that we should wait.') => new AIMessage(text)

export type Played = Transcript & {
  /** What each request to the model held. */
  readonly requests: BaseMessage[][]
}

type Setting = Partial<Omit<Deciding, 'limits'>> & { limits?: Partial<RoundLimits> }

/** Plays a round against a model that gives these messages, or throws these errors, one a call. */
export async function round(messages: readonly (AIMessage | Error)[], setting: Setting = {}): Promise<Played> {
  const chat = fakeModel()
  for (const message of messages) chat.respond(message)
  const transcript = await play({ model: { name: 'fake', settings: {}, chat }, ...setting })
  return { ...transcript, requests: chat.calls.map((call) => call.messages) }
}

export async function play({ limits, ...setting }: Setting & { model: ChatModel }): Promise<Transcript> {
  const usual = { desk: desk(), round: 4, marker: 'k7', tokens: Infinity, prefetch: true }
  return decide({ ...usual, ...setting, limits: RoundLimits.parse(limits ?? {}) })
}

/** The codes of all answers of a round, in order. */
export const codes = ({ turns }: Transcript): string[] =>
  turns.flatMap(({ answers }) => answers.map(({ code }) => code))
export const bindings = ({ turns }: Transcript): string[] => turns.map(({ binding }) => binding)
/** What the model was told in answer to its first message. */
export const told = ({ turns }: Transcript): string => turns[0]?.answers.map(({ content }) => content).join('\n') ?? ''
/** `propose 2`, `complete low_yield` or `failed no_decision`: the outcome in two words. */
export function outcome({ outcome: it }: Transcript): string {
  if (it.type === 'propose') return `propose ${it.leads.length}`
  return it.type === 'complete' ? `complete ${it.reason}` : `failed ${it.code}`
}
