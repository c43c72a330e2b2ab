/** How the tests run: three projects, told apart by the ends of their file names. */
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './test/support/order.ts'
import { ClosingLine } from './test/support/reporter.ts'

const tests = 'test/**/*.test.ts'
const onNeo4j = 'test/**/*.int.test.ts'
const inContainers = 'test/**/*.container.test.ts'

/** One more than the two cores that there are at least: much of the time is spent waiting. */
const workers = 3

export default defineConfig({
  test: {
    reporters: ['default', new ClosingLine()],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          name: 'unit',
          include: [tests],
          exclude: [onNeo4j, inContainers],
          testTimeout: 60_000,
          maxWorkers: workers,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'integration',
          include: [onNeo4j],
          globalSetup: 'test/support/neo4j.ts',
          testTimeout: 180_000,
          hookTimeout: 300_000,
          maxWorkers: workers,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'containers',
          include: [inContainers],
          testTimeout: 300_000,
          hookTimeout: 300_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
