/** How a desk's answer becomes a tool's answer: text for the model, and an artifact with the facts for code and log. */
import type { Verdict } from '../domain/verdicts/verdict.ts'
import { AppError, type ErrorCode } from '../errors.ts'
import type { Shown } from './desk.ts'

type Artifact = { readonly ok: boolean; readonly code: string; readonly facts: unknown }
/** LangChain's `content_and_artifact`. */
export type Reply = [content: string, artifact: Artifact]

/** A refusal that is already in words, such as one read from the log. */
export class Refused extends Error {
  readonly code: string
  readonly facts: unknown

  constructor(code: string, message: string, facts: unknown = null) {
    super(message)
    this.name = 'Refused'
    this.code = code
    this.facts = facts
  }
}

/** Failures that no model can put right, so that telling it would only use up its calls. */
const notTheModels: ReadonlySet<ErrorCode> = new Set([
  'bad_row',
  'graph_unavailable',
  'graph_not_read_only',
  'schema_changed',
  'no_neo4j',
  'config',
  'round_lost',
  'internal',
])

export async function shown(read: () => Promise<Shown<unknown>>): Promise<Reply> {
  return orRefused(async () => {
    const { text, rows } = await read()
    return [text, { ok: true, code: 'ok', facts: rows }]
  })
}

export async function judged(judge: () => Promise<Verdict>): Promise<Reply> {
  return orRefused(async () => {
    const { ok, code, message, facts } = await judge()
    return [message, { ok, code, facts }]
  })
}

export function refusal(code: string, message: string): Reply {
  return [message, { ok: false, code, facts: null }]
}

async function orRefused(reply: () => Promise<Reply>): Promise<Reply> {
  try {
    return await reply()
  } catch (error) {
    if (error instanceof Refused) return [error.message, { ok: false, code: error.code, facts: error.facts }]
    if (!(error instanceof AppError) || notTheModels.has(error.code)) throw error
    return [error.message, { ok: false, code: error.code, facts: error.details }]
  }
}
