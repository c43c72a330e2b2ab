/** The conversation of one round. It knows neither the provider nor the graph; what counts is said by `judge`. */
import { type BaseMessage, HumanMessage } from '@langchain/core/messages'
import type { Binding, Outcome, Transcript, Turn } from '../domain/transcript.ts'
import { judge, withinCaps } from './judge.ts'
import { sentBack } from './message.ts'
import type { Bench } from './run.ts'
import { Stop } from './stop.ts'

/** Asks the model once, and says what came: a message, or how it failed. After the last call it cannot be asked again. */
export type Ask = (messages: readonly BaseMessage[], call: { binding: Binding; last: boolean }) => Promise<Came>
type Came = Omit<Turn, 'answers' | 'binding'>

export type Table = {
  readonly ask: Ask
  readonly bench: Bench
  readonly limits: Transcript['limits']
  /** What has happened; the conversation adds to it, so that a round that ends badly is written down as well. */
  readonly turns: Turn[]
}

const mostReminders = 2
const decideNow = new HumanMessage(
  'Decide now. Only propose_lead and declare_investigation_complete can be called, and only a call is recorded: ' +
    'propose one to three leads, or declare the investigation complete.',
)

/** Asks until a decision stands. Throws Stop when a limit is met or the model fails. */
export async function converse(opening: readonly BaseMessage[], table: Table): Promise<Outcome> {
  const { ask, bench, limits, turns } = table
  const messages = [...opening]
  let reminders = 0
  let remind = false
  while (turns.length < limits.modelCalls) {
    withinBudget(table, 1)
    const last = turns.length === limits.modelCalls - 1
    const binding = remind || last ? 'record-only' : 'all'
    if (binding === 'record-only' && messages.at(-1) !== decideNow) messages.push(decideNow)
    const turn = { binding, ...(await ask(messages, { binding, last })), answers: [] } satisfies Turn
    const callsBefore = toolCalls(turns)
    turns.push(turn)
    const message = messageOf(turn)
    if (message === undefined) continue
    withinBudget(table, 0)
    withinCaps({ message, turn, callsBefore }, limits)
    const decision = await judge({ message, turn, callsBefore }, bench)
    if (decision) return decision
    messages.push(...sentBack(message, turn.answers))
    remind = message.calls.length === 0
    if (remind && ++reminders > mostReminders) break
  }
  throw new Stop(
    'no_decision',
    `no decision in ${turns.length} model calls: nothing that it recorded could be accepted`,
  )
}

export function toolCalls(turns: readonly Turn[]): number {
  return turns.reduce((sum, { answers }) => sum + answers.length, 0)
}

/** The message of a turn, or undefined if the model is to be asked again. Throws Stop if it cannot be used. */
function messageOf({ message, failure }: Turn) {
  if (failure?.again) return undefined
  if (failure) throw new Stop(failure.code, failure.message)
  if (message === null) throw new Stop('model_empty', 'the model gave no message')
  if (message.refusal !== null) throw new Stop('model_refused', `the model refused: ${message.refusal.slice(0, 300)}`)
  if (message.finish !== 'length') return message
  throw new Stop(
    'model_truncated',
    'the answer was cut off at the limit of tokens: raise the limit, or use another model',
  )
}

function withinBudget({ turns, limits }: Table, more: number): void {
  const used = turns.reduce((sum, { usage }) => sum + usage.inputTokens + usage.outputTokens, 0)
  if (limits.tokens === null || used + more <= limits.tokens) return
  throw new Stop('out_of_tokens', `${used} tokens used, ${limits.tokens} were left of the budget`)
}
