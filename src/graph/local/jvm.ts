/** The third way: Neo4j in a Java process of this machine, apart from our terminal so that Ctrl-C leaves it whole. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AppError } from '../../errors.ts'
import { archiveFlags, archivePath, dropArchive, keepArchive } from './class-archive.ts'
import { lastLines, run } from './command.ts'
import type { Java } from './java.ts'
import { birth, endProcess, hasArgument, isAlive } from './process-life.ts'
import { writeRunning, type RunningJvm } from './running.ts'
import { asConf, heap, jvmSettings, quickJava } from './settings.ts'
import type { Start } from './start.ts'
import { shortHash, type StorePaths } from './store-paths.ts'
import { readText } from './whole-file.ts'

/** A clean stop takes 2 s; 8 s when it writes a class archive; more while transactions run. */
const stopPatience = 60_000

/** Those of Neo4j's own start script that a server needs. */
const opens = ['java.nio', 'java.io', 'sun.nio.ch', 'java.util.concurrent'].map(
  (name) => `--add-opens=java.base/${name}=ALL-UNNAMED`,
)

export type JvmParts = { readonly java: Java; readonly jars: string }

/** Starts the process and notes it at once; it is not ready yet. Throws `no_neo4j` if there is no process. */
export async function startJvm({ java, jars }: JvmParts, start: Start): Promise<RunningJvm> {
  const { paths, ports, environment } = start
  for (const folder of [paths.conf, paths.logs]) mkdirSync(folder, { recursive: true })
  writeFileSync(join(paths.conf, 'neo4j.conf'), asConf(jvmSettings(ports)))
  if (start.isNew) await setPassword({ java, jars }, start)
  const archive = archiveFor({ java, jars }, start)
  const log = openSync(paths.console, 'w')
  const words = [...flags(start), ...archive.flags, ...command(jars, paths)]
  const child = spawn(java.program, words, {
    cwd: paths.folder,
    detached: true,
    env: environment,
    stdio: ['ignore', log, log],
  })
  closeSync(log)
  child.unref()
  const { pid } = child
  if (pid === undefined) throw notStarted(java, await once(child, 'error').catch((error: unknown) => [error]))
  const process = { pid, born: birth(pid) ?? '' }
  const running: RunningJvm = { way: 'jvm', process, ports, ...(archive.writes && { archive: archive.writes }) }
  writeRunning(paths.running, running)
  return running
}

function archiveFor({ java, jars }: JvmParts, { paths, quick, again }: Start) {
  const path = archivePath(dirname(jars), java)
  if (again) dropArchive(path)
  return archiveFlags(path, { write: quick && !again, writer: shortHash(paths.folder) })
}

function flags({ paths, quick }: Start): string[] {
  return [
    ...opens,
    `-Xms${heap.initial}`,
    `-Xmx${heap.max}`,
    '-XX:+ExitOnOutOfMemoryError',
    `-XX:ErrorFile=${join(paths.logs, 'crash-%p.log')}`,
    '-Dio.netty.tryReflectionSetAccessible=true',
    '-Dfile.encoding=UTF-8',
    ...(quick ? ['-XX:+UseSerialGC', quickJava] : []),
  ]
}

function command(jars: string, paths: StorePaths): string[] {
  const main = ['-cp', join(jars, '*'), 'org.neo4j.server.CommunityEntryPoint']
  return [...main, homeArgument(paths), `--config-dir=${paths.conf}`, '--console-mode']
}

function homeArgument({ folder }: StorePaths): string {
  return `--home-dir=${folder}`
}

/** By a file, so that no list of processes ever shows it. Works only before the first start. */
async function setPassword({ java, jars }: JvmParts, { paths, environment: outer, signal }: Start): Promise<void> {
  const environment = { ...outer, NEO4J_HOME: paths.folder, NEO4J_CONF: paths.conf }
  const admin = ['-XX:TieredStopAtLevel=1', ...opens, '-cp', join(jars, '*'), 'org.neo4j.cli.AdminTool']
  const words = [...admin, 'dbms', 'set-initial-password', `@${paths.password}`]
  const { ok, output, errors } = await run(java.program, words, { environment, patience: 60_000, signal })
  if (ok) return
  signal?.throwIfAborted()
  throw new AppError('no_neo4j', `The password of Neo4j could not be set:\n${lastLines(`${output}\n${errors}`)}`)
}

/** Whether that very process runs, and is Neo4j on the data of this store. */
export function isJvmUp({ process }: RunningJvm, paths: StorePaths): boolean {
  return isAlive(process) && hasArgument(process.pid, homeArgument(paths))
}

/** Stops it, and keeps the class archive if it wrote one. */
export async function stopJvm(running: RunningJvm, { paths, progress }: Pick<Start, 'paths' | 'progress'>) {
  if (!isJvmUp(running, paths)) return
  if (running.archive) progress('Neo4j writes its class archive, once: the next start takes half the time.')
  const clean = await endProcess(running.process, stopPatience)
  if (clean && running.archive) keepArchive(running.archive)
}

/** Stops a Neo4j that has this store's data open without being noted: its starter died in between. */
export async function stopStrayJvm(paths: StorePaths): Promise<void> {
  const pid = Number(readText(paths.pid))
  const born = pid > 0 ? birth(pid) : undefined
  if (born !== undefined && hasArgument(pid, homeArgument(paths))) await endProcess({ pid, born }, stopPatience)
}

/** What it said last. */
export function jvmLog(paths: StorePaths): string {
  return lastLines(readText(paths.console) ?? '')
}

function notStarted({ program }: Java, [cause]: unknown[]): AppError {
  return new AppError('no_neo4j', `${program} could not be started.`, { cause })
}
