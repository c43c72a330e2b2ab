/** A look that could be made: one artefact of one source, as a hypothesis would hear of it. */
import type { Rules } from './price.ts'
import { chancesOf, type Outcome } from './outcome.ts'
import { changeBy, type Position, type Standing } from './standing.ts'
import type { EvidenceKind } from '../vocabulary.ts'

/** What a look brings whatever the hypothesis: who answers, with which kinds, and how reliably. */
export type Look = {
  readonly witness: string
  readonly kindFor: EvidenceKind
  readonly kindAgainst: EvidenceKind
  readonly strength: readonly [ifTrue: number, ifFalse: number]
}

/** What a look may do to one hypothesis: with which chances, and the change that either answer would make. */
export type Prospect = Outcome & { readonly for: Position; readonly against: Position }

/** What this look may do to a hypothesis that stands so, when it says something of it with the chance `rate`. */
export function prospectOf(
  look: Look,
  rate: number,
  { standing, rules }: { standing: Standing; rules: Rules },
): Prospect {
  const { witness, kindFor, kindAgainst, strength } = look
  return {
    rate,
    ifTrue: strength[0],
    ifFalse: strength[1],
    for: changeBy(standing, { witness, kind: kindFor }, rules.weights),
    against: changeBy(standing, { witness, kind: kindAgainst }, rules.weights),
  }
}

/** The expected |change of log odds| of a hypothesis of this confidence. */
export function expectedChange(confidence: number, prospect: Prospect): number {
  const chances = chancesOf(confidence, prospect)
  return chances.for * Math.abs(prospect.for.logOdds) + chances.against * Math.abs(prospect.against.logOdds)
}
