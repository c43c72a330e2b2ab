/** What a repeated call is answered: the first answer, if it is the same call. */
import { z } from 'zod'
import { AppError } from '../errors.ts'

export type Receipt = { readonly body: string | null; readonly answer: string }

/** The first answer under a key. Throws `idempotency_mismatch` if the key was used with another body. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what the first answer was
export function firstAnswer<Answer>(receipt: Receipt, bodyHash: string): Answer {
  if (receipt.body === bodyHash) return asAnswer<Answer>(receipt.answer)
  throw new AppError(
    'idempotency_mismatch',
    'this key was used before with another body: use a new key for a new request',
  )
}

/** An answer as a client gets it: what JSON cannot hold is gone, so that the first time and the second are the same. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- it was written by `canonical` of the same type
export function asAnswer<Answer>(text: string): Answer {
  return z.custom<Answer>().parse(JSON.parse(text))
}
