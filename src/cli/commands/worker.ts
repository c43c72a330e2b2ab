/** `worker replay`: a worker that answers leads from a case folder, until it is stopped. */
import { z } from 'zod'
import { tame } from '../../domain/text/hostile.ts'
import { replay, type ReplayEvent } from '../../workers/replay.ts'
import { openCaseFolder } from '../case-folder.ts'
import type { Cli } from '../context.ts'
import { exits } from '../exit-codes.ts'
import { clientFor, withService } from '../reach.ts'
import { padEnd, type Paint } from '../text.ts'
import { investigationOf, openOfTitle } from '../which.ts'
import { outcomeWord, paintOutcome } from '../words.ts'
import { Common } from './case.ts'

export const ReplayInput = Common.extend({
  folder: z.string().min(1),
  investigation: z.string().min(1).optional(),
  name: z.string().trim().min(1).max(100).default('replay'),
  lookSeconds: z.coerce.number().min(0).max(3600).default(0),
  leaseSeconds: z.coerce.number().int().min(1).max(3600).default(30),
  once: z.boolean().default(false),
})
type ReplayInput = z.infer<typeof ReplayInput>

/** Ends with 0 when it is stopped, or with `--once` when nothing is left to claim. */
export async function workerReplay(cli: Cli, input: ReplayInput): Promise<number> {
  const folder = await openCaseFolder(input.folder)
  return withService(cli, input, async (client) => {
    const { investigation: named, name, lookSeconds, leaseSeconds, once } = input
    const investigation =
      named === undefined ? (await openOfTitle(client, folder.start.title)).id : await investigationOf(client, named)
    if (!input.json) cli.screen.say(`Working on ${investigation} from ${folder.path}${once ? '' : ', until Ctrl-C'}.`)
    const worker = clientFor(cli, client.url)
    await replay({
      client: worker,
      folder,
      investigation,
      name,
      leaseSeconds,
      lookSeconds,
      restMillis: 500,
      once,
      signal: cli.signal,
      watch: teller(cli, input),
    })
    return exits.done
  })
}

function teller({ screen }: Cli, { json }: ReplayInput): (event: ReplayEvent) => void {
  if (!json) return (event) => screen.say(...eventLines(event, screen.paint))
  return (event) =>
    screen.json(event.type === 'waiting' ? event : { ...event, lead: { id: event.lead.id, alias: event.lead.alias } })
}

function eventLines(event: ReplayEvent, paint: Paint): string[] {
  if (event.type === 'claimed') return []
  if (event.type === 'waiting') return [paint.yellow(`the service is away, trying again: ${tame(event.why, 200)}`)]
  const { lead } = event
  const place = `${padEnd(lead.alias, 7)} ${tame(lead.source.key, 24)} ${tame(lead.artefact?.key ?? lead.role, 64)}`
  if (event.type === 'lost') return [`${place}: ${paint.red('no longer ours')}, ${tame(event.why, 200)}`]
  const { state, outcome } = event.ending
  const word = state === 'open' ? paint.yellow('given back') : paintOutcome(outcome, paint)(outcomeWord(outcome))
  return [`${place}: ${word}, ${tame(event.summary, 200)}`]
}
