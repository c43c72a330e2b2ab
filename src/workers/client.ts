/** The service over REST, as workers and commands reach it: deadlines, harmless repeats, refusals, answers by shape. */
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '../errors.ts'

/** What the service refused, under its own stable code; the message says what to do. */
export class Refusal extends Error {
  readonly code: string
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>

  constructor({ code, status, detail, ...details }: z.output<typeof Problem>) {
    super(detail)
    this.name = 'Refusal'
    this.code = code
    this.status = status
    this.details = details
  }
}

export type Call<Shape extends z.ZodType> = {
  /** As the API writes it, from `/v1` on, with its query. */
  readonly path: string
  readonly answer: Shape
  /** Left out: GET without a body, POST with one. */
  readonly method?: 'GET' | 'POST' | 'PATCH'
  readonly body?: unknown
  /** The Idempotency-Key, under which the call can be repeated. */
  readonly key?: string
  /** A repeat changes nothing although there is no key of its own, as with a `recordKey`. */
  readonly repeatable?: boolean
  /** How long one try may take; left out: 30. */
  readonly seconds?: number
}

export type Client = {
  readonly url: string
  /** Throws `Refusal`, `service_unreachable`, and the reason of the client's signal. */
  readonly call: <Shape extends z.ZodType>(call: Call<Shape>) => Promise<z.output<Shape>>
}

export type Reach = {
  readonly url: string
  readonly apiKey?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** Milliseconds before each further try of a call that may be repeated. */
const waits = [200, 500, 1000, 2000]

const Problem = z.looseObject({ code: z.string(), status: z.int(), detail: z.string() })

export function createClient(reach: Reach): Client {
  const client = { ...reach, url: reach.url.replace(/\/+$/, '') }
  return { url: client.url, call: (call) => tried(client, call, waits) }
}

async function tried<Shape extends z.ZodType>(
  reach: Reach,
  call: Call<Shape>,
  left: readonly number[],
): Promise<z.output<Shape>> {
  try {
    return await once(reach, call)
  } catch (error) {
    const [wait, ...later] = left
    if (wait === undefined || !mayRepeat(call) || !isPassing(error)) throw error
    await pause(wait, undefined, reach.signal && { signal: reach.signal }).catch(() => reach.signal?.throwIfAborted())
    return tried(reach, call, later)
  }
}

function mayRepeat({ method, body, key, repeatable }: Call<z.ZodType>): boolean {
  const reads = (method ?? (body === undefined ? 'GET' : 'POST')) === 'GET'
  return reads || key !== undefined || repeatable === true
}

/** Whether the same call may succeed a moment later: nobody answered, or the service is without its database. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Refusal) return error.status === 503
  return error instanceof AppError && error.code === 'service_unreachable'
}

async function once<Shape extends z.ZodType>(reach: Reach, call: Call<Shape>): Promise<z.output<Shape>> {
  const { status, text } = await exchange(reach, call)
  const said = jsonOf(text)
  if (status >= 400) throw refusalOf(reach, status, said)
  const parsed = call.answer.safeParse(said)
  if (parsed.success) return parsed.data
  const where = `${reach.url}${call.path}`
  throw new AppError(
    'internal',
    `${where} answered in a shape that this version does not know: ${z.prettifyError(parsed.error)}`,
    { cause: parsed.error },
  )
}

async function exchange({ url, apiKey, signal }: Reach, { path, method, body, key, seconds = 30 }: Call<z.ZodType>) {
  const deadline = AbortSignal.timeout(seconds * 1000)
  try {
    const response = await fetch(`${url}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
    })
    return { status: response.status, text: await response.text() }
  } catch (cause) {
    signal?.throwIfAborted()
    const what = deadline.aborted ? `did not answer within ${seconds} s` : `does not answer (${reasonOf(cause)})`
    throw new AppError('service_unreachable', `${url} ${what}`, { cause })
  }
}

function refusalOf({ url }: Reach, status: number, said: unknown): Error {
  const problem = Problem.safeParse(said)
  if (problem.success) return new Refusal(problem.data)
  return new AppError(
    'service_unreachable',
    `${url} answered ${status}, but not as this service does: another program seems to listen there`,
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What fetch hides in its cause, such as `ECONNREFUSED`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.cause instanceof Error) return reasonOf(error.cause)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}
