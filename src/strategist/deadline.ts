/** The time that a round has: one signal for its own limit and for whoever called it. */
import { Stop } from './stop.ts'

export type Deadline = {
  readonly signal: AbortSignal
  /** Seconds since the round began. */
  elapsed(): number
  /** Seconds left of the round. */
  left(): number
  /** Why it is over. */
  stop(): Stop
}

type Timing = { seconds: number; signal?: AbortSignal | undefined; clock: () => number }

/** `clock` gives milliseconds; the limit itself runs on the machine's own timer. */
export function deadline({ seconds, signal: outer, clock }: Timing): Deadline {
  const begun = clock()
  // Node takes whole milliseconds only, and none below 0: what is left of a budget may be anything.
  const timer = AbortSignal.timeout(Math.max(0, Math.ceil(seconds * 1000)))
  const elapsed = () => (clock() - begun) / 1000
  return {
    signal: outer === undefined ? timer : AbortSignal.any([timer, outer]),
    elapsed,
    left: () => seconds - elapsed(),
    stop: () =>
      timer.aborted
        ? new Stop('out_of_time', `the round's ${seconds} s were used up`)
        : new Stop('aborted', 'the service ended the round before it was decided'),
  }
}

/** For work that is only done again: nothing of it takes time. */
export function noDeadline(): Deadline {
  const stop = () => new Stop('aborted', 'nothing ends this')
  return { signal: new AbortController().signal, elapsed: () => 0, left: () => Infinity, stop }
}

/** The work, or a Stop as soon as time is over, however long the work itself goes on. */
export async function within<T>(time: Deadline, work: () => Promise<T>): Promise<T> {
  if (time.signal.aborted) throw time.stop()
  const over = Promise.withResolvers<never>()
  const end = () => over.reject(time.stop())
  time.signal.addEventListener('abort', end, { once: true })
  try {
    return await Promise.race([work(), over.promise])
  } finally {
    time.signal.removeEventListener('abort', end)
  }
}
