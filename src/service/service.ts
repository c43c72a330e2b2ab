/** The service as its doors see it: where it reads and writes, which models think for it, and what is under way. */
import type { Browser } from '../graph/audit.ts'
import type { RoundLimits } from '../domain/transcript.ts'
import type { ChatModel } from '../models/chat-model.ts'
import type { Context } from './context.ts'
import type { RunningRounds } from './rounds/running.ts'

export type Service = Context & {
  /** The model of a name: `rules`, or one that is configured. */
  readonly modelOf: (name: string) => ChatModel
  /** Decides where a case names none. */
  readonly strategist: string
  readonly prefetch: boolean
  readonly roundLimits: RoundLimits
  readonly running: RunningRounds
  /** Where Neo4j Browser answers, for audit links; undefined: no links. */
  readonly browser: Browser | undefined
}
