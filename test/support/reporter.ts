/** Closes a test run with one plain line of counts, after saying whether the container tests could run at all. */
import { writeSync } from 'node:fs'
import type { Reporter, TestModule } from 'vitest/node'
import { engineAnswers } from './engine-answers.ts'

type Counts = { passed: number; failed: number; skipped: number }

export class ClosingLine implements Reporter {
  #counts: Counts = { passed: 0, failed: 0, skipped: 0 }
  #remarks: string[] = []

  /** The lines come at exit, so that nothing that is still to be stopped can write below them. */
  onInit(): void {
    process.once('exit', (code) => {
      // A run that broke off, as when no Neo4j can be started, has failed whatever it had counted.
      const failed = Math.max(this.#counts.failed, code === 0 ? 0 : 1)
      writeSync(1, [...this.#remarks, closingLine({ ...this.#counts, failed }), ''].join('\n'))
    })
  }

  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const broken = modules.reduce((sum, module) => sum + brokenGroups(module), 0)
    this.#counts = countTests(modules)
    this.#counts.failed += unhandledErrors.length + broken
    this.#remarks = skippedContainers(modules)
  }
}

function countTests(modules: readonly TestModule[]): Counts {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const module of modules)
    for (const test of module.children.allTests()) {
      const { state } = test.result()
      counts[state === 'pending' ? 'failed' : state] += 1
    }
  return counts
}

/** Files and describe blocks that failed by themselves: at import, in a hook. Their tests may not have run at all. */
function brokenGroups(module: TestModule): number {
  const broken = [...module.children.allSuites()].filter((suite) => suite.errors().length > 0)
  return broken.length + (module.errors().length > 0 ? 1 : 0)
}

function skippedContainers(modules: readonly TestModule[]): string[] {
  const { skipped } = countTests(modules.filter((module) => module.project.name === 'containers'))
  if (skipped === 0 || engineAnswers()) return []
  return [`The container tests did NOT run (${skipped}): no container engine answers "docker info".`]
}

function closingLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}
