/** Ctrl-C and its like: the first time the command cleans up after itself, the second time it ends at once. */
import { type Interruption, interruptions } from './exit-codes.ts'

/** Why a command broke off. It is no failure: nothing is said about it but that everything is stopped. */
export class Interrupted extends Error {
  readonly exitCode: number

  constructor(by: Interruption) {
    super(`interrupted by ${by}`)
    this.name = 'Interrupted'
    this.exitCode = interruptions[by]
  }
}

type Process = {
  readonly on: (name: Exclude<Interruption, 'SIGPIPE'>, heed: () => void) => unknown
  readonly exit: (code: number) => void
}
export type Interrupts = {
  /** Aborted by the first one, with an `Interrupted` as its reason. */
  readonly signal: AbortSignal
  /** As if it had come from outside. */
  readonly interrupt: (by: Interruption) => void
}

/** How long cleaning up may take, in milliseconds, before the process ends all the same. */
const patience = 60_000

/** A signal to a whole group reaches a process directly and through its parent: within so many milliseconds it is one. */
const echo = 500

/** `onFirst` is called before anything is stopped; `clock` gives milliseconds. */
export function heedInterrupts(
  process: Process,
  onFirst: (by: Interruption) => void,
  clock: () => number = () => performance.now(),
): Interrupts {
  const stop = new AbortController()
  const first = { at: 0 }
  const interrupt = (by: Interruption) => {
    if (stop.signal.aborted) return
    first.at = clock()
    setTimeout(() => process.exit(interruptions[by]), patience).unref()
    onFirst(by)
    stop.abort(new Interrupted(by))
  }
  for (const by of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) {
    process.on(by, () => {
      if (!stop.signal.aborted) interrupt(by)
      else if (clock() - first.at >= echo) process.exit(interruptions[by])
    })
  }
  return { signal: stop.signal, interrupt }
}

/** Resolves when the signal is aborted. */
export async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => resolve(), { once: true })
  // the listener alone does not keep the process alive
  const alive = setInterval(() => undefined, 60_000)
  await promise
  clearInterval(alive)
}
