/** The rounds that this process is thinking about, so that it can end cleanly: they finish, or are recorded as aborted. */

export class RunningRounds {
  readonly #rounds = new Map<Promise<unknown>, AbortController>()
  #closing = false

  /** Whether new rounds are still begun. */
  get closing(): boolean {
    return this.#closing
  }

  /** Runs a round that `drain` waits for. */
  async track<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController()
    const round = work(controller.signal)
    this.#rounds.set(round, controller)
    try {
      return await round
    } finally {
      this.#rounds.delete(round)
    }
  }

  /** Waits for running rounds, and aborts those that take longer than the grace, in milliseconds. */
  async drain(grace: number): Promise<void> {
    this.#closing = true
    const timer = setTimeout(() => {
      for (const controller of this.#rounds.values()) controller.abort()
    }, grace)
    await Promise.allSettled(this.#rounds.keys())
    clearTimeout(timer)
  }
}
