/** Asks the model once: in time, with the tools bound to it, its tokens counted and each failure under its name. */
import { setTimeout } from 'node:timers/promises'
import { AIMessage, type BaseMessage } from '@langchain/core/messages'
import type { StructuredToolInterface } from '@langchain/core/tools'
import { convertToOpenAITool } from '@langchain/core/utils/function_calling'
import type { RoundLimits, TokenUse } from '../domain/transcript.ts'
import type { ChatModel } from '../models/chat-model.ts'
import { failureOf, isFree, ModelFailure } from '../models/failures.ts'
import type { Ask } from './converse.ts'
import { type Deadline, within } from './deadline.ts'
import { cut, type Reading, receive } from './message.ts'
import { Stop } from './stop.ts'
import { isRecordTool, type Toolbox } from './tools.ts'

type Asking = {
  readonly model: ChatModel
  readonly toolbox: Toolbox
  readonly time: Deadline
  /** Ids of tool calls already in the conversation. */
  readonly taken: Iterable<string>
  readonly limits: RoundLimits
}
type Asked = Awaited<ReturnType<Ask>>
type Sent = { readonly messages: readonly BaseMessage[]; readonly tools: readonly StructuredToolInterface[] }

/** So few that an estimate is rather too high. */
const bytesPerToken = 3
const usualWaitSeconds = 1

/** A failure that may pass is tried once more in a round, after the wait that the provider asks for, if time allows. */
export function asking({ model, toolbox, time, limits, taken: before }: Asking): Ask {
  const taken = new Set(before)
  let triedAgain = false
  const attempt = async ({ messages, tools }: Sent): Promise<Reading | ModelFailure | Stop> => {
    try {
      const bound = model.chat.bindTools([...tools])
      return receive(await within(time, () => bound.invoke([...messages], { signal: time.signal })), taken)
    } catch (error) {
      if (error instanceof Stop) return error
      return time.signal.aborted ? time.stop() : failureOf(error)
    }
  }
  return async (messages, { binding, last }) => {
    const begun = time.elapsed()
    const tools = [...toolbox.tools.values()].filter(({ name }) => binding === 'all' || isRecordTool(name))
    const came = await attempt({ messages, tools })
    const seconds = Math.max(0, time.elapsed() - begun)
    if (!(came instanceof Error)) return { seconds, ...accepted(came, { messages, tools }, limits) }
    const again = !triedAgain && !last && (await waited(came, time))
    triedAgain ||= again
    return { seconds, ...failed(came, { messages, tools }, again) }
  }
}

function accepted({ message, usage }: Reading, sent: Sent, limits: Asking['limits']): Omit<Asked, 'seconds'> {
  const { bytes, argumentBytes, callCount } = message
  const large = bytes > limits.answerBytes || argumentBytes > limits.argumentBytes || callCount > limits.callsPerMessage
  const { inputTokens, outputTokens } = usage
  return {
    message: large ? cut(message) : message,
    failure: null,
    usage: {
      inputTokens: inputTokens ?? estimate(bytesOf(sent)),
      outputTokens: outputTokens ?? estimate(message.bytes),
      estimated: inputTokens === undefined || outputTokens === undefined,
    },
  }
}

function failed(failure: ModelFailure | Stop, sent: Sent, again: boolean): Omit<Asked, 'seconds'> {
  const free = failure instanceof ModelFailure && isFree(failure)
  const usage: TokenUse = { inputTokens: free ? 0 : estimate(bytesOf(sent)), outputTokens: 0, estimated: !free }
  const message = failure instanceof ModelFailure ? failure.account : failure.message
  return { message: null, failure: { code: failure.code, message, again }, usage }
}

/** Waits before another attempt; false, at once, where another is of no use or there is no time for it. */
async function waited(failure: ModelFailure | Stop, time: Deadline): Promise<boolean> {
  if (failure instanceof Stop || !failure.hint.transient) return false
  const wait = failure.hint.retryAfter ?? usualWaitSeconds
  if (wait >= time.left()) return false
  // Should the round be over meanwhile, the next attempt says so.
  await setTimeout(wait * 1000, undefined, { signal: time.signal }).catch(() => undefined)
  return true
}

function estimate(bytes: number): number {
  return Math.ceil(bytes / bytesPerToken)
}

function bytesOf({ messages, tools }: Sent): number {
  const texts = messages.map((message) =>
    AIMessage.isInstance(message) ? message.text + JSON.stringify(message.tool_calls) : message.text,
  )
  const schemas = tools.map((one) => JSON.stringify(convertToOpenAITool(one)))
  return [...texts, ...schemas].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
}
