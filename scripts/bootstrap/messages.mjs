/** What the bootstrap says to people: always on standard error, so that standard output stays the command's own. */

/** A set-up that cannot go on; its message tells a person what to do. */
export class SetupError extends Error {}

/** An installation that a person or a supervisor broke off, by this signal. */
export class Interrupted extends Error {
  constructor(signal) {
    super(`interrupted (${signal}); the next start mends what this one left`)
    this.signal = signal
  }
}

export function say(message) {
  process.stderr.write(`strategist: ${message}\n`)
}

/** Says what is being done, says every 15 seconds that it still goes on, and how long it took. */
export async function sayWhile(what, work) {
  const started = Date.now()
  const seconds = () => Math.round((Date.now() - started) / 1000)
  say(`${what} ...`)
  const reminder = setInterval(() => say(`still at it after ${seconds()} s`), 15_000)
  try {
    const result = await work()
    say(`done in ${seconds()} s`)
    return result
  } finally {
    clearInterval(reminder)
  }
}
