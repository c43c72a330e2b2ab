/** What a kind of source usually holds: one line of the catalogue. A hint for choosing leads, never a checklist. */
import { z } from 'zod'
import { EvidenceKind, Slug, StrengthTier, strengthTiers, Technique, Topic } from './vocabulary.ts'

/** A tier of the catalogue, or its two chances written out: of "for" if the hypothesis is true, and if it is false. */
export const Strength = z.union([
  StrengthTier,
  z
    .tuple([z.number().gt(0).lt(1), z.number().gt(0).lt(1)])
    .refine(([ifTrue, ifFalse]) => ifTrue > ifFalse, 'an answer must be likelier when the hypothesis is true'),
])
export type Strength = z.infer<typeof Strength>

const Kind = {
  for: EvidenceKind.exclude(['weakens', 'contradicts']),
  against: EvidenceKind.extract(['weakens', 'contradicts']),
}

export const Artefact = z
  .strictObject({
    key: Slug.describe('unique among the artefacts of one source'),
    name: z.string().min(1).max(200).describe('as practitioners say it'),
    topics: z.array(Topic).min(1).max(16),
    techniques: z.array(Technique).max(40).default([]),
    strength: Strength.default('medium'),
    answerRate: z
      .number()
      .gt(0)
      .max(1)
      .default(0.3)
      .describe('chance that a look says something about one hypothesis that it informs'),
    kindFor: Kind.for.default('supports'),
    kindAgainst: Kind.against.default('weakens'),
    role: Slug.describe('of the worker that reads it'),
    witness: Slug.optional().describe('what writes it independently of others; none: the source alone'),
    tools: z
      .array(z.string().min(1).max(100))
      .max(40)
      .default([])
      .describe('an invocation of one of these counts as a look at it'),
  })
  .meta({ id: 'Artefact' })
export type Artefact = z.infer<typeof Artefact>

/** The two chances of a strength. Tiers: strong .9/.1, medium .75/.25, weak .6/.3. */
export function chances(strength: Strength): readonly [ifTrue: number, ifFalse: number] {
  return typeof strength === 'string' ? strengthTiers[strength] : strength
}

/** The catalogue's entry for one kind of source. */
export const CatalogueEntry = z
  .strictObject({
    kind: Slug.describe('the kind of source, as a case names it'),
    name: z.string().min(1).max(200),
    artefacts: z.array(Artefact).min(1).max(200),
  })
  .meta({ id: 'CatalogueEntry' })
export type CatalogueEntry = z.infer<typeof CatalogueEntry>
