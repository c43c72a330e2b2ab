/** A service of our own for the length of a command: on a free loopback port, in this process. */
import type { Started } from '../main.ts'
import type { Cli } from './context.ts'

export type Own = { readonly store: string; readonly quick?: boolean; readonly model?: string | undefined }

/** Starts Neo4j and the service, and stops both however the work ends. Throws as `startService`. */
export async function withOwnService<T>(
  cli: Cli,
  { store, quick = false, model }: Own,
  work: (started: Started) => Promise<T>,
): Promise<T> {
  const { screen, environment, signal } = cli
  // what it is made of takes a second to load: nobody waits for it who asks a service that runs
  const { startService } = await import('../main.ts')
  const here = { HOST: '127.0.0.1', PORT: '0', ...(model === undefined ? {} : { STRATEGIST_MODEL: model }) }
  const started = await screen.during('Starting the service', () =>
    startService({
      environment: { ...environment, LOG_LEVEL: environment['LOG_LEVEL'] || 'silent', ...here },
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
