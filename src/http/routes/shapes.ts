/** Shapes that several calls share. */
import { z } from 'zod'

export const InCase = z.strictObject({ id: z.uuid().describe('of the investigation') })
export const Name = z.string().min(1).max(64).describe('alias, such as H3-kd, or id')
export const LeadId = z.strictObject({ lead: z.uuid().describe('id of the lead, as its claim gave it') })

/** What a person does carries a name and a reason. */
export const Person = {
  by: z.string().trim().min(1).max(200).describe('who does it'),
  why: z.string().trim().min(1).max(1000).describe('why'),
}
export const Signed = z.strictObject(Person).meta({ id: 'Signed' })

export const limit = z.coerce.number().int().min(1).max(1000).default(100)
export const after = z.coerce.number().int().min(0).optional().describe('number of the last one seen')

export const Standing = z
  .object({
    status: z.enum(['open', 'paused', 'ended']),
    endedAs: z.string().nullable(),
    budgets: z.object({ rounds: z.number(), toolCalls: z.number(), minutes: z.number(), modelTokens: z.number() }),
  })
  .meta({ id: 'Standing' })

/** What a record is answered. */
export const RecordsAnswered = z
  .object({
    invocations: z.array(z.object({ key: z.string(), id: z.uuid() })),
    phenomena: z.array(z.object({ alias: z.string(), known: z.boolean() })),
    evidence: z.object({ recorded: z.int(), unchanged: z.int() }),
    hypotheses: z.array(
      z.object({ alias: z.string(), status: z.string(), logOdds: z.number(), confidence: z.number() }),
    ),
  })
  .meta({ id: 'RecordsAnswer' })
