/** What counts as the decision: the rules for the calls of one message, whoever wrote it. */
import type { Answer, Outcome, Received, RoundLimits, Turn } from '../domain/transcript.ts'
import { refusal } from './reply.ts'
import { answerTo, type Bench, written } from './run.ts'
import { Stop } from './stop.ts'

const declare = 'declare_investigation_complete'
const mostRefusedDeclarations = 2

/** A message with its turn, in which its answers are written down one by one. */
export type Judged = { readonly message: Received; readonly turn: Turn; readonly callsBefore: number }

/** Throws Stop if a message breaks a cap of its round. Nothing of it has been run then. */
export function withinCaps({ message, callsBefore }: Judged, limits: RoundLimits): void {
  const { bytes, argumentBytes, callCount } = message
  const over = [
    ['answer_too_large', 'bytes in a message', bytes, limits.answerBytes],
    ['too_many_calls_in_message', 'calls in a message', callCount, limits.callsPerMessage],
    ['arguments_too_large', 'bytes of arguments in a message', argumentBytes, limits.argumentBytes],
    ['too_many_tool_calls', 'tool calls in a round', callsBefore + callCount, limits.toolCalls],
  ] as const
  const first = over.find(([, , is, most]) => is > most)
  if (first) throw new Stop(first[0], `${first[2]} ${first[1]}, the limit is ${first[3]}`)
}

/** Judges the calls in order. The decision, if these calls are one; undefined if the model is to be told and goes on. */
export async function judge({ message, turn }: Judged, bench: Bench): Promise<Outcome | undefined> {
  if (message.calls.length > 1 && message.calls.some(({ name }) => name === declare)) {
    turn.answers.push(...notAlone(message))
    return undefined
  }
  for (const call of message.calls) turn.answers.push(await answerTo(call, turn.binding, bench))
  return decision(bench)
}

function decision({ toolbox: { ledger } }: Bench): Outcome | undefined {
  if (ledger.accepted.length > 0) return { type: 'propose', leads: [...ledger.accepted] }
  if (ledger.declared !== undefined) return { type: 'complete', ...ledger.declared }
  if (ledger.refusedDeclarations < mostRefusedDeclarations) return undefined
  const times = `${mostRefusedDeclarations} times`
  throw new Stop(
    'completion_refused',
    `the model declared the investigation complete ${times}, and the facts say otherwise`,
  )
}

function notAlone({ calls }: Received): Answer[] {
  const why = `None of the ${calls.length} calls of this message was run: ${declare} stands alone in its message.`
  const instead = `Either propose leads, or send ${declare} as the only call.`
  return calls.map((call) => written(call, null, refusal('declare_alone', `${why} ${instead}`)))
}
