/** Which service a command speaks to: the one that is named, the one that runs here, or one of its own. */
import { z } from 'zod'
import { configOf } from '../config.ts'
import { AppError } from '../errors.ts'
import { type Client, createClient } from '../workers/client.ts'
import type { Cli } from './context.ts'
import { withOwnService } from './own-service.ts'

export type Naming = { readonly service?: string | undefined; readonly model?: string | undefined }

/** `--service`, `STRATEGIST_URL`, the usual address if our service answers there, else one for the length of the work. */
export async function withService<T>(
  cli: Cli,
  { service, model }: Naming,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const { environment, screen } = cli
  const { port } = configOf(environment)
  const usual = `http://127.0.0.1:${port || 8080}`
  const running = service ?? namedService(environment) ?? (await findService(usual))
  if (running) return work(clientFor(cli, running, cli.signal))
  screen.note(`No service answers at ${usual}: starting one for the length of this command.`)
  return withOwnService(cli, { store: 'service', model }, ({ url }) => work(clientFor(cli, url, cli.signal)))
}

/** What `STRATEGIST_URL` names. Throws `config` for what cannot be an address. */
export function namedService(environment: NodeJS.ProcessEnv): string | undefined {
  const url = environment['STRATEGIST_URL']
  if (!url) return undefined
  if (/^https?:$/.test(URL.parse(url)?.protocol ?? '')) return url
  throw new AppError('config', `STRATEGIST_URL looks like http://127.0.0.1:8080, and not ${JSON.stringify(url)}`)
}

/** Without a signal for a worker, which brings its work to an end. */
export function clientFor({ environment }: Cli, url: string, signal?: AbortSignal): Client {
  return createClient({ url, apiKey: environment['STRATEGIST_API_KEY'] || undefined, signal })
}

const Document = z.object({ info: z.object({ title: z.literal('Investigation Strategist') }) })

/** The address itself if our service answers there. */
export async function findService(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/openapi.json`, { signal: AbortSignal.timeout(1500), redirect: 'error' })
    return Document.safeParse(await response.json()).success ? url : undefined
  } catch {
    return undefined
  }
}
