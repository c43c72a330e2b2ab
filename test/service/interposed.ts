/** A database in which a test can let something happen between two steps of the service. */
import { inject, onTestFinished } from 'vitest'
import type { z } from 'zod'
import { Database, type Work } from '../../src/graph/database.ts'
import type { Statement } from '../../src/graph/statement.ts'

export class Interposed extends Database {
  readonly #waiting = new Map<string, () => Promise<unknown>>()

  constructor(uri: string = inject('neo4j').uri) {
    super({ ...inject('neo4j'), uri })
    onTestFinished(() => this.close())
  }

  /** Once, after the next read of this name has been answered by the database and before the service goes on. */
  afterRead(name: string, happens: () => Promise<unknown>): void {
    this.#waiting.set(name, happens)
  }

  override async read<T>(name: string, work: Work<T>): Promise<T> {
    const answer = await super.read(name, work)
    await this.#happens(name)
    return answer
  }

  override async ask<In extends z.ZodType, Row extends z.ZodType>(
    name: string,
    statement: Statement<In, Row>,
    input: z.input<In>,
  ): Promise<z.output<Row>[]> {
    const answer = await super.ask(name, statement, input)
    await this.#happens(name)
    return answer
  }

  async #happens(name: string): Promise<void> {
    const happens = this.#waiting.get(name)
    this.#waiting.delete(name)
    await happens?.()
  }
}
