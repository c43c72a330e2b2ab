/** Runs every check, prints one line for each with what it found, and fails if there is anything. */
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { findCypherFaults } from './cypher/check.ts'
import { type Check, type Finding, printed } from './finding.ts'
import { findWrongImports } from './imports.ts'
import { findBrokenLinks } from './links.ts'
import { findLockFileGaps } from './lock-file.ts'
import { findForeignPlaces } from './places.ts'
import { findWrongShapes } from './shapes.ts'
import { findLooseStatements } from './statements.ts'
import { findStyle } from './style.ts'
import { toolChecks } from './tools.ts'

const checks: readonly Check[] = [
  ...toolChecks,
  { name: 'cypher', find: findCypherFaults },
  { name: 'statements', find: findLooseStatements },
  { name: 'shapes', find: findWrongShapes },
  { name: 'imports', find: findWrongImports },
  { name: 'style', find: findStyle },
  { name: 'links', find: findBrokenLinks },
  { name: 'places', find: findForeignPlaces },
  { name: 'lock file', find: findLockFileGaps },
]

const { positionals } = parseArgs({ allowPositionals: true })
const wanted = checks.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
if (wanted.length === 0)
  throw new Error(`there is no such check; there are: ${checks.map(({ name }) => name).join(', ')}`)

const waiting = [...wanted]
const runners = Array.from({ length: availableParallelism() }, () => runWaiting())
const failed = (await Promise.all(runners)).reduce((sum, each) => sum + each, 0)
console.log(`${wanted.length - failed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

/** One check for each core at a time, so that the times printed are about what each costs. Answers how many failed. */
async function runWaiting(): Promise<number> {
  let count = 0
  for (let check = waiting.shift(); check; check = waiting.shift()) if (!(await report(check))) count += 1
  return count
}

/** Prints the outcome as soon as it is there; the findings stand below their check. */
async function report({ name, find }: Check): Promise<boolean> {
  const started = performance.now()
  const found = await findOrFail(find)
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const outcome = found.length === 0 ? 'ok' : `${found.length} finding${found.length === 1 ? '' : 's'}`
  console.log(`${name.padEnd(12)} ${`${seconds} s`.padStart(7)}   ${outcome}`)
  for (const finding of found) console.log(`    ${printed(finding)}`)
  return found.length === 0
}

/** A check that breaks down has not passed. */
async function findOrFail(find: Check['find']): Promise<Finding[]> {
  try {
    return await find(process.cwd())
  } catch (error) {
    return [{ file: 'scripts/check', message: error instanceof Error ? (error.stack ?? error.message) : String(error) }]
  }
}
