/** Whether a hypothesis can still be resolved at all: by the looks left, their witnesses, damping and the budget. */
import { rounded } from '../belief.ts'
import type { EvidenceKind } from '../vocabulary.ts'
import { isResolved } from './price.ts'
import { isAffirming, moved, pointsDown, pointsUp, silent } from './standing.ts'
import type { Weighing } from './weighing.ts'

const neededWitnesses = 2

/**
 * Whether a run of answers exists that resolves it within so many looks. Optimistic: every look answers, all in one
 * direction, and rivals stay where they are. What fails even so can be given up.
 */
export function canBeResolved(weighing: Weighing, looks: number): boolean {
  return canBeByTwo(weighing, looks) || canRise(weighing, looks) || canFall(weighing, looks)
}

/** The usual case, and quick to see: the two looks that move it most would do. */
function canBeByTwo({ standing, next, hypothesis: { rivals }, ground: { rules } }: Weighing, looks: number): boolean {
  const [one, two] = next.map(({ prospect }) => prospect)
  if (one === undefined || two === undefined || looks < 2) return false
  const both = [moved(moved(standing, one.for), two.for), moved(moved(standing, one.against), two.against)]
  return both.some((position) => isResolved(position, rivals, rules))
}

function canRise(weighing: Weighing, looks: number): boolean {
  const { standing, hypothesis, ground } = weighing
  const supported = hypothesis.rivals.filter(({ claim }) => claim === 'supported')
  const target = Math.max(ground.rules.upper, ...supported.map(({ logOdds }) => logOdds + 1e-9))
  const missing = neededWitnesses - standing.witnessesFor
  return isEnough(suppliesOf(weighing, 'up'), { distance: target - standing.logOdds, missing, looks })
}

function canFall(weighing: Weighing, looks: number): boolean {
  const { standing, ground } = weighing
  const missing = neededWitnesses - standing.witnessesAgainst
  return isEnough(suppliesOf(weighing, 'down'), { distance: standing.logOdds - ground.rules.lower, missing, looks })
}

/** What one witness could still add in one direction, largest piece first, and whether it would newly point there. */
type Supply = { readonly pieces: readonly number[]; readonly isNew: boolean }
type Goal = { readonly distance: number; readonly missing: number; readonly looks: number }

/** Takes the largest first piece of each witness that is missing, then the largest of the rest. */
function isEnough(supplies: readonly Supply[], { distance, missing, looks }: Goal): boolean {
  const required = Math.max(0, missing)
  const newcomers = supplies.filter(({ isNew }) => isNew).toSorted((one, other) => first(other) - first(one))
  if (newcomers.length < required || looks < required) return false
  const taken = new Set(newcomers.slice(0, required))
  const rest = descending(supplies.flatMap((supply) => (taken.has(supply) ? supply.pieces.slice(1) : supply.pieces)))
  return rounded(sum([...taken].map(first)) + sum(rest.slice(0, looks - required))) >= rounded(distance)
}

function suppliesOf(weighing: Weighing, direction: 'up' | 'down'): Supply[] {
  const byWitness = new Map<string, Map<EvidenceKind, number>>()
  const { informs, touches } = weighing.hypothesis.looks
  for (const { look } of [...informs, ...touches]) {
    const { witness, kindFor, kindAgainst } = look
    const kind = direction === 'up' ? kindFor : kindAgainst
    const kinds = byWitness.get(witness) ?? new Map<EvidenceKind, number>()
    byWitness.set(witness, kinds.set(kind, (kinds.get(kind) ?? 0) + 1))
  }
  return [...byWitness].map(([witness, kinds]) => supplyOf(weighing, witness, { kinds, direction }))
}

type Offer = { readonly kinds: ReadonlyMap<EvidenceKind, number>; readonly direction: 'up' | 'down' }

function supplyOf({ standing, ground: { rules } }: Weighing, witness: string, { kinds, direction }: Offer): Supply {
  const sign = direction === 'up' ? 1 : -1
  const voice = standing.voices.get(witness) ?? silent
  const pieces = [...kinds].flatMap(([kind, n]) => {
    const weight = Math.max(0, sign * rules.weights[kind])
    return Array.from({ length: n }, (_, index) => weight / ((voice.heard.get(kind) ?? 0) + index + 1))
  })
  const points = direction === 'up' ? pointsUp : pointsDown
  const affirms = voice.affirms || [...kinds.keys()].some((kind) => isAffirming(kind, rules.weights))
  const net = voice.net + sign * sum(pieces)
  return { pieces: descending(pieces), isNew: points({ net, affirms }) && !points(voice) }
}

function first({ pieces }: Supply): number {
  return pieces[0] ?? 0
}

function descending(numbers: readonly number[]): number[] {
  return numbers.toSorted((one, other) => other - one)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
