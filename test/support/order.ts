/** The order in which test files start, the same on every machine: the longest first, so that none is waited for alone. */
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Mostly waiting: for processes of their own, for deadlines. */
const longest = ['graph/local/jvm', 'service/faults.int', 'cli/demo', 'service/hostile', 'service/leads-time']
/** Fills the database with a hundred thousand phenomena, which slows whoever looks through all of it. */
const filling = ['graph/view-costs']

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => place(a.moduleId) - place(b.moduleId) || (a.moduleId < b.moduleId ? -1 : 1))
  }
}

function place(file: string): number {
  const named = (names: readonly string[]) => names.findIndex((name) => file.includes(`/test/${name}`))
  if (named(filling) >= 0) return longest.length + 1
  return named(longest) >= 0 ? named(longest) : longest.length
}
