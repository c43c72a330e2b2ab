/** The jars of Neo4j: fetched once by Maven, checked at each start, shared by all stores of a home folder. */
import { createHash, randomUUID } from 'node:crypto'
import {
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { lastLines, run } from './command.ts'
import { withLock, type Waiting } from './lock.ts'
import { runtimePath } from './store-paths.ts'
import { readJson } from './whole-file.ts'

const pom = fileURLToPath(new URL('pom.xml', import.meta.url))
const listName = 'jars.json'
const List = z.strictObject({ pom: z.string(), sizes: z.record(z.string(), z.int().positive()) })

export type Download = Waiting & {
  readonly environment: NodeJS.ProcessEnv
  readonly home: string
  /** The program `mvn`, where there is one. */
  readonly maven: string | undefined
  /** The program `java` that Maven is to run on. */
  readonly java: string
}

/** The version of Neo4j that a local JVM runs, as the pom names it. */
export function neo4jVersion(): string {
  return /<neo4j\.version>(.+)<\/neo4j\.version>/.exec(readFileSync(pom, 'utf8'))?.[1] ?? 'unknown'
}

function runtimeFolder(home: string): string {
  return runtimePath(home, neo4jVersion())
}

/** Whether all jars are there, each as long as it was when it came. */
export function hasJars(home: string): boolean {
  const folder = join(runtimeFolder(home), 'lib')
  const list = readJson(join(folder, listName), List)
  if (list?.pom !== pomHash()) return false
  return Object.entries(list.sizes).every(([name, size]) => sizeOf(join(folder, name)) === size)
}

/** The folder of the jars without symbolic links, downloaded if one is missing or cut short. Throws `no_neo4j` if that fails. */
export async function ensureJars(download: Download): Promise<string> {
  const runtime = runtimeFolder(download.home)
  const folder = join(runtime, 'lib')
  if (hasJars(download.home)) return realpathSync(folder)
  mkdirSync(runtime, { recursive: true })
  await withLock(join(runtime, 'lock'), download, async () => {
    if (!hasJars(download.home)) await replace(folder, download)
  })
  return realpathSync(folder)
}

async function replace(folder: string, download: Download): Promise<void> {
  // under a new name each time: the Maven of a killed process may still be writing into the old one
  const partial = `${folder}.partial-${randomUUID()}`
  removePartial(dirname(folder))
  await fetchJars(partial, download)
  writeFileSync(join(partial, listName), JSON.stringify({ pom: pomHash(), sizes: sizesIn(partial) }))
  rmSync(folder, { recursive: true, force: true })
  renameSync(partial, folder)
}

function removePartial(runtime: string): void {
  const partial = readdirSync(runtime).filter((name) => name.startsWith('lib.partial'))
  for (const name of partial) rmSync(join(runtime, name), { recursive: true, force: true })
}

async function fetchJars(folder: string, download: Download): Promise<void> {
  const { environment, maven, java, progress, signal } = download
  if (!maven) throw new AppError('no_neo4j', 'The jars of Neo4j are missing, and Maven (mvn), which fetches them, too.')
  progress(`Fetching Neo4j ${neo4jVersion()} with Maven (137 MB; about 90 s the first time, 10 s from its cache).`)
  const since = Date.now()
  const clock = setInterval(() => progress(`Still fetching Neo4j (${seconds(since)} s).`), 20_000)
  const call = { environment: { ...environment, JAVA_HOME: javaHome(java, environment) }, patience: 1_800_000, signal }
  const { ok, output, errors } = await run(maven, parameters(folder), call).finally(() => clearInterval(clock))
  if (ok) return progress(`Neo4j is fetched (${seconds(since)} s).`)
  signal?.throwIfAborted()
  throw new AppError('no_neo4j', `Maven could not fetch Neo4j:\n${lastLines(`${output}\n${errors}`)}`)
}

/** Quiet, without questions, and with checksums that must be right. */
function parameters(folder: string): string[] {
  const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${resolve(folder)}`]
  return ['-q', '-B', '-C', '-f', pom, ...goal]
}

/** Only where `java` lies in such a home; a mere link on the PATH does not, and Maven then looks for itself. */
function javaHome(java: string, environment: NodeJS.ProcessEnv): string | undefined {
  const home = dirname(dirname(java))
  return sizeOf(join(home, 'release')) === undefined ? environment['JAVA_HOME'] : home
}

function sizesIn(folder: string): Record<string, number> {
  const jars = readdirSync(folder).filter((name) => name.endsWith('.jar'))
  return Object.fromEntries(jars.map((name) => [name, statSync(join(folder, name)).size]))
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size
}

function pomHash(): string {
  return createHash('sha256').update(readFileSync(pom)).digest('hex')
}

function seconds(since: number): number {
  return Math.round((Date.now() - since) / 1000)
}
