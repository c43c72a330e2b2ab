/** `run`: rounds until the case ends, or waits for somebody. */
import { z } from 'zod'
import type { Client } from '../../workers/client.ts'
import { openCaseFolder } from '../case-folder.ts'
import type { Cli } from '../context.ts'
import { driveRounds, type RunEvent, type Stop } from '../drive.ts'
import { endingLines } from '../ending.ts'
import { playCase } from '../play.ts'
import { withService } from '../reach.ts'
import { exitCodeOf, type Result, resultLine, resultOf } from '../result.ts'
import { storyteller } from '../story.ts'
import { investigationOf } from '../which.ts'
import { OnCase } from './case.ts'

export const RunInput = OnCase.extend({
  investigation: z.string().min(1).optional(),
  case: z.string().min(1).optional(),
  model: z.string().trim().min(1).max(200).optional(),
  wait: z.boolean().default(false),
})
  .refine((input) => input.investigation === undefined || input.case === undefined, {
    path: ['case'],
    message: 'name either an investigation that is there, or a case folder',
  })
  .refine((input) => input.model === undefined || input.case !== undefined, {
    path: ['model'],
    message: 'goes with --case: an investigation that is there keeps its strategist',
  })
type RunInput = z.infer<typeof RunInput>

type Ran = { readonly stop: Stop; readonly result: Result }

export async function run(cli: Cli, input: RunInput): Promise<number> {
  const { screen } = cli
  const { stop, result } = await (input.case === undefined ? ranOn(cli, input) : ranFolder(cli, input, input.case))
  if (input.json) screen.json(resultLine(result))
  else screen.say(...endingLines(result, screen), ...waitingLines(stop, result))
  return exitCodeOf(result)
}

/** The whole case, with its replay worker alongside. */
async function ranFolder(cli: Cli, input: RunInput, named: string): Promise<Ran> {
  const began = Date.now()
  const folder = await openCaseFolder(named)
  return withService(cli, input, async (client) => {
    const { investigation, stop } = await playCase(cli, {
      url: client.url,
      folder,
      model: input.model,
      watch: watcher(cli, input),
    })
    return { stop, result: await resultOf(client, investigation, { name: folder.name, began, truth: folder.truth }) }
  })
}

/** A case that is there; others carry its leads out. */
async function ranOn(cli: Cli, input: RunInput): Promise<Ran> {
  const began = Date.now()
  return withService(cli, input, async (client) => {
    const investigation = await investigationOf(client, input.investigation ?? 'latest')
    const stop = await drive(cli, input, { client, investigation })
    const result = await resultOf(client, investigation, { name: '', began, truth: () => Promise.resolve(null) })
    return { stop, result: { ...result, name: result.shown.title } }
  })
}

function drive(
  cli: Cli,
  input: RunInput,
  { client, investigation }: { client: Client; investigation: string },
): Promise<Stop> {
  const { screen, signal } = cli
  return driveRounds({
    client,
    investigation,
    waitsFor: input.wait ? 'anybody' : 'nobody',
    signal,
    watch: watcher(cli, input),
    during: (what, work) => screen.during(what, work),
  })
}

function watcher({ screen }: Cli, { json }: RunInput): (event: RunEvent) => void {
  return json ? () => undefined : storyteller(screen, (...lines) => screen.say(...lines))
}

function waitingLines(stop: Stop, { overview, shown }: Result): string[] {
  if (stop === 'paused') return ['', `It goes on when somebody resumes it: PATCH /v1/investigations/${shown.id}`]
  if (stop === 'ended') return []
  return [
    '',
    `It waits for workers: ${overview.outstanding.map(({ alias, state }) => `${alias} ${state.replaceAll('_', ' ')}`).join(', ')}. With --wait this command waits for them.`,
  ]
}
