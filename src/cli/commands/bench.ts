/** `bench`: what reading and writing cost, against the least that they can cost, on a large case in a store of its own. */
import { z } from 'zod'
import { measureCosts, type Subject } from '../../bench/costs.ts'
import type { Figure } from '../../bench/ratios.ts'
import { rest } from '../../bench/rest.ts'
import { RecordsInput } from '../../domain/records.ts'
import type { Started } from '../../main.ts'
import { claimLeads } from '../../service/leads/claim.ts'
import { completeLead, recordForLead } from '../../service/leads/work.ts'
import { readFourViews } from '../../service/reading/views.ts'
import { runRound } from '../../service/rounds/run.ts'
import type { Cli } from '../context.ts'
import { exits } from '../exit-codes.ts'
import { withOwnService } from '../own-service.ts'

export const BenchInput = z.object({
  json: z.boolean().default(false),
  phenomena: z.coerce.number().int().min(1000).max(10_000_000).default(100_000),
  rounds: z.coerce.number().int().min(3).max(50).default(25),
})

/** Ends with 1 where a figure is above what is due. Times are medians of one run; run it on a quiet machine. */
export function bench(cli: Cli, { json, phenomena, rounds }: z.infer<typeof BenchInput>): Promise<number> {
  const { screen } = cli
  return withOwnService(cli, { store: 'bench', playground: true }, async (started) => {
    const figures = await measureCosts(subjectOf(started), { phenomena, rounds, warm: 40 }, (sentence) =>
      screen.note(sentence),
    )
    if (json) screen.json({ phenomena, figures })
    else screen.say(...linesOf(figures))
    return figures.every(({ holds }) => holds) ? exits.done : exits.failed
  })
}

/** The use cases themselves: what REST adds is not what is measured. */
function subjectOf({ url, service }: Started): Subject {
  const saying = (lead: string, token: string) => ({ lead, token })
  return {
    api: rest(url),
    database: service.database,
    fourViews: (investigation) => readFourViews(service.database, investigation),
    useCases: {
      round: (investigation) => runRound(service, { investigation, key: undefined }),
      claim: (body) => claimLeads(service, body),
      record: (lead, { token, ...records }) => recordForLead(service, saying(lead, token), RecordsInput.parse(records)),
      complete: (lead, token) => completeLead(service, saying(lead, token), 'measured'),
    },
  }
}

function linesOf(figures: readonly Figure[]): string[] {
  return figures.map(
    ({ what, measured, due, holds }) =>
      `${holds ? 'ok  ' : 'MISS'}  ${what.padEnd(44)} ${measured.padStart(8)}   due ${due}`,
  )
}
