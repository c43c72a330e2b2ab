/** A model's message: read as whatever it may be, and rebuilt so that any provider takes it back. */
import { AIMessage, type BaseMessage, ToolMessage } from '@langchain/core/messages'
import { z } from 'zod'
import type { Answer, Call, Received, TokenUse } from '../domain/transcript.ts'
import { TextContent } from '../models/text-content.ts'

const count = z.int().nonnegative()
const list = z.array(z.unknown()).catch([])
const Name = z.string().catch('')

/** The parts of LangChain's messages that are read. A provider fills them, so nothing about them is certain. */
const Message = z.object({
  content: TextContent,
  tool_calls: list,
  invalid_tool_calls: list,
  response_metadata: z.object({ finish_reason: z.string().nullish().catch(null) }).catch({}),
  usage_metadata: z
    .object({ input_tokens: count.optional().catch(undefined), output_tokens: count.optional().catch(undefined) })
    .catch({}),
})
const Asked = z.object({ name: Name, args: z.unknown().optional(), id: Name }).catch({ name: '', args: null, id: '' })

export type Reading = { readonly message: Received; readonly usage: Partial<TokenUse> }

/** Reads a message. `taken` are the ids of earlier calls of the round; those of this message are added to it. */
export function receive(message: BaseMessage, taken: Set<string>): Reading {
  const { content: given, tool_calls, invalid_tool_calls, response_metadata, usage_metadata } = Message.parse(message)
  const calls = [
    ...tool_calls.map((call) => read(call, jsonOf)),
    ...invalid_tool_calls.map((call) => read(call, textOf)),
  ]
  const finish = response_metadata.finish_reason ?? null
  const content = given.toWellFormed()
  const argumentBytes = calls.reduce((sum, call) => sum + Buffer.byteLength(call.arguments), 0)
  return {
    message: {
      content,
      refusal: finish === 'refusal' || finish === 'content_filter' ? content : null,
      finish,
      calls: calls.map((call) => ({ ...call, id: ownId(call.id, taken) })),
      bytes: Buffer.byteLength(content) + argumentBytes,
      argumentBytes,
      callCount: calls.length,
    },
    usage: tokens(usage_metadata),
  }
}

/** What stays of a message that is larger than a round may take: how it begins. Its sizes stay as they were. */
export function cut(message: Received): Received {
  const beginning = (text: string) => (text.length > 2000 ? `${text.slice(0, 2000).toWellFormed()} (cut)` : text)
  const calls = message.calls.slice(0, 20).map((call) => ({ ...call, arguments: beginning(call.arguments) }))
  return { ...message, content: beginning(message.content), calls }
}

/**
 * The message and its answers as they go back to the model: every call in it, with an id, a name and arguments that a
 * provider accepts, and every call answered. OpenAI answers 400 to anything else.
 */
export function sentBack(message: Received, answers: readonly Answer[]): BaseMessage[] {
  const calls = message.calls.map((call, index) => ({
    type: 'tool_call' as const,
    id: call.id,
    name: sendableName(call.name),
    args: sendableArguments(call, answers[index]),
  }))
  const content = message.content === '' && calls.length === 0 ? '(no text)' : message.content
  return [new AIMessage({ content, tool_calls: calls }), ...answers.map(toolMessage)]
}

export function toolMessage(answer: Answer): ToolMessage {
  const { id, name, ok, code, content, facts } = answer
  return new ToolMessage({
    tool_call_id: id,
    name: sendableName(name),
    content,
    artifact: { ok, code, facts },
    status: ok ? 'success' : 'error',
  })
}

/** The arguments as a JSON object, without the nulls that models write for what they leave out; undefined if none. */
export function argumentsOf({ arguments: json }: Call): Record<string, unknown> | undefined {
  const value = parse(json)
  if (!isObject(value)) return undefined
  return Object.fromEntries(Object.entries(value).filter(([, given]) => given !== null))
}

/** Not by zod: its records leave `__proto__` out, which is to be refused and not overlooked. */
function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function read(call: unknown, write: (value: unknown) => string): Call {
  const { name, args, id } = Asked.parse(call)
  return { id, name: name.slice(0, 200).toWellFormed(), arguments: write(args).toWellFormed() }
}

/** Empty, and so unreadable, if it is nested so deeply that it cannot be written down. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? ''
  } catch {
    return ''
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : jsonOf(value)
}

/** An escape can hold half a surrogate pair, which no journal can hash: it is replaced. */
function parse(json: string): unknown {
  try {
    return JSON.parse(json, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed() : value))
  } catch {
    return undefined
  }
}

/** Its own id if no call of the round has it yet and every provider takes it, else a new one of nine letters. */
function ownId(id: string, taken: Set<string>): string {
  const fits = /^[A-Za-z0-9_-]{1,40}$/.test(id) && !taken.has(id)
  let own = fits ? id : nineLetters(taken.size)
  for (let next = taken.size; taken.has(own); next++) own = nineLetters(next)
  taken.add(own)
  return own
}

/** Some servers accept ids of exactly nine letters or digits only. */
export function nineLetters(number: number): string {
  return `call${String(number).padStart(5, '0')}`
}

function sendableName(name: string): string {
  return /^[A-Za-z0-9_-]{1,64}$/.test(name) ? name : 'unknown_tool'
}

function sendableArguments(call: Call, answer: Answer | undefined): Record<string, unknown> {
  if (isObject(answer?.arguments)) return answer.arguments
  return { unreadable: call.arguments.slice(0, 500).toWellFormed() }
}

function tokens({ input_tokens, output_tokens }: z.infer<typeof Message>['usage_metadata']): Partial<TokenUse> {
  return {
    ...(input_tokens === undefined ? {} : { inputTokens: input_tokens }),
    ...(output_tokens === undefined ? {} : { outputTokens: output_tokens }),
  }
}
