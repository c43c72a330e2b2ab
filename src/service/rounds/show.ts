/** One round as its log has it: what the model saw, said and was answered, and what came of it. */
import { z } from 'zod'
import { shortOf } from '../../domain/identity.ts'
import { Transcript } from '../../domain/transcript.ts'
import { AppError } from '../../errors.ts'
import type { Run } from '../../graph/database.ts'
import { RoundRow } from '../../domain/views/look-ups.ts'
import { roundEntry, rounds } from '../../graph/views/look-ups.ts'
import { Audit, auditOf } from '../audit.ts'
import type { Context } from '../context.ts'
import type { Service } from '../service.ts'
import { theCase } from '../reading/look-ups.ts'
import { roundKey } from './round-writes.ts'

export const ShownRound = z
  .object({
    ...RoundRow.shape,
    leads: z.array(z.string()),
    entry: z.int().nullable().describe('the journal entry that ended it'),
    transcript: Transcript.nullable().describe('null: it is deciding, was abandoned, or is the intake'),
    audit: Audit,
  })
  .meta({ id: 'Round' })
export type ShownRound = z.infer<typeof ShownRound>

/** `name`: alias or number. Throws `not_found`. */
export function showRound(service: Service, investigation: string, name: string): Promise<ShownRound> {
  return service.database.read('show_round', async (run) => {
    await theCase(run, investigation)
    const number = roundNumber(investigation, name)
    const [found] = await run(rounds, { investigation, from: number, limit: 1 })
    if (found?.round.number !== number) throw noRound(name)
    const ending = await endingOf(run, investigation, number)
    const audit = auditOf(service, 'round', roundKey(investigation, number))
    return {
      ...found.round,
      leads: found.leads,
      entry: ending?.seq ?? null,
      transcript: ending?.transcript ?? null,
      audit,
    }
  })
}

/** The transcript of a decided or failed round. Throws `not_found` where there is none. */
export async function transcriptOf(context: Context, investigation: string, name: string): Promise<Transcript> {
  const ending = await context.database.read('transcript', (run) =>
    endingOf(run, investigation, roundNumber(investigation, name)),
  )
  if (ending) return ending.transcript
  throw new AppError(
    'not_found',
    `round ${name.slice(0, 20)} has no record to replay: it is the intake, is deciding, was abandoned, or does not exist`,
  )
}

const Body = z.object({ transcript: Transcript })

async function endingOf(run: Run, investigation: string, number: number) {
  const [row] = await run(roundEntry, { round: roundKey(investigation, number) })
  if (!row) return undefined
  return { seq: row.seq, transcript: Body.parse(JSON.parse(row.body)).transcript }
}

function roundNumber(investigation: string, name: string): number {
  const short = /^\d{1,9}$/.test(name) ? `R${name}` : shortOf(investigation, 'round', name)
  if (short === undefined) throw noRound(name)
  return Number(short.slice(1))
}

function noRound(name: string): AppError {
  return new AppError(
    'not_found',
    `there is no round ${JSON.stringify(name.slice(0, 20))} in this case: GET its rounds lists them`,
  )
}
