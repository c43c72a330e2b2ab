/** `demo`: a whole case investigated before one's eyes, by a real service on a real Neo4j. */
import { z } from 'zod'
import { tame } from '../../domain/text/hostile.ts'
import { auditQuery } from '../../graph/audit.ts'
import type { Started } from '../../main.ts'
import { openCaseFolder, type LoadedCase, usualCase } from '../case-folder.ts'
import type { Cli } from '../context.ts'
import { endingLines } from '../ending.ts'
import { untilAborted } from '../interrupts.ts'
import { withOwnService } from '../own-service.ts'
import { playCase } from '../play.ts'
import { clientFor } from '../reach.ts'
import { exitCodeOf, type Result, resultLine, resultOf } from '../result.ts'
import { storyteller } from '../story.ts'
import { counted, wrapped } from '../text.ts'

export const DemoInput = z.object({
  case: z.string().default(usualCase),
  model: z.string().trim().min(1).max(200).optional(),
  json: z.boolean().default(false),
  keep: z.boolean().default(false),
})
type DemoInput = z.infer<typeof DemoInput>

export async function demo(cli: Cli, input: DemoInput): Promise<number> {
  const began = Date.now()
  const folder = await openCaseFolder(input.case)
  return withOwnService(cli, { store: 'demo', quick: true, model: input.model, playground: true }, async (started) => {
    const result = await play(cli, { input, folder, started, began })
    if (input.json) cli.screen.json(resultLine(result))
    else
      cli.screen.say(
        ...endingLines(result, cli.screen),
        '',
        ...(input.keep ? whereToLook(started, result, cli) : howToKeep(cli)),
      )
    if (input.keep) await untilAborted(cli.signal)
    return exitCodeOf(result)
  })
}

type Play = {
  readonly input: DemoInput
  readonly folder: LoadedCase
  readonly started: Started
  readonly began: number
}

async function play(cli: Cli, { input, folder, started, began }: Play): Promise<Result> {
  const { screen } = cli
  const { url } = started
  if (!input.json) screen.say(...openingLines(folder, started, screen))
  const watch = input.json ? () => undefined : storyteller(screen, (...lines) => screen.say(...lines))
  const { investigation } = await playCase(cli, { url, folder, model: input.model, watch })
  return screen.during('Reading how it ended', () =>
    resultOf(clientFor(cli, url, cli.signal), investigation, { name: folder.name, began, truth: folder.truth }),
  )
}

const legend = 'A lead is a hit if it moves its hypothesis as expected, contrary if the other way, else a miss.'

function openingLines(
  { start, path }: LoadedCase,
  { neo4j, service }: Started,
  { paint, width }: Cli['screen'],
): string[] {
  const ways = { uri: `at ${neo4j.uri}`, docker: 'in Docker', jvm: 'in a Java process' }
  const size = `${counted(start.sources.length, 'source')}, ${counted(start.hypotheses.length, 'hypothesis', 'hypotheses')}`
  return [
    '',
    paint.bold(tame(start.title, width)),
    ...wrapped(start.description, width, 4).map(paint.dim),
    ...wrapped(
      `${size}. The strategist is ${service.strategist}, Neo4j runs ${ways[neo4j.way]}, the worker answers from ${path}.`,
      width,
    ),
    ...wrapped(legend, width).map(paint.dim),
  ]
}

function howToKeep({ screen: { paint } }: Cli): string[] {
  return [paint.dim('Everything is stopped again. To look around in Neo4j Browser afterwards: npm run demo -- --keep')]
}

/** The address, user, password and query of Neo4j Browser. */
function whereToLook({ url, neo4j }: Started, { shown }: Result, { screen: { paint }, environment }: Cli): string[] {
  const browser = environment['STRATEGIST_BROWSER_URL'] || neo4j.browserUrl
  const about = [
    ['Browser', browser ?? `the Neo4j Browser of ${neo4j.uri}`],
    [
      'connect',
      `${neo4j.uri}  user ${neo4j.username}  password ${neo4j.way === 'uri' ? 'as in NEO4J_PASSWORD' : neo4j.password}`,
    ],
    ['service', `${url}/v1/investigations/${shown.id}`],
    ['leads', `npx strategist leads ${shown.id.slice(-8)} --service ${url} --audit`],
    ['query', 'the whole case at a glance, to paste into the editor:'],
  ]
  return [
    paint.bold('To look around'),
    ...about.map(([word = '', text = '']) => `  ${paint.dim(word.padEnd(8))} ${text}`),
    '',
    ...auditQuery('case', shown.id)
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('//')),
    '',
    paint.dim('The page of Neo4j Browser itself asks for fonts and usage tracking on the internet.'),
    'Running until Ctrl-C.',
  ]
}
