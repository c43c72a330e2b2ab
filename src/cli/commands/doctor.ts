/** `doctor`: what this machine offers, what is missing, and how to get it. */
import { z } from 'zod'
import { type Config, configOf } from '../../config.ts'
import { AppError } from '../../errors.ts'
import { diagnose, type Diagnosis, diagnosisLines } from '../../graph/local/diagnose.ts'
import type { Cli } from '../context.ts'
import { exits } from '../exit-codes.ts'
import { findService, namedService } from '../reach.ts'
import type { Paint } from '../text.ts'

export const DoctorInput = z.object({ json: z.boolean().default(false) })

type Answer = { readonly ok: boolean; readonly lines: readonly string[] }
type Check = Answer & { readonly about: string }

/** Ends with 2 where something is missing without which nothing runs. */
export async function doctor({ screen, environment }: Cli, { json }: z.infer<typeof DoctorInput>): Promise<number> {
  const checks = await screen.during('Looking at this machine', () => examine(environment))
  const ok = checks.every((check) => check.ok)
  if (json) screen.json({ ok, checks })
  else screen.say(...checks.flatMap((check) => checkLines(check, screen.paint)), '', verdict(ok, screen.paint))
  return ok ? exits.done : exits.notBegun
}

async function examine(environment: NodeJS.ProcessEnv): Promise<Check[]> {
  const named = async (about: string, check: () => Promise<Answer> | Answer) => ({ about, ...(await answered(check)) })
  return Promise.all([
    named('Node', () => nodeAnswer(process.versions.node, process.execPath)),
    named('Neo4j', async () => neo4jAnswer(await diagnose(environment))),
    named('Strategist', () => modelAnswer(configOf(environment))),
    named('Service', () => serviceAnswer(configOf(environment), namedService(environment))),
  ])
}

/** A setting that cannot mean anything is an answer as well. */
async function answered(check: () => Promise<Answer> | Answer): Promise<Answer> {
  try {
    return await check()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { ok: false, lines: error.message.split('\n') }
  }
}

const neededMajor = 24

function nodeAnswer(version: string, path: string): Answer {
  const ok = Number.parseInt(version, 10) >= neededMajor
  return {
    ok,
    lines: [
      `${version} (${path})`,
      ...(ok ? [] : [`too old: Node ${neededMajor} is needed; npm install puts it into node_modules`]),
    ],
  }
}

function neo4jAnswer(diagnosis: Diagnosis): Answer {
  const [first = '', ...others] = diagnosisLines(diagnosis)
  return {
    ok: diagnosis.ways.some(({ way, works }) => way === diagnosis.chosen && works),
    lines: [first.replace(/^Neo4j( by)?: /, ''), ...others.map((line) => line.replace(/^ {2}/, ''))],
  }
}

async function modelAnswer({ model }: Config): Promise<Answer> {
  if (model.name === 'rules')
    return {
      ok: true,
      lines: [
        'rules, the built-in planner: no key and no network needed',
        'another model: STRATEGIST_MODEL, OPENAI_BASE_URL, OPENAI_API_KEY (docs/models.md)',
      ],
    }
  const key =
    model.apiKey === undefined ? 'no key is sent (OPENAI_API_KEY is not set)' : 'with the key of OPENAI_API_KEY'
  const { ok, line } = await askProvider(model)
  return { ok, lines: [`${model.name} at ${URL.parse(model.baseUrl)?.host ?? model.baseUrl}, ${key}`, line] }
}

/** Asks for the list of models: costs nothing, and tells an address and a key that are wrong. */
async function askProvider({ baseUrl, apiKey }: Config['model']): Promise<{ ok: boolean; line: string }> {
  try {
    const headers = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }
    const { status } = await fetch(`${baseUrl.replace(/\/+$/, '')}/models`, {
      headers,
      redirect: 'error',
      signal: AbortSignal.timeout(5000),
    })
    if (status === 401 || status === 403)
      return { ok: false, line: `it answers ${status}: set OPENAI_API_KEY to a key that it takes` }
    return { ok: true, line: `it answers (${status})` }
  } catch {
    return {
      ok: false,
      line: 'it does not answer: start it, or set OPENAI_BASE_URL to where it is (up to and including /v1)',
    }
  }
}

async function serviceAnswer({ host, port, apiKey }: Config, named: string | undefined): Promise<Answer> {
  const url = named ?? `http://127.0.0.1:${port || 8080}`
  const running = await findService(url)
  const none =
    named === undefined
      ? `none runs at ${url}: each command starts its own for as long as it takes`
      : `none runs at ${url}, which STRATEGIST_URL names: the commands will fail`
  return {
    ok: named === undefined || running !== undefined,
    lines: [
      `strategist serve listens on ${host}:${port} (HOST, PORT), ${apiKey === undefined ? 'without a key: on loopback none is needed' : 'with the key of STRATEGIST_API_KEY'}`,
      running ? `one runs now at ${url}: the commands speak to it` : none,
    ],
  }
}

function checkLines({ about, ok, lines }: Check, paint: Paint): string[] {
  return lines.map((line, at) =>
    at === 0
      ? `${ok ? paint.green('✓') : paint.red('✗')} ${paint.bold(about.padEnd(11))} ${line}`
      : `${' '.repeat(14)}${line}`,
  )
}

function verdict(ok: boolean, paint: Paint): string {
  return ok
    ? paint.green('Nothing is missing: npm run demo shows it at work.')
    : paint.red('Something is missing, see the lines with ✗.')
}
