/** One decision of a strategist: the round is thought through here, and nothing of it is written anywhere yet. */
import type { RoundLimits, Transcript, Turn } from '../domain/transcript.ts'
import type { ChatModel } from '../models/chat-model.ts'
import { asking } from './ask.ts'
import { converse, toolCalls } from './converse.ts'
import { deadline } from './deadline.ts'
import type { Desk } from './desk.ts'
import { begin, openingMessages, readViews } from './opening.ts'
import { orFailed } from './stop.ts'
import { toolbox } from './tools.ts'

export type Deciding = {
  readonly model: ChatModel
  readonly desk: Desk
  readonly round: number
  /** Encloses whatever comes from people or evidence in the desk's texts; new for each round. */
  readonly marker: string
  readonly limits: RoundLimits
  /** Left of the budget. Infinity where there is none. */
  readonly tokens: number
  /** The service reads the four views itself, so that most rounds need one call of the model. */
  readonly prefetch: boolean
  readonly signal?: AbortSignal | undefined
  /** Milliseconds; only differences count. */
  readonly clock?: (() => number) | undefined
}

/** The whole round for the journal, as plain JSON. A failed round is a result, too; only a defect throws. */
export async function decide(deciding: Deciding): Promise<Transcript> {
  const { model, desk, limits, signal, clock = () => performance.now() } = deciding
  const time = deadline({ seconds: limits.seconds, signal, clock })
  const tools = toolbox(desk)
  const bench = { toolbox: tools, time, answerBytes: limits.answerBytes }
  const opening = begin(deciding)
  const turns: Turn[] = []
  const bounds = { ...limits, tokens: Number.isFinite(deciding.tokens) ? deciding.tokens : null }
  const outcome = await orFailed(async () => {
    if (deciding.prefetch) opening.views = await readViews(bench)
    const taken = opening.views.map(({ id }) => id)
    const ask = asking({ model, toolbox: tools, time, limits, taken })
    return converse(openingMessages(opening), { ask, bench, limits: bounds, turns })
  })
  const { name, settings } = model
  const told = { model: { name, settings: { ...settings } }, limits: bounds, opening, turns, outcome }
  return { format: 1, ...told, usage: usageOf(turns), seconds: time.elapsed() }
}

function usageOf(turns: readonly Turn[]): Transcript['usage'] {
  const sum = (of: (turn: Turn) => number) => turns.reduce((total, turn) => total + of(turn), 0)
  return {
    modelCalls: turns.length,
    toolCalls: toolCalls(turns),
    inputTokens: sum(({ usage }) => usage.inputTokens),
    outputTokens: sum(({ usage }) => usage.outputTokens),
    estimated: turns.some(({ usage }) => usage.estimated),
  }
}
