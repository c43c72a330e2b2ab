/** Every way in which a model or its provider can fail, by name; whatever is thrown becomes one of them. */
import type { RoundFailure } from '../domain/transcript.ts'

export type ModelFailureCode = Extract<RoundFailure, `model_${string}` | 'answer_too_large' | 'out_of_time'>

export type Hint = {
  /** What the provider itself said. Kept out of `message`: the OpenAI SDK reads that and takes some words for its own. */
  readonly detail?: string | undefined
  /** Seconds that the provider asks to wait. */
  readonly retryAfter?: number | undefined
  /** Asking again may help. */
  readonly transient?: boolean
}

export class ModelFailure extends Error {
  readonly code: ModelFailureCode
  readonly hint: Hint

  constructor(code: ModelFailureCode, message: string, hint: Hint = {}) {
    super(message)
    this.name = 'ModelFailure'
    this.code = code
    this.hint = hint
  }

  /** For people and the log: what happened, and the beginning of what the provider said. */
  get account(): string {
    const detail = oneLine(this.hint.detail ?? '')
    return detail === '' ? this.message : `${this.message}: ${detail}`
  }
}

/** The failure inside an error that LangChain or the OpenAI SDK has wrapped, or the name for one of theirs. */
export function failureOf(error: unknown): ModelFailure {
  let inner = error
  for (let depth = 0; depth < 10 && inner instanceof Error; depth++, inner = inner.cause) {
    if (inner instanceof ModelFailure) return inner
    if (inner.name === 'TimeoutError') return new ModelFailure('out_of_time', 'the model took too long')
  }
  const detail = error instanceof Error ? error.message : String(error)
  return new ModelFailure('model_error', 'the model could not be asked', { detail })
}

/** Failures of a provider that has done no work, so that nothing is to be paid for. */
export function isFree({ code }: ModelFailure): boolean {
  return ['model_unreachable', 'model_unauthorized', 'model_not_found', 'model_rate_limited'].includes(code)
}

function oneLine(text: string): string {
  return text
    .slice(0, 300)
    .toWellFormed()
    .replaceAll(/[\s\p{C}]+/gu, ' ')
    .trim()
}
