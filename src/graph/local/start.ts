/** What either way needs to know to start a database. */
import type { Ports } from './loopback-ports.ts'
import type { StorePaths } from './store-paths.ts'

export type Start = {
  readonly paths: StorePaths
  readonly environment: NodeJS.ProcessEnv
  readonly progress: (sentence: string) => void
  readonly signal?: AbortSignal | undefined
  readonly quick: boolean
  readonly ports: Ports
  readonly password: string
  /** Whether the database is yet to be created, and its password to be set. */
  readonly isNew: boolean
  /** Whether an attempt before this one failed: then nothing is taken over from earlier starts. */
  readonly again: boolean
}
