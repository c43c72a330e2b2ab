/** What the resolver is asked for and what it answers: a Neo4j that is ready, and how to let go of it. */
import { z } from 'zod'

/** The three ways to a Neo4j: an address that somebody gave, a container of ours, a Java process of ours. */
export const Way = z.enum(['uri', 'docker', 'jvm'])
export type Way = z.infer<typeof Way>

export type Neo4jInstance = {
  readonly way: Way
  readonly uri: string
  readonly username: string
  /** Empty where the database asks for none. */
  readonly password: string
  readonly database: string
  /** The address of Neo4j Browser, as far as we know it (not for an address that somebody gave). */
  readonly browserUrl: string | undefined
  /** Ends this use; the last use of a database that we started stops it. May be called twice. */
  readonly release: () => Promise<void>
}

export type ResolveOptions = {
  /** Which database: each has its own data, ports and password, for example `service`, `demo`, `test`, `bench`. */
  readonly store: string
  /** Where data and jars are kept; left out: `.neo4j` of the checkout. */
  readonly home?: string
  readonly environment: NodeJS.ProcessEnv
  /** Is told, one sentence at a time, what takes long. */
  readonly progress: (sentence: string) => void
  /** Starts faster at the price of slower queries (a local JVM only): for tests and the demo. */
  readonly quick?: boolean
  /** Gives up the attempt; a database that only this attempt was starting is stopped again. */
  readonly signal?: AbortSignal
}
