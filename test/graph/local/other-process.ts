/** Other processes and temporary homes for the resolver's tests. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import neo4j from 'neo4j-driver'
import { z } from 'zod'
import type { Connection } from '../../../src/graph/local/bolt.ts'
import { ensureJars, neo4jVersion } from '../../../src/graph/local/jars.ts'
import { probe, type JvmProbe } from '../../../src/graph/local/plan.ts'
import { homeFolder } from '../../../src/graph/local/store-paths.ts'

const script = fileURLToPath(new URL('hold-store.ts', import.meta.url))
const Held = z.object({ way: z.string(), uri: z.string() })

export type Holder = {
  readonly held: z.infer<typeof Held>
  /** Lets the process release its store and waits for its end. */
  letGo(): Promise<void>
  /** Ends its whole group without warning, as a closed terminal or the kernel would. */
  kill(): Promise<void>
}

/** A process of its own, in a process group of its own, that holds a store. */
export async function holdElsewhere(store: string, home: string, environment: NodeJS.ProcessEnv): Promise<Holder> {
  const child = spawn(process.execPath, [script, store, home], {
    env: environment,
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const said = z.tuple([z.string()]).parse(await Promise.race([once(createInterface(child.stdout), 'line'), ended]))
  const held = Held.parse(JSON.parse(said[0]))
  return {
    held,
    letGo: async () => void (child.stdin.end(), await ended),
    kill: async () => void (process.kill(-(child.pid ?? 0), 'SIGKILL'), await ended),
  }
}

/** A folder that is removed by `removeHome`. */
export function temporaryHome(): string {
  return mkdtempSync(join(tmpdir(), 'strategist-home-'))
}

export function removeHome(home: string): void {
  rmSync(home, { recursive: true, force: true })
}

/** What a JVM needs here; undefined where there is none, for `describe.skipIf`. */
export async function localJvm(): Promise<Required<Pick<JvmProbe, 'java'>> | undefined> {
  const { jvm } = await probe(process.env, homeFolder())
  return jvm.java && (jvm.maven || jvm.hasJars) ? { java: jvm.java } : undefined
}

/** The jars of the checkout, fetched if they are not there. */
async function checkoutJars(): Promise<string> {
  const home = homeFolder()
  const { jvm } = await probe(process.env, home)
  const download = { environment: process.env, home, progress: () => undefined }
  return ensureJars({ ...download, maven: jvm.maven, java: jvm.java?.program ?? 'java' })
}

/** Lets a home use the jars and the class archive of the checkout. */
export async function shareRuntime(home: string): Promise<void> {
  mkdirSync(join(home, 'runtime'))
  symlinkSync(dirname(await checkoutJars()), join(home, 'runtime', neo4jVersion()))
}

/** Gives a home jars of its own. */
export async function copyRuntime(home: string): Promise<string> {
  const folder = join(home, 'runtime', neo4jVersion())
  cpSync(await checkoutJars(), join(folder, 'lib'), { recursive: true })
  return folder
}

/** Runs one statement and answers the first column of each row. */
export async function ask(connection: Connection, cypher: string): Promise<unknown[]> {
  const driver = neo4j.driver(connection.uri, neo4j.auth.basic(connection.username, connection.password), {
    disableLosslessIntegers: true,
  })
  try {
    const { records } = await driver.executeQuery(cypher, {}, { database: connection.database })
    return records.map((record): unknown => record.get(0))
  } finally {
    await driver.close()
  }
}
