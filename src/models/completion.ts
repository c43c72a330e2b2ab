/** What a provider answered: read tolerantly, and handed on in the one shape that LangChain reads without losing any of it. */
import { z } from 'zod'
import { ModelFailure } from './failures.ts'
import { TextContent } from './text-content.ts'

const count = z.int().nonnegative()
const optional = <T extends z.ZodType>(schema: T) => schema.optional().catch(undefined)

const ToolCall = z
  .object({
    id: z.string().catch(''),
    function: z
      .object({ name: z.string().catch(''), arguments: z.unknown().optional() })
      .catch({ name: '', arguments: null }),
  })
  .catch({ id: '', function: { name: '', arguments: null } })

const Body = z.object({
  id: optional(z.string()),
  model: optional(z.string()),
  error: z.unknown().optional(),
  choices: z
    .array(
      z.object({
        message: z.object({
          content: TextContent.optional(),
          refusal: optional(z.string().min(1)),
          tool_calls: z.array(ToolCall).catch([]),
        }),
        finish_reason: optional(z.string()),
      }),
    )
    .catch([]),
  usage: z.object({ prompt_tokens: optional(count), completion_tokens: optional(count) }).catch({}),
})

/**
 * The answer as JSON text in exactly the shape of OpenAI's. A refusal, which LangChain drops, becomes the content with
 * the finish reason `refusal`; only the first choice is kept. Throws ModelFailure if there is no answer in it.
 */
export function completionOf(text: string): string {
  const { error, choices, usage, ...rest } = bodyOf(text)
  const [choice] = choices
  if (error !== undefined && error !== null) {
    throw new ModelFailure('model_error', 'the provider answered with an error', { detail: JSON.stringify(error) })
  }
  if (choice === undefined)
    throw new ModelFailure('model_empty', 'the provider answered without a message', { detail: text })
  const { content, refusal, tool_calls } = choice.message
  const message = { role: 'assistant', content: refusal ?? content ?? '', tool_calls: tool_calls.map(call) }
  const finish_reason = refusal === undefined ? choice.finish_reason : 'refusal'
  return JSON.stringify({ ...rest, choices: [{ index: 0, message, finish_reason }], usage })
}

function bodyOf(text: string): z.infer<typeof Body> {
  const parsed = Body.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  throw new ModelFailure('model_not_json', 'the provider answered something other than a completion', { detail: text })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    const html = text.trimStart().startsWith('<')
    const what = html ? 'a web page: is the base URL that of an API?' : 'something that is not JSON'
    throw new ModelFailure('model_not_json', `the provider answered with ${what}`, { detail: text })
  }
}

/**
 * Arguments are JSON in a string in OpenAI's format; some servers send the value itself. What is no JSON goes on as a
 * JSON string: as it is LangChain would move it to another list, out of its order, and warn about it.
 */
function call({ id, function: { name, arguments: given } }: z.infer<typeof ToolCall>) {
  const json = typeof given === 'string' && isJson(given) ? given : JSON.stringify(given ?? null)
  return { id, type: 'function', function: { name, arguments: json } }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
