/** The choice of leads for one decision: greedily, each further one only if it is worth it whatever the others answer. */
import type { EvidenceKind } from '../vocabulary.ts'
import type { Board } from './board.ts'
import type { Candidate } from './candidate.ts'
import { bearingOf } from './open-hypothesis.ts'
import { bestOf, type Foreseen, type Scored, scoresOf, worthIt } from './score.ts'
import { after } from './standing.ts'
import { type Weighing, weigh } from './weighing.ts'

/** `nextBest` is the best of those left out, as it would score after the chosen ones. */
export type Choice = { readonly leads: readonly Scored[]; readonly nextBest: Scored | undefined }

/** How near a further lead must come to the best. In simulation leads are then no more in all than one at a time. */
const nearTheBest = 0.5

/** About a third of the leads worth their cost now are needed in the end: with fewer rounds left, rounds run short. */
const neededShare = 1 / 3

/** The leads worth their cost, best first, at most so many. */
export function choose(board: Board, most: number): Choice {
  const leads: Scored[] = []
  let foreseen = asItStands(board)
  let scored = scoresOf(board.candidates, foreseen)
  const further = barFor(scored, board)
  for (;;) {
    const best = bestOf(scored.filter(({ candidate }) => leads.every((lead) => lead.candidate !== candidate)))
    const bar = leads.length === 0 ? worthIt : further
    if (best === undefined || best.score < bar || leads.length >= most) return { leads, nextBest: best }
    leads.push(best)
    foreseen = foreseen.map((one) => foresee(one, best.candidate))
    scored = scoresOf(board.candidates, foreseen)
  }
}

/** The score that a further lead must have: near the best one's, or worth its cost where rounds run short. */
function barFor(scored: readonly Scored[], { left }: Board): number {
  const needed = neededShare * scored.filter(({ score }) => score >= worthIt).length
  if (needed > left.rounds) return worthIt
  return Math.max(worthIt, nearTheBest * (bestOf(scored)?.score ?? 0))
}

function asItStands({ within }: Board): Foreseen[] {
  return within.map((weighing) => ({ hypothesis: weighing.hypothesis, weighings: [weighing] }))
}

/**
 * A chosen look may say nothing, speak for the hypothesis, or against it: the state as it is and the two extremes stay
 * in view. Counting the chosen ones into damping alone took up to half as many leads again in simulation.
 */
function foresee(foreseen: Foreseen, { row, look }: Candidate): Foreseen {
  const { hypothesis, weighings } = foreseen
  const [asIs] = weighings
  if (asIs === undefined || bearingOf(row, hypothesis.row.alias) === 'none') return foreseen
  const [, ifFor = asIs, ifAgainst = asIs] = weighings
  const { witness, kindFor, kindAgainst } = look
  return { hypothesis, weighings: [asIs, hearing(ifFor, witness, kindFor), hearing(ifAgainst, witness, kindAgainst)] }
}

function hearing(before: Weighing, witness: string, kind: EvidenceKind): Weighing {
  const { hypothesis, standing, ground } = before
  return weigh(hypothesis, after(standing, { witness, kind }, ground.rules.weights), ground)
}
