/** What every command is given: where to write, the environment, and when to stop. */
import type { Screen } from './screen.ts'

export type Cli = {
  readonly screen: Screen
  readonly environment: NodeJS.ProcessEnv
  /** Aborted by Ctrl-C and its like. */
  readonly signal: AbortSignal
}
