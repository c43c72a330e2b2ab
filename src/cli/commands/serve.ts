/** `serve`: the service in the foreground until it is told to stop. */
import { z } from 'zod'
import { configOf } from '../../config.ts'
import type { Cli } from '../context.ts'
import { exits } from '../exit-codes.ts'
import { refuseTakenPort } from '../free-port.ts'
import { untilAborted } from '../interrupts.ts'

export const ServeInput = z.object({ host: z.string().optional(), port: z.string().optional() })

/** Ends with 0 when it is stopped: that is how it is meant to end. */
export async function serve(cli: Cli, { host, port }: z.infer<typeof ServeInput>): Promise<number> {
  const { screen, signal } = cli
  const asked = { ...(host === undefined ? {} : { HOST: host }), ...(port === undefined ? {} : { PORT: port }) }
  const environment = { ...cli.environment, ...asked }
  // Neo4j takes a while to start
  await refuseTakenPort(configOf(environment))
  const { startService } = await import('../../main.ts')
  const started = await startService({ environment, progress: (sentence) => screen.note(sentence), signal })
  screen.say(`Listening on ${started.url} (its calls: ${started.url}/openapi.json). Ctrl-C ends it.`)
  await untilAborted(signal)
  await started.stop()
  return exits.done
}
