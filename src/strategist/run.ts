/** Answers one tool call, whatever it holds: by running the tool, or by saying what is wrong with the call. */
import { createHash } from 'node:crypto'
import { ToolMessage } from '@langchain/core/messages'
import { ToolInputParsingException } from '@langchain/core/tools'
import { z } from 'zod'
import type { Answer, Binding, Call } from '../domain/transcript.ts'
import { visible } from '../domain/text/hostile.ts'
import { type Deadline, within } from './deadline.ts'
import { argumentsOf } from './message.ts'
import { refusal, type Reply } from './reply.ts'
import { Stop } from './stop.ts'
import { isRecordTool, recordNames, type Toolbox } from './tools.ts'

export type Bench = {
  readonly toolbox: Toolbox
  readonly time: Deadline
  readonly answerBytes: number
}

const Artifact = z.object({ ok: z.boolean(), code: z.string(), facts: z.unknown() })

/** Runs a call if it can be run under this binding. Throws Stop if the desk fails, time is over or the answer is too large. */
export async function answerTo(call: Call, binding: Binding, bench: Bench): Promise<Answer> {
  const input = argumentsOf(call)
  const wrong = cannotRun(call, binding, bench)
  if (wrong !== undefined) return written(call, null, wrong)
  if (input === undefined) return written(call, null, unreadable(call))
  const reply = await invoke(call, input, bench)
  const bytes = Buffer.byteLength(reply[0])
  if (bytes > bench.answerBytes) {
    throw new Stop('answer_too_large', `${call.name} answered ${bytes} bytes, the limit is ${bench.answerBytes}`)
  }
  return written(call, reply[1].code === 'invalid_arguments' ? null : input, reply)
}

/** The answer as the log keeps it. Arguments came as JSON and facts are rows or verdicts, so that a log holds them as they are. */
export function written(call: Call, input: unknown, [content, { ok, code, facts }]: Reply): Answer {
  // what is refused may repeat words of the call; a view's text is safe already
  const text = ok ? content.toWellFormed() : visible(content)
  return {
    id: call.id,
    name: call.name,
    ok,
    code,
    content: text,
    sha256: createHash('sha256').update(text).digest('hex'),
    arguments: input,
    facts: facts ?? null,
  }
}

function cannotRun({ name }: Call, binding: Binding, { toolbox }: Bench): Reply | undefined {
  if (!toolbox.tools.has(name)) {
    const known = [...toolbox.tools.keys()].join(', ')
    return refusal(
      'unknown_tool',
      `There is no tool ${JSON.stringify(name.slice(0, 64))}. Call one of these: ${known}.`,
    )
  }
  if (binding === 'all' || isRecordTool(name)) return undefined
  return refusal('decide_now', `${name} was not run: it is time to decide. Call ${recordNames.join(' or ')}.`)
}

function unreadable(call: Call): Reply {
  const begins = call.arguments === '' ? 'nothing' : JSON.stringify(call.arguments.slice(0, 100))
  const what = `The arguments of ${call.name} are not a JSON object; they begin with ${begins}.`
  return refusal('invalid_arguments', `${what} Send the call again with a JSON object.`)
}

async function invoke(call: Call, input: Record<string, unknown>, { toolbox, time }: Bench): Promise<Reply> {
  try {
    const ask = { type: 'tool_call' as const, id: call.id, name: call.name, args: input }
    const message = await within(time, async (): Promise<unknown> => toolbox.tools.get(call.name)?.invoke(ask))
    if (!ToolMessage.isInstance(message)) throw new Error(`${call.name} gave no tool message`)
    return [message.text, Artifact.parse(message.artifact)]
  } catch (error) {
    if (error instanceof ToolInputParsingException) return refusal('invalid_arguments', mistakes(call, error))
    if (error instanceof Stop) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new Stop('desk_failed', `${call.name} could not be answered: ${why.slice(0, 300)}`, { cause: error })
  }
}

/** LangChain's text names each mistake and where it is; a hostile name of a key may make it long. */
function mistakes(call: Call, { message }: Error): string {
  const list = message.slice(message.indexOf('\n')).trim().slice(0, 1000)
  return `The arguments of ${call.name} are not right:\n${list}\nPut that right and send the call again.`
}
