/** `serve`: the service in the foreground until it is told to stop. */
import { z } from 'zod'
import type { Cli } from '../context.ts'
import { exits } from '../exit-codes.ts'
import { untilAborted } from '../interrupts.ts'

export const ServeInput = z.object({ host: z.string().optional(), port: z.string().optional() })

/** Ends with 0 when it is stopped: that is how it is meant to end. */
export async function serve(cli: Cli, { host, port }: z.infer<typeof ServeInput>): Promise<number> {
  const { screen, environment, signal } = cli
  const { startService } = await import('../../main.ts')
  const asked = { ...(host === undefined ? {} : { HOST: host }), ...(port === undefined ? {} : { PORT: port }) }
  const started = await startService({
    environment: { ...environment, ...asked },
    progress: (sentence) => screen.note(sentence),
    signal,
  })
  screen.say(`Listening on ${started.url} (its calls: ${started.url}/openapi.json). Ctrl-C ends it.`)
  await untilAborted(signal)
  await started.stop()
  return exits.done
}
