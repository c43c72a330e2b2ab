/** What the command's exit code says to a program. */

export const exits = {
  done: 0,
  /** Something failed, or the service refused. */
  failed: 1,
  /** It could not begin: usage, configuration, a case file, no Neo4j, a port that is taken. */
  notBegun: 2,
  /** `case verify` found differences. */
  differs: 3,
  /** `run` and `demo`: the case has not ended, it waits for workers or a person. */
  waits: 4,
} as const

/** What ends a command early, and its exit code. */
export const interruptions = { SIGHUP: 129, SIGINT: 130, SIGPIPE: 141, SIGTERM: 143 } as const
export type Interruption = keyof typeof interruptions

export const exitCodesText = `Exit codes:
  0  done
  1  something failed, or the service refused
  2  it could not begin: usage, configuration, a case file, no Neo4j, a port that is taken
  3  case verify: the journal or the graph was changed
  4  run, demo: the case has not ended, it waits for workers or a person
  129, 130, 141, 143  ended by SIGHUP, Ctrl-C, a closed pipe, SIGTERM; what was started is stopped
                      (0 for what runs until then: serve, worker)

docs: README.md, docs/. Settings come from the environment: strategist doctor shows them.`
