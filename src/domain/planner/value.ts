/** The value of a look for one hypothesis: the price that it is expected to take away, alone or with one that follows. */
import { confidenceOf } from '../belief.ts'
import type { Prospect } from './look.ts'
import { isResolved, priceOf, type Rival, type Rules } from './price.ts'
import { moved, type Position } from './standing.ts'

/** What a value is reckoned against. */
export type Setting = { readonly rivals: readonly Rival[]; readonly rules: Rules }

/**
 * The value, in leads, of looks made one after the other, for each of them: (price now - expected price after) / looks.
 * For one look that is the knowledge gradient with 0.08 of the information gain (3-decisions). It is reckoned for the
 * first look, for the first two, and so on, and the best of these counts: where a second witness is needed, the first
 * answer alone changes no status and would never seem worth asking for.
 */
export function valueOf(position: Position, looks: readonly Prospect[], setting: Setting): number {
  const now = priceOf(position, setting.rivals, setting.rules)
  let best = Number.NEGATIVE_INFINITY
  for (let n = 1; n <= looks.length; n++) {
    best = Math.max(best, (now - expectedPrice(position, { ...setting, looks: looks.slice(0, n) }, n)) / n)
  }
  return best
}

type Ahead = Setting & { readonly looks: readonly Prospect[] }

/**
 * After so many of the looks, which are still to be made. None is once the hypothesis is resolved. The outcome model is
 * written out here: the planner spends its time in this function.
 */
function expectedPrice(position: Position, ahead: Ahead, left: number): number {
  const { looks, rivals, rules } = ahead
  const look = looks.at(-left)
  if (left === 0 || look === undefined || isResolved(position, rivals, rules)) return priceOf(position, rivals, rules)
  const confidence = confidenceOf(position.logOdds)
  const share = confidence * look.ifTrue + (1 - confidence) * look.ifFalse
  return (
    look.rate * share * expectedPrice(moved(position, look.for), ahead, left - 1) +
    look.rate * (1 - share) * expectedPrice(moved(position, look.against), ahead, left - 1) +
    (1 - look.rate) * expectedPrice(position, ahead, left - 1)
  )
}
