/** The Java that Neo4j is to run on, among those of this machine. */
import { readdirSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { findProgram, isProgram, run } from './command.ts'

export type Java = {
  readonly program: string
  readonly version: string
  /** Names this very build: a class archive fits no other. */
  readonly build: string
  readonly major: number
}

/** What Neo4j 5.26 supports; later ones start it as well (25 was tried), but are taken only where these are missing. */
const supported: ReadonlySet<number> = new Set([17, 21])
const oldest = 17

export function isSupported({ major }: Java): boolean {
  return supported.has(major)
}

/** Those that can run Neo4j, the best first: JAVA_HOME, the PATH, then the folders where Java usually lies. */
export async function findJavas(environment: NodeJS.ProcessEnv): Promise<Java[]> {
  const first = await firstHand(environment)
  if (first.some(isSupported)) return ranked(first)
  const others = await Promise.all(distinct(usualPlaces(environment)).map((path) => askJava(path, environment)))
  return ranked([...first, ...others.filter((java) => java !== undefined)])
}

/** The best first; among equals the order stays. */
export function ranked(javas: readonly Java[]): Java[] {
  const rank = (java: Java) => (isSupported(java) ? 0 : java.major)
  return javas.filter(({ major }) => major >= oldest).toSorted((one, other) => rank(one) - rank(other))
}

async function firstHand(environment: NodeJS.ProcessEnv): Promise<Java[]> {
  const home = environment['JAVA_HOME']
  const paths = [...(home ? [join(home, 'bin', 'java')] : []), findProgram('java', environment)]
  const answers = await Promise.all(distinct(paths).map((path) => askJava(path, environment)))
  return answers.filter((java) => java !== undefined)
}

async function askJava(program: string, environment: NodeJS.ProcessEnv): Promise<Java | undefined> {
  const { ok, errors } = await run(program, ['-version'], { environment, patience: 10_000 })
  return ok ? parseVersion(program, errors) : undefined
}

/** Reads what `java -version` says, such as `openjdk version "17.0.15" ... (build 17.0.15+6-Debian)`. */
export function parseVersion(program: string, text: string): Java | undefined {
  const version = / version "([^"]+)"/.exec(text)?.[1]
  if (version === undefined) return undefined
  const build = /Server VM.*\(build ([^,)]+)/.exec(text)?.[1] ?? version
  const [major = '', minor = ''] = version.split(/[.+-]/)
  return { program, version, build, major: Number(major === '1' ? minor : major) }
}

function usualPlaces(environment: NodeJS.ProcessEnv): string[] {
  const home = environment['HOME'] ?? homedir()
  const folders = ['/usr/lib/jvm', '/usr/java', '/opt/java', '/opt/homebrew/opt', '/usr/local/opt']
  const macs = ['/Library/Java/JavaVirtualMachines', join(home, 'Library/Java/JavaVirtualMachines')]
  return [
    ...[...folders, join(home, '.sdkman/candidates/java')].flatMap((folder) => javasIn(folder, 'bin/java')),
    ...macs.flatMap((folder) => javasIn(folder, 'Contents/Home/bin/java')),
  ]
}

function javasIn(folder: string, below: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /\d|java|jdk|current/.test(name))
      .map((name) => join(folder, name, below))
  } catch {
    return []
  }
}

function distinct(paths: readonly (string | undefined)[]): string[] {
  const programs = paths.filter((path) => path !== undefined).filter(isProgram)
  return [...new Set(programs.map((path) => realpathSync(path)))]
}
