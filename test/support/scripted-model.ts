/** A chat model that says what a test tells it to, when it is told to, and keeps what it was asked. */
import { AIMessage, type BaseMessage } from '@langchain/core/messages'
import type { ChatModel } from '../../src/models/chat-model.ts'

export type Asked = { readonly messages: readonly BaseMessage[]; readonly tools: readonly string[] }
/** What it answers to one call: a message, a failure, or whatever it makes of what it is asked. */
export type Move = AIMessage | Error | ((asked: Asked) => AIMessage | Promise<AIMessage>)
export type ScriptedModel = ChatModel & { readonly asked: Asked[] }

/** One move for each call, over all its rounds. A call beyond the script throws, which fails the round. */
export function scripted(...moves: readonly Move[]): ScriptedModel {
  const asked: Asked[] = []
  const answer = async (call: Asked): Promise<AIMessage> => {
    asked.push(call)
    const move = moves[asked.length - 1]
    if (move === undefined) throw new Error(`the script has ${moves.length} moves, and this is call ${asked.length}`)
    if (move instanceof Error) throw move
    return typeof move === 'function' ? move(call) : move
  }
  const chat: ChatModel['chat'] = {
    bindTools: (tools) => ({ invoke: (messages) => answer({ messages, tools: tools.map(({ name }) => name) }) }),
  }
  return { name: 'scripted', settings: { provider: 'scripted' }, chat, asked }
}

/** The same move for every call there is. */
export function always(move: Move): ScriptedModel {
  return scripted(...Array.from({ length: 200 }, () => move))
}

export type Held = {
  readonly move: Move
  /** Settles when the model has been asked, and so is thinking. */
  readonly thinking: Promise<void>
  /** Lets it answer. */
  answer(): void
}

/** A move that is not made before the test says so. */
export function held(message: AIMessage): Held {
  const asked = Promise.withResolvers<void>()
  const told = Promise.withResolvers<void>()
  const move = async () => {
    asked.resolve()
    await told.promise
    return message
  }
  return { move, thinking: asked.promise, answer: () => told.resolve() }
}

export type Said = { readonly name: string; readonly args?: unknown; readonly id?: string }

/** 1,000 tokens in and 50 out, whatever it says. */
const usage_metadata = { input_tokens: 1000, output_tokens: 50, total_tokens: 1050 }

/** A message with tool calls, sound or not. */
export function says(...calls: readonly Said[]): AIMessage {
  const tool_calls = calls.map(({ name, args = {}, id }, index) => ({
    type: 'tool_call',
    name,
    args,
    id: id ?? `own_${index}`,
  }))
  return Object.assign(new AIMessage(''), { tool_calls, usage_metadata })
}

export const proposes = (...leads: readonly unknown[]): AIMessage =>
  says(...leads.map((args) => ({ name: 'propose_lead', args })))
export const declares = (reason: string, explanation = 'Nothing more is to be found.'): AIMessage =>
  says({ name: 'declare_investigation_complete', args: { reason, explanation } })
export const looks = (name: string, args: unknown = {}): AIMessage => says({ name, args })
export const talks = (content = 'Let us wait and see.'): AIMessage =>
  Object.assign(new AIMessage(content), { usage_metadata })
