/** A service of our own for the length of a command: on a free loopback port, in this process. */
import type { Started } from '../main.ts'
import type { Cli } from './context.ts'

export type Own = {
  readonly store: string
  readonly quick?: boolean
  readonly model?: string | undefined
  /** What is written is only for looking at: it never goes into a database that somebody else keeps. */
  readonly playground?: boolean
}

/** Starts Neo4j and the service, and stops both however the work ends. Throws as `startService`. */
export async function withOwnService<T>(
  cli: Cli,
  { store, quick = false, model, playground = false }: Own,
  work: (started: Started) => Promise<T>,
): Promise<T> {
  const { screen, environment, signal } = cli
  // what it is made of takes a second to load: nobody waits for it who asks a service that runs
  const { startService } = await import('../main.ts')
  const here = { HOST: '127.0.0.1', PORT: '0', ...(model === undefined ? {} : { STRATEGIST_MODEL: model }) }
  if (playground && environment['NEO4J_URI'])
    screen.note('NEO4J_URI is set, and left alone: this uses a database that it starts itself.')
  const given = playground ? withoutGivenNeo4j(environment) : environment
  const started = await screen.during('Starting the service', () =>
    startService({
      environment: { ...given, LOG_LEVEL: environment['LOG_LEVEL'] || 'silent', ...here },
      store,
      quick,
      progress: (sentence) => screen.note(sentence),
      signal,
    }),
  )
  try {
    return await work(started)
  } finally {
    await screen.during('Stopping the service', () => started.stop())
  }
}

function withoutGivenNeo4j(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { NEO4J_URI: _, STRATEGIST_NEO4J: way, ...rest } = environment
  return way === undefined || way === 'uri' ? rest : { ...rest, STRATEGIST_NEO4J: way }
}
