/** How many db hits a statement costs, as PROFILE counts them: what a test can hold, where a time cannot be. */
import neo4j from 'neo4j-driver'
import type { Connection } from './database.ts'

export type Profiler = {
  hits(cypher: string, parameters: Record<string, unknown>): Promise<number>
  close(): Promise<void>
}

/** Runs statements under PROFILE in read transactions. */
export function profiler({ uri, username, password, database }: Connection): Profiler {
  const driver = neo4j.driver(uri, neo4j.auth.basic(username, password), {
    disableLosslessIntegers: true,
    telemetryDisabled: true,
  })
  return {
    hits: async (cypher, parameters) => {
      const { summary } = await driver.executeQuery(`PROFILE ${cypher}`, parameters, { database, routing: 'READ' })
      return summary.profile ? total(summary.profile) : Number.NaN
    },
    close: () => driver.close(),
  }
}

type Step = { readonly dbHits: number; readonly children: readonly Step[] }

function total({ dbHits, children }: Step): number {
  return dbHits + children.reduce((sum, child) => sum + total(child), 0)
}
