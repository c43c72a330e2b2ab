/** The outcome model: how likely a look is to speak for a hypothesis, against it, or not at all. */
import type { AnswerRow, LookRow } from '../views/source-coverage.ts'
import type { EvidenceKind } from '../vocabulary.ts'

const priorLooks = { rate: 4, strength: 10 } as const
const shareOfTouching = 1 / 3
const apart = 0.001

/** The chances of "for" when the hypothesis is true and when it is false, given that the look answers. */
export type Strength = readonly [ifTrue: number, ifFalse: number]

/** What a look at one artefact may say about one hypothesis. `rate` is the chance that it says anything. */
export type Outcome = { readonly rate: number; readonly ifTrue: number; readonly ifFalse: number }

/**
 * The answer rate that this case teaches for one hypothesis, (4r + answers) / (4 + looks): a hypothesis that nothing
 * answers is given up in the end. An artefact that shares only a topic (`touches`) gets a third of it.
 */
export function rateOf(
  catalogue: number,
  answers: Omit<AnswerRow, 'hypothesis'>,
  bearing: 'informs' | 'touches',
): number {
  const learnt = (priorLooks.rate * catalogue + answers.answers) / (priorLooks.rate + answers.looks)
  return Math.min(1, learnt) * (bearing === 'touches' ? shareOfTouching : 1)
}

/**
 * The strength that this case teaches for one artefact: the catalogue's a/b count as ten looks, each answer in the
 * expected direction raises a, each one against it raises b. Always 0 < b < a < 1.
 */
export function strengthOf([ifTrue, ifFalse]: Strength, looks: readonly LookRow[]): Strength {
  const { hits, contraries } = tried(looks)
  const all = priorLooks.strength + hits + contraries
  const a = (priorLooks.strength * ifTrue + hits) / all
  const b = (priorLooks.strength * ifFalse + contraries) / all
  return inOrder(a, b)
}

/** How many finished looks answered as their leads expected, how many the other way, and how many there were. */
export function tried(looks: readonly LookRow[]): { hits: number; contraries: number; all: number } {
  const total = { hits: 0, contraries: 0, all: 0 }
  for (const look of looks) {
    const up = !isAgainst(look.kind)
    total.hits += up ? look.for : look.against
    total.contraries += up ? look.against : look.for
    total.all += look.for + look.against + look.nothing
  }
  return total
}

/** The chance that a look speaks for a hypothesis of this confidence, and the chance that it speaks against it. */
export function chancesOf(confidence: number, { rate, ifTrue, ifFalse }: Outcome): { for: number; against: number } {
  const share = confidence * ifTrue + (1 - confidence) * ifFalse
  return { for: rate * share, against: rate * (1 - share) }
}

function isAgainst(kind: EvidenceKind): boolean {
  return kind === 'weakens' || kind === 'contradicts'
}

function inOrder(a: number, b: number): Strength {
  if (a - b >= apart) return [Math.min(a, 1 - apart), Math.max(b, apart)]
  const middle = Math.min(1 - apart, Math.max(apart, (a + b) / 2))
  return [middle + apart / 2, middle - apart / 2]
}
