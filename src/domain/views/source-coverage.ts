/** The view `source_coverage`: what has been looked at, what not, and which gap could still move a hypothesis. */
import { z } from 'zod'
import { CoverageState, EvidenceKind, Technique, Topic } from '../vocabulary.ts'

const count = z.int().nonnegative()
const aliases = z.array(z.string())

/** What the finished leads on one artefact, in one role and expecting one kind, said of the hypothesis they cited. */
export const LookRow = z.object({
  role: z.string(),
  kind: EvidenceKind.describe('that the leads expected'),
  for: count,
  against: count,
  nothing: count,
})
export type LookRow = z.infer<typeof LookRow>

export const ArtefactRow = z
  .object({
    source: z.string().describe('alias'),
    key: z.string().describe('catalogue key'),
    name: z.string(),
    state: CoverageState,
    tries: count,
    gap: z.boolean().describe('not looked at, or could not be looked at and tried less than twice'),
    topics: z.array(Topic),
    techniques: z.array(Technique),
    role: z.string(),
    witness: z.string().describe('independence group, and what writes the trace'),
    strength: z.tuple([z.number(), z.number()]).describe('chance that an answer is "for" if true, if false'),
    answerRate: z.number(),
    kindFor: EvidenceKind,
    kindAgainst: EvidenceKind,
    informs: aliases.describe(
      'active hypotheses with a technique in common, or a topic where either names no technique',
    ),
    touches: aliases.describe('active hypotheses that share only a topic although both name techniques'),
    leadPossible: z
      .boolean()
      .describe('whether a lead that names it can still be made: its work has not been asked for'),
    looks: z.array(LookRow).describe('at this artefact on any source of the case'),
  })
  .meta({ id: 'ArtefactRow' })
export type ArtefactRow = z.infer<typeof ArtefactRow>

/** How often finished looks that informed a hypothesis said something about it. */
export const AnswerRow = z.object({ hypothesis: z.string(), looks: count, answers: count })
export type AnswerRow = z.infer<typeof AnswerRow>

export const SourceCoverage = z
  .object({
    source: z.string().nullable().describe('alias; null: all sources'),
    artefacts: z.array(ArtefactRow).describe('in the order of the case'),
    answers: z.array(AnswerRow).describe('one for each active hypothesis'),
  })
  .meta({ id: 'SourceCoverage' })
export type SourceCoverage = z.infer<typeof SourceCoverage>
