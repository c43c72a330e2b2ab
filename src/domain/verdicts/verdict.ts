/** What the rules say of a call of the strategist: a pure function of the call and the facts read for it. */

export type Verdict<Facts = unknown> = {
  readonly ok: boolean
  readonly code: string
  /** Of a refusal: what to do instead. */
  readonly message: string
  readonly facts: Facts
}

export function accepted<Facts>(facts: Facts, message: string): Verdict<Facts> {
  return { ok: true, code: 'accepted', message, facts }
}

export function refused<Facts>(facts: Facts, code: string, message: string): Verdict<Facts> {
  return { ok: false, code, message, facts }
}
