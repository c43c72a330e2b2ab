/** One hypothesis in one state of knowledge, with all that has been worked out about looks for it so far. */
import { confidenceOf } from '../belief.ts'
import type { Candidate } from './candidate.ts'
import { expectedChange, type Prospect, prospectOf } from './look.ts'
import { type Bearing, bearings, type OpenHypothesis } from './open-hypothesis.ts'
import { rateOf } from './outcome.ts'
import { isResolved, type Rules } from './price.ts'
import type { Standing } from './standing.ts'
import { valueOf } from './value.ts'

/** So many, so that whichever of them a look is, one of another witness could follow. */
const mostNext = 2

/** What all weighings of a decision share. `witnesses` numbers those that the candidates would ask. */
export type Ground = { readonly rules: Rules; readonly witnesses: ReadonlyMap<string, number> }

/**
 * `next`: the looks expected to move it most, each of another witness. `slots`, by number of the witness, is 0 for all
 * that have said nothing and are not next: looks that differ in such a witness alone are worth the same.
 */
export type Weighing = {
  readonly hypothesis: OpenHypothesis
  readonly standing: Standing
  readonly confidence: number
  readonly resolved: boolean
  readonly ground: Ground
  readonly next: readonly Next[]
  readonly slots: Uint16Array
  readonly known: Map<number, Known>
}
type Next = { readonly witness: number; readonly prospect: Prospect }
type Known = { readonly prospect: Prospect; readonly change: number; value: number | undefined }

export function weigh(hypothesis: OpenHypothesis, standing: Standing, ground: Ground): Weighing {
  const blank = {
    hypothesis,
    standing,
    confidence: confidenceOf(standing.logOdds),
    resolved: isResolved(standing, hypothesis.rivals, ground.rules),
    ground,
    next: [],
    slots: new Uint16Array(ground.witnesses.size),
    known: new Map<number, Known>(),
  }
  const heard = [...standing.voices.keys()].map((voice) => ground.witnesses.get(voice))
  giveSlots(blank.slots, heard)
  if (blank.resolved) return blank
  const next = mostMoving(blank)
  const differ = next.some(({ prospect }) => prospect !== next[0]?.prospect)
  if (differ) giveSlots(blank.slots, [...heard, ...next.map(({ witness }) => witness)])
  return { ...blank, next }
}

/** The value of a look for this hypothesis, in leads; 0 if it is resolved. */
export function valueFor(weighing: Weighing, candidate: Candidate, bearing: Bearing): number {
  if (weighing.resolved) return 0
  const known = knownOf(weighing, candidate, bearing)
  known.value ??= worthOf(weighing, candidate.witness, known.prospect)
  return known.value
}

/** What a look may do to this hypothesis. */
export function prospectFor(weighing: Weighing, candidate: Candidate, bearing: Bearing): Prospect {
  return knownOf(weighing, candidate, bearing).prospect
}

function worthOf({ standing, next, hypothesis, ground }: Weighing, asked: number, prospect: Prospect): number {
  const follower = next.find(({ witness }) => witness !== asked)?.prospect
  return valueOf(standing, prospect, { next: follower, rivals: hypothesis.rivals, rules: ground.rules })
}

function knownOf(weighing: Weighing, candidate: Candidate, bearing: Bearing): Known {
  const slot = weighing.slots[candidate.witness] ?? 0
  const key = (slot * 65_536 + candidate.likeness) * 2 + Number(bearing === 'informs')
  const before = weighing.known.get(key)
  if (before !== undefined) return before
  const rate = rateOf(candidate.row.answerRate, weighing.hypothesis.answers, bearing)
  const prospect = prospectOf(candidate.look, rate, { standing: weighing.standing, rules: weighing.ground.rules })
  const known = { prospect, change: expectedChange(weighing.confidence, prospect), value: undefined }
  weighing.known.set(key, known)
  return known
}

function mostMoving(weighing: Weighing): Next[] {
  const best: (Known | undefined)[] = Array.from({ length: weighing.ground.witnesses.size })
  for (const bearing of bearings) {
    for (const candidate of weighing.hypothesis.looks[bearing]) {
      const known = knownOf(weighing, candidate, bearing)
      if (known.change > (best[candidate.witness]?.change ?? 0)) best[candidate.witness] = known
    }
  }
  return best
    .flatMap((known, witness) => (known === undefined ? [] : [{ ...known, witness }]))
    .toSorted((one, other) => other.change - one.change)
    .slice(0, mostNext)
}

function giveSlots(slots: Uint16Array, witnesses: readonly (number | undefined)[]): void {
  for (const [index, witness] of witnesses.entries()) if (witness !== undefined) slots[witness] ||= index + 1
}
