/** A model provider on loopback: speaks OpenAI's chat completions from a script, and is as strict as OpenAI is. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { z } from 'zod'

const ToolCall = z.object({
  id: z.string().min(1).max(40),
  type: z.literal('function'),
  function: z.object({ name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/), arguments: z.string() }),
})
const Message = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']),
  content: z.string().nullable(),
  tool_calls: z.array(ToolCall).min(1).optional(),
  tool_call_id: z.string().optional(),
})
const Request = z.object({
  model: z.string(),
  stream: z.literal(false).optional(),
  messages: z.array(Message).min(1),
  tools: z.array(z.object({ type: z.literal('function'), function: z.object({ name: z.string() }).loose() })).min(1),
})
type ProviderRequest = z.infer<typeof Request> & { readonly headers: IncomingMessage['headers'] }

type Plain = (response: ServerResponse) => void
/** Writes one answer. Called with what was asked, once that has passed the checks. */
export type Step = (response: ServerResponse, request: ProviderRequest) => void

export type ScriptedProvider = {
  readonly url: string
  readonly requests: ProviderRequest[]
  close(): Promise<void>
}

/** One step for each request; when they are used up the answer is 500. */
export async function scriptedProvider(...steps: readonly Step[]): Promise<ScriptedProvider> {
  const requests: ProviderRequest[] = []
  const server = createServer((request, response) => {
    void handle(request, response).catch((error: unknown) => status(500, String(error))(response))
  })
  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Request.safeParse(JSON.parse(await textOf(incoming)))
    const wrong = body.success ? conversationFault(body.data) : z.prettifyError(body.error)
    if (!body.success || wrong !== undefined) return status(400, wrong ?? 'bad request')(response)
    const request = { ...body.data, headers: incoming.headers }
    requests.push(request)
    const step = steps[requests.length - 1] ?? status(500, 'the script has no more steps')
    step(response, request)
  }
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}/v1`, requests, close: () => closed(server) }
}

type Said = { name: string; arguments?: unknown; id?: string | null }

/** A message with tool calls. Arguments that are a string go as they are, anything else as its JSON. */
export function calls(...said: readonly Said[]): Step {
  const tool_calls = said.map(({ name, arguments: given = {}, id }, index) => ({
    ...(id === null ? {} : { id: id ?? `call_${index}` }),
    type: 'function',
    function: { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
  }))
  return message({ content: null, tool_calls }, 'tool_calls')
}

export function text(content: string): Step {
  return message({ content }, 'stop')
}

export function refusal(words: string): Step {
  return message({ content: null, refusal: words }, 'stop')
}

export function message(given: object, finish_reason: string): Step {
  const usage = { prompt_tokens: 1000, completion_tokens: 50, total_tokens: 1050 }
  return json({
    id: 'chatcmpl-1',
    model: 'scripted',
    choices: [{ index: 0, message: { role: 'assistant', ...given }, finish_reason }],
    usage,
  })
}

export function json(body: unknown): Plain {
  return raw(200, JSON.stringify(body))
}

export function status(code: number, words: string, headers: Record<string, string> = {}): Plain {
  return raw(code, JSON.stringify({ error: { message: words } }), headers)
}

/** JSON unless the headers say otherwise. */
export function raw(code: number, body: string, headers: Record<string, string> = {}): Plain {
  return (response) => {
    response.writeHead(code, { 'content-type': 'application/json', ...headers })
    response.end(body)
  }
}

/** A byte every 20 ms, for ever. */
export const drip: Step = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(timer))
}

/** Takes the request and never answers. */
export const hang: Step = () => undefined

/** Closes the connection in the middle of the answer. */
export const cutOff: Step = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"choices":[{"message":', () => response.destroy())
}

/** Closes the connection before any answer. */
export const hangUp: Step = (response) => {
  response.destroy()
}

/** More and more white space, until the other side closes. */
export const endless: Step = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const more = () => {
    while (!response.destroyed && response.write(' '.repeat(16_384)));
  }
  response.on('drain', more)
  more()
}

/** OpenAI answers 400 unless every tool call is followed by exactly one answer under its id. */
function conversationFault({ messages }: z.infer<typeof Request>): string | undefined {
  const open = new Set<string>()
  for (const { role, tool_calls = [], tool_call_id = '' } of messages) {
    if (role === 'tool') {
      if (!open.delete(tool_call_id)) return `no call is waiting for an answer to ${tool_call_id}`
    } else if (open.size > 0) break
    const wrong = tool_calls.map((call) => callFault(call, open)).find((fault) => fault !== undefined)
    if (wrong !== undefined) return wrong
  }
  return open.size > 0 ? `tool_calls without an answer: ${[...open].join(', ')}` : undefined
}

function callFault({ id, function: asked }: z.infer<typeof ToolCall>, open: Set<string>): string | undefined {
  if (open.has(id)) return `duplicate tool call id ${id}`
  open.add(id)
  return isObject(asked.arguments) ? undefined : `arguments of ${id} are not a JSON object`
}

function isObject(written: string): boolean {
  try {
    return z.object({}).safeParse(JSON.parse(written)).success
  } catch {
    return false
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) {
    if (chunk instanceof Uint8Array) chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

async function closed(server: Server): Promise<void> {
  if (!server.listening) return
  const end = once(server, 'close')
  server.close()
  server.closeAllConnections()
  await end
}
