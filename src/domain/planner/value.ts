/** The value of a look for one hypothesis: the price that it is expected to take away, alone or with one that follows. */
import { confidenceOf } from '../belief.ts'
import type { Prospect } from './look.ts'
import { isResolved, priceOf, type Rival, type Rules } from './price.ts'
import { moved, type Position } from './standing.ts'

/** What a price is reckoned by. */
type Setting = { readonly rivals: readonly Rival[]; readonly rules: Rules }

/** `next`: the look of another witness that could follow, if there is one. */
export type Following = Setting & { readonly next: Prospect | undefined }

/**
 * The value of a look in leads. Alone it is the knowledge gradient with 0.08 of the information gain (3-decisions): the
 * price now less the price expected after it. Where a second witness is needed, the first answer alone changes no status
 * and would never seem worth asking for; so a look counts for half of what it is worth together with one that follows,
 * if that is more, but never for more than it adds to the other.
 */
export function valueOf(position: Position, look: Prospect, { next, rivals, rules }: Following): number {
  const now = priceOf(position, rivals, rules)
  const gain = (looks: readonly Prospect[]) => now - expectedPrice(position, { looks, rivals, rules }, looks.length)
  const alone = gain([look])
  if (next === undefined) return alone
  const both = gain([look, next])
  return Math.max(alone, Math.min(both / 2, both - gain([next])))
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
