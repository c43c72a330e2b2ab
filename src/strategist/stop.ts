/** Ends a round as failed: thrown wherever a limit is met, caught once where the round is written down. */
import type { Outcome, RoundFailure } from '../domain/transcript.ts'

export class Stop extends Error {
  readonly code: RoundFailure

  constructor(code: RoundFailure, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'Stop'
    this.code = code
  }
}

/** What was decided, or how it failed. Anything but a Stop is a defect and passes through. */
export async function orFailed(deciding: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await deciding()
  } catch (error) {
    if (error instanceof Stop) return { type: 'failed', code: error.code, message: error.message }
    throw error
  }
}
