/** A lead with everything that is known of it. */
import { z } from 'zod'
import { orNull } from './absent.ts'
import { LeadLife } from './lead.ts'
import { EvidenceKind } from './vocabulary.ts'

const count = z.int().nonnegative()

export const LeadNode = z.object({
  ...LeadLife.shape,
  worker: orNull(z.string()),
  claimTokenHash: orNull(z.string()),
  leaseUntil: orNull(z.string()),
  openedAt: orNull(z.string()),
  endedAt: orNull(z.string()),
  endedWhy: orNull(z.string()),
  outcome: orNull(LeadLife.shape.outcome.unwrap()),
  id: z.uuid(),
  investigation: z.uuid(),
  number: count,
  alias: z.string(),
  role: z.string(),
  expects: EvidenceKind,
  hypothesis: z.string(),
  source: z.string(),
  artefact: orNull(z.string()),
  instruction: z.string(),
  why: z.string(),
  entities: z.array(z.string()),
  windowFrom: orNull(z.string()),
  windowTo: orNull(z.string()),
  tainted: z.boolean(),
  round: orNull(count),
  madeAt: z.string(),
  madeBy: z.string(),
  moved: orNull(z.number()),
  looked: orNull(z.array(z.string())),
})
export type LeadNode = z.infer<typeof LeadNode>
