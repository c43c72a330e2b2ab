/** What a caller is told of a round. */
import { z } from 'zod'
import { CompletionReason, EvidenceKind, RoundState } from '../../domain/vocabulary.ts'

const count = z.int().nonnegative()

const ProposedLead = z.object({
  id: z.uuid(),
  alias: z.string(),
  hypothesis: z.string().describe('alias'),
  source: z.string().describe('alias'),
  artefact: z.string().nullable(),
  role: z.string(),
  expects: EvidenceKind,
  instruction: z.string(),
  why: z.string(),
  buildsOn: z.array(z.string()),
  state: z.enum(['open', 'awaiting_approval']),
})

const RoundDecision = z.discriminatedUnion('type', [
  z.object({ type: z.literal('propose'), leads: z.array(ProposedLead) }),
  z.object({ type: z.literal('complete'), reason: CompletionReason, explanation: z.string() }),
])

/** One decision, or why there is none. `round` is null where the service ended the case at a cap without one. */
export const RoundAnswer = z.object({
  round: z.object({ alias: z.string(), number: count, state: RoundState }).nullable(),
  decision: RoundDecision.nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  usage: z
    .object({
      modelCalls: count,
      toolCalls: count,
      inputTokens: count,
      outputTokens: count,
      estimated: z.boolean(),
      seconds: z.number().describe('that the strategist took to decide'),
      modelSeconds: z.number().describe('of these, that the service waited for the model'),
    })
    .nullable(),
})
export type RoundAnswer = z.infer<typeof RoundAnswer>
