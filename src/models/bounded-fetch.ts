/** A fetch for model providers: bounded in bytes, never redirected, with our own headers, each fault under its name. */
import { z } from 'zod'
import { completionOf } from './completion.ts'
import { ModelFailure, type ModelFailureCode } from './failures.ts'

export type Bounds = { readonly apiKey?: string | undefined; readonly answerBytes: number }
type Fetch = (url: string | URL | Request, init?: RequestInit) => Promise<Response>

/** The whole answer is read here, so that the signal bounds a slow one to its last byte. */
export function boundedFetch({ apiKey, answerBytes }: Bounds): Fetch {
  return async (url, init) => {
    const signal = init?.signal ?? null
    const response = await reach(url, { ...init, signal, headers: headers(apiKey), redirect: 'manual' })
    const text = await read(response, { answerBytes, signal })
    if (!response.ok) throw statusFailure(response, text)
    return new Response(completionOf(text), { headers: { 'content-type': 'application/json' } })
  }
}

/** Written here and not taken from the SDK, which adds what it finds in the environment. */
function headers(apiKey: string | undefined): Record<string, string> {
  const own = {
    'content-type': 'application/json',
    accept: 'application/json',
    'user-agent': 'investigation-strategist',
  }
  return apiKey === undefined ? own : { ...own, authorization: `Bearer ${apiKey}` }
}

async function reach(url: string | URL | Request, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (init.signal?.aborted) throw error
    const { code, detail } = networkFault(error)
    const cut = code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE'
    if (cut) throw new ModelFailure('model_cut_off', 'the provider closed the connection', { detail, transient: true })
    throw new ModelFailure('model_unreachable', 'the provider could not be reached', { detail, transient: true })
  }
}

async function read(response: Response, bounds: { answerBytes: number; signal: AbortSignal | null }): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  try {
    for await (const chunk of response.body ?? []) {
      if (!(chunk instanceof Uint8Array)) continue
      bytes += chunk.byteLength
      if (bytes > bounds.answerBytes) break
      chunks.push(chunk)
    }
  } catch (error) {
    if (bounds.signal?.aborted) throw error
    const { detail } = networkFault(error)
    throw new ModelFailure('model_cut_off', 'the provider broke off in its answer', { detail, transient: true })
  }
  if (bytes <= bounds.answerBytes) return Buffer.concat(chunks).toString('utf8')
  throw new ModelFailure('answer_too_large', `the provider answered more than ${bounds.answerBytes} bytes`)
}

function statusFailure({ status, headers: given }: Response, text: string): ModelFailure {
  const detail = said(text)
  if (status >= 300 && status < 400) {
    const to = given.get('location') ?? 'nowhere'
    return new ModelFailure('model_error', 'the provider redirects, which is not followed: set its base URL', {
      detail: to,
    })
  }
  const code = codes[status] ?? 'model_error'
  const transient = status === 429 || status >= 500
  return new ModelFailure(code, `the provider answered ${status}`, { detail, transient, retryAfter: retryAfter(given) })
}

const codes: Readonly<Record<number, ModelFailureCode>> = {
  401: 'model_unauthorized',
  403: 'model_unauthorized',
  404: 'model_not_found',
  429: 'model_rate_limited',
}

const ErrorBody = z.object({ error: z.object({ message: z.string() }) })

/** The sentence in an error body, or how the body begins. */
function said(text: string): string {
  try {
    return ErrorBody.parse(JSON.parse(text)).error.message
  } catch {
    return text.slice(0, 300)
  }
}

/** Seconds: the header holds them, or a date. */
function retryAfter(given: Headers): number | undefined {
  const header = given.get('retry-after')?.trim()
  if (header === undefined || header === '') return undefined
  const seconds = Number.isNaN(Number(header)) ? (Date.parse(header) - Date.now()) / 1000 : Number(header)
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds)
}

/** Node hides what happened in the cause of "fetch failed". */
function networkFault(error: unknown): { code: string; detail: string } {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : ''
  const detail = inner instanceof Error ? inner.message || code : String(inner)
  return { code, detail }
}
