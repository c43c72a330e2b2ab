/** Which evidence of a record is new: one kind for each phenomenon and hypothesis, the same again changes nothing. */
import { alias, shortOfAlias } from '../../domain/identity.ts'
import type { EvidenceGiven, PhenomenonGiven } from '../../domain/journal/bodies.ts'
import type { EvidenceInput, RecordsInput } from '../../domain/records.ts'
import type { EvidenceKind } from '../../domain/vocabulary.ts'
import type { HypothesisFacts, PhenomenonFacts } from '../../graph/facts/facts.ts'
import type { Scene } from '../case-write.ts'
import type { Finder } from '../references.ts'
import type { RecordFacts } from './facts.ts'
import { refused, type Resolved } from './resolve.ts'

/** A phenomenon of the call: new, or one that was known under the same quotes. */
export type Placed = { readonly short: string; readonly alias: string; readonly known: PhenomenonFacts | undefined }

export type Judged = {
  readonly placed: Placed[]
  readonly fresh: PhenomenonGiven[]
  readonly evidence: EvidenceGiven[]
  readonly unchanged: number
}

type Claimed = { at: string; phenomenon: string; evidence: EvidenceInput }

/** Throws `evidence_exists` where another kind stands already, and `unknown_*`. */
export function judgeEvidence(
  scene: Scene,
  input: RecordsInput,
  facts: RecordFacts & Pick<Resolved, 'phenomena'>,
): Judged {
  const { hypotheses, later, known } = facts
  const { placed, fresh } = place(scene, facts.phenomena, known)
  const claims = claimsOf(input, placed, later)
  const standing = standingKinds([...known, ...input.evidence.map(({ phenomenon }) => later(phenomenon))])
  return { placed, fresh, ...sift(claims, hypotheses, standing) }
}

/** Numbers the new phenomena without gaps, and finds those that are known or named twice in the call. */
function place(scene: Scene, given: readonly PhenomenonGiven[], known: readonly PhenomenonFacts[]) {
  const fresh: PhenomenonGiven[] = []
  const byContent = new Map<string, Placed>(
    known.map((facts) => [facts.reference, { short: shortOf(facts.key), alias: facts.alias, known: facts }]),
  )
  const placed = given.map((phenomenon) => {
    const earlier = byContent.get(phenomenon.contentKey)
    if (earlier) return earlier
    const numbered = {
      ...phenomenon,
      alias: alias(scene.case.id, 'phenomenon', scene.case.phenomena + fresh.length + 1),
    }
    fresh.push(numbered)
    const own = { short: shortOfAlias(numbered.alias), alias: numbered.alias, known: undefined }
    byContent.set(phenomenon.contentKey, own)
    return own
  })
  return { placed, fresh }
}

function claimsOf(input: RecordsInput, placed: readonly Placed[], later: Finder<PhenomenonFacts>): Claimed[] {
  const own = input.phenomena.flatMap(({ evidence }, index) =>
    evidence.map((piece, number) => ({
      at: `phenomena[${index}].evidence[${number}]`,
      phenomenon: placed[index]?.short ?? '',
      evidence: piece,
    })),
  )
  const added = input.evidence.map(({ phenomenon, ...evidence }, index) => {
    const facts = later(phenomenon)
    if (facts.withdrawnAt !== null)
      throw refused(
        'already_withdrawn',
        `evidence[${index}].phenomenon`,
        `${facts.alias} was withdrawn: record it anew`,
      )
    return { at: `evidence[${index}]`, phenomenon: shortOf(facts.key), evidence }
  })
  return [...own, ...added]
}

function sift(claims: readonly Claimed[], hypotheses: Finder<HypothesisFacts>, standing: Map<string, EvidenceKind>) {
  const evidence: EvidenceGiven[] = []
  for (const { at, phenomenon, evidence: piece } of claims) {
    const hypothesis = hypotheses(piece.hypothesis)
    const pair = `${phenomenon}|${hypothesis.short}`
    const kind = standing.get(pair)
    if (kind !== undefined && kind !== piece.kind) {
      throw refused(
        'evidence_exists',
        at,
        `this phenomenon already gives \`${kind}\` for ${hypothesis.alias}: withdraw that first, or leave this out`,
      )
    }
    if (kind === undefined)
      evidence.push({ phenomenon, hypothesis: hypothesis.short, kind: piece.kind, why: piece.why })
    standing.set(pair, piece.kind)
  }
  return { evidence, unchanged: claims.length - evidence.length }
}

function standingKinds(known: readonly PhenomenonFacts[]): Map<string, EvidenceKind> {
  return new Map(
    known.flatMap(({ key, evidence }) =>
      evidence.map(({ hypothesis, kind }) => [`${shortOf(key)}|${hypothesis}`, kind]),
    ),
  )
}

const shortOf = (key: string) => key.slice(key.indexOf('|') + 1)
