/** The connection to Neo4j: reads and writes with a deadline, and driver errors as errors of ours. */
import { setTimeout } from 'node:timers/promises'
import neo4j, { Neo4jError, type Driver, type ManagedTransaction } from 'neo4j-driver'
import type { z } from 'zod'
import { AppError } from '../errors.ts'
import { rows, type Runner, type Statement } from './statement.ts'

export type Connection = {
  readonly uri: string
  readonly username: string
  readonly password: string
  readonly database: string
}

/** Runs one statement inside a transaction and answers its parsed rows. */
export type Run = <In extends z.ZodType, Row extends z.ZodType>(
  statement: Statement<In, Row>,
  input: z.input<In>,
) => Promise<z.output<Row>[]>

export type Work<T> = (run: Run) => Promise<T>

/** Milliseconds after which a call is given up; its outcome is then unknown. */
const deadlines = { call: 4_500, patient: 120_000, connection: 2_500, retry: 2_500 }

type Rehearsed = { readonly cypher: string; readonly parameters: Record<string, unknown> }

/** A database whose reads cannot write: they run in read transactions only, and have no other way in. */
export class Database {
  readonly #driver: Driver
  readonly #database: string

  constructor({ uri, username, password, database }: Connection) {
    this.#database = database
    this.#driver = neo4j.driver(uri, neo4j.auth.basic(username, password), {
      disableLosslessIntegers: true,
      telemetryDisabled: true,
      userAgent: 'investigation-strategist',
      connectionTimeout: deadlines.connection,
      connectionAcquisitionTimeout: deadlines.connection,
      maxTransactionRetryTime: deadlines.retry,
      maxConnectionPoolSize: 50,
    })
  }

  /** Throws `graph_unavailable` when the database does not answer in time. */
  read<T>(name: string, work: Work<T>): Promise<T> {
    return this.#read(name, work, deadlines.call)
  }

  /** As `read`, for one statement alone: one journey instead of three, which counts for what is asked all the time. */
  ask<In extends z.ZodType, Row extends z.ZodType>(
    name: string,
    statement: Statement<In, Row>,
    input: z.input<In>,
  ): Promise<z.output<Row>[]> {
    return this.#bounded(deadlines.call, async () => {
      const session = this.#driver.session({ database: this.#database, defaultAccessMode: neo4j.session.READ })
      try {
        const run: Runner['run'] = (text, parameters) => session.run(text, parameters, settings(name, deadlines.call))
        return await rows({ run }, statement, input)
      } catch (error) {
        // the driver repeats only what runs in a transaction of its own
        if (error instanceof Neo4jError && error.retryable) return await this.read(name, (run) => run(statement, input))
        throw error
      } finally {
        await session.close()
      }
    })
  }

  /** As `read`, for what goes through a whole case. */
  readAll<T>(name: string, work: Work<T>): Promise<T> {
    return this.#read(name, work, deadlines.patient)
  }

  /** As `read`, in a write transaction. The work may run several times: it must find its own earlier result. */
  write<T>(name: string, work: Work<T>): Promise<T> {
    return this.#write(name, work, deadlines.call)
  }

  /** As `write`, for what loads a great deal at once. */
  writeAll<T>(name: string, work: Work<T>): Promise<T> {
    return this.#write(name, work, deadlines.patient)
  }

  /** Runs one idempotent statement text outside any transaction of ours, for schema changes only; again after a deadlock. */
  async define(text: string, attempt = 1): Promise<void> {
    const session = this.#driver.session({ database: this.#database })
    try {
      await session.run(text)
    } catch (error) {
      if (attempt === 10 || !(error instanceof Neo4jError && error.retryable)) throw translated(error)
      await setTimeout(100 * attempt)
      await this.define(text, attempt + 1)
    } finally {
      await session.close()
    }
  }

  /** Runs statements in one transaction and takes them back, whatever they answer. Throws only `graph_unavailable`. */
  async rehearse(statements: readonly Rehearsed[]): Promise<void> {
    const session = this.#driver.session({ database: this.#database })
    const transaction = session.beginTransaction(settings('rehearsal', deadlines.patient))
    try {
      for (const { cypher, parameters } of statements) await transaction.run(cypher, parameters)
      await transaction.rollback()
    } catch (error) {
      const ours = translated(error)
      if (ours instanceof AppError && ours.code === 'graph_unavailable') throw ours
    } finally {
      await session.close()
    }
  }

  close(): Promise<void> {
    return this.#driver.close()
  }

  #read<T>(name: string, work: Work<T>, deadline: number): Promise<T> {
    return this.#bounded(deadline, async () => {
      const session = this.#driver.session({ database: this.#database, defaultAccessMode: neo4j.session.READ })
      try {
        return await session.executeRead((transaction) => work(runIn(transaction)), settings(name, deadline))
      } finally {
        await session.close()
      }
    })
  }

  #write<T>(name: string, work: Work<T>, deadline: number): Promise<T> {
    return this.#bounded(deadline, async () => {
      const session = this.#driver.session({ database: this.#database, defaultAccessMode: neo4j.session.WRITE })
      try {
        return await onceMore(() =>
          session.executeWrite((transaction) => work(runIn(transaction)), settings(name, deadline)),
        )
      } finally {
        await session.close()
      }
    })
  }

  async #bounded<T>(milliseconds: number, call: () => Promise<T>): Promise<T> {
    const { promise: late, reject } = Promise.withResolvers<never>()
    const timer = globalThis.setTimeout(() => {
      reject(unavailable(`it did not answer within ${milliseconds / 1000} s`))
    }, milliseconds)
    try {
      return await Promise.race([call(), late])
    } catch (error) {
      throw translated(error)
    } finally {
      clearTimeout(timer)
    }
  }
}

/** A unique key that is taken means that somebody else was first: the work runs again, and finds what they wrote. */
async function onceMore<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (!(error instanceof Neo4jError) || error.code !== 'Neo.ClientError.Schema.ConstraintValidationFailed')
      throw error
    return write()
  }
}

function runIn(transaction: ManagedTransaction): Run {
  return (statement, input) => rows(transaction, statement, input)
}

function settings(command: string, timeout: number) {
  return { timeout, metadata: { app: 'investigation-strategist', command } }
}

/** Errors of the driver by their code; any other error is left as it is. */
function translated(error: unknown): unknown {
  if (!(error instanceof Neo4jError)) return error
  const given = wrongSetting(error)
  if (given) return new AppError('config', given, { cause: error })
  if (isAway(error)) return unavailable(firstSentence(error.message), error)
  return new AppError('internal', `the database refused a statement: ${error.code}`, { cause: error })
}

/** What the environment says of a Neo4j that somebody else runs, and what that one refuses. */
function wrongSetting({ code }: Neo4jError): string | undefined {
  if (/Security\.(Unauthorized|CredentialsExpired|AuthenticationRateLimit)$/.test(code))
    return `Neo4j refuses user or password (${code}): set NEO4J_USERNAME and NEO4J_PASSWORD`
  if (code.endsWith('.DatabaseNotFound')) return `Neo4j has no such database: set NEO4J_DATABASE (${code})`
  return undefined
}

/** The driver adds advice that is not meant for users of ours. */
function firstSentence(message: string): string {
  return message.split(/\.\s/)[0]?.replace(/\.$/, '') ?? message
}

function isAway({ code, retryable }: Neo4jError): boolean {
  return (
    retryable ||
    /^(ServiceUnavailable|SessionExpired|N\/A)$/.test(code) ||
    /Timed ?Out|LockClientStopped|DatabaseUnavailable|Transient/.test(code)
  )
}

function unavailable(what: string, cause?: unknown): AppError {
  const message = `Neo4j is not available: ${what}. Repeat the call later, a write with the same Idempotency-Key or recordKey: whether it went through is not known. If Neo4j stays away, start it, or the service, again.`
  return new AppError('graph_unavailable', message, { cause })
}
