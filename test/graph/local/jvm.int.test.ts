/** The local JVM for real: started, shared, stopped, and mended after everything that can go wrong. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { askBolt } from '../../../src/graph/local/bolt.ts'
import type { Neo4jInstance } from '../../../src/graph/local/instance.ts'
import { stopAll } from '../../../src/graph/local/lifecycle.ts'
import { ensureJars, hasJars } from '../../../src/graph/local/jars.ts'
import { probe } from '../../../src/graph/local/plan.ts'
import { isAlive, birth } from '../../../src/graph/local/process-life.ts'
import { resolveNeo4j } from '../../../src/graph/local/resolve.ts'
import { readRunning, RunningJvm } from '../../../src/graph/local/running.ts'
import { storePaths, type StorePaths } from '../../../src/graph/local/store-paths.ts'
import { ask, copyRuntime, holdElsewhere, localJvm, removeHome, shareRuntime, temporaryHome } from './other-process.ts'

const environment = { ...process.env, NEO4J_URI: '', STRATEGIST_NEO4J: 'jvm' }
const java = await localJvm()

let home: string
let paths: StorePaths
let opened: Neo4jInstance[]
beforeEach(() => {
  home = temporaryHome()
  paths = storePaths('demo', home)
  opened = []
})
afterEach(async () => {
  await Promise.all(opened.map((neo4j) => neo4j.release()))
  await stopAll({ paths, environment, progress: () => undefined, signal: undefined })
  removeHome(home)
})

async function open(progress: (sentence: string) => void = () => undefined): Promise<Neo4jInstance> {
  const neo4j = await resolveNeo4j({ store: 'demo', home, environment, progress, quick: true })
  opened.push(neo4j)
  return neo4j
}

const running = () => RunningJvm.parse(readRunning(paths.running))

describe.skipIf(!java)('a Neo4j in a local JVM', () => {
  test('it mends an interrupted start, is shared, outlives a user that is killed, and ends with the last one', async () => {
    await shareRuntime(home)
    const stranger = spawn('sleep', ['100'], { stdio: 'ignore' })
    leaveHalfAStore(stranger.pid ?? 0)
    const first = await holdElsewhere('demo', home, environment)
    const second = await holdElsewhere('demo', home, environment)
    const { process: jvm, ports } = running()
    expect(second.held).toStrictEqual(first.held)
    expect(stranger.exitCode).toBeNull()
    stranger.kill()
    await second.letGo()
    await first.kill()
    expect(isAlive(jvm)).toBe(true)
    const neo4j = await open()
    expect(neo4j).toMatchObject({ way: 'jvm', uri: first.held.uri, username: 'neo4j', database: 'neo4j' })
    expect(running().process).toStrictEqual(jvm)
    await expectLoopbackOnly(neo4j, ports.bolt)
    await expect(ask(neo4j, "LOAD CSV FROM 'file:///etc/hostname' AS line RETURN line")).rejects.toThrow(
      /file URLs|allow_csv_import/,
    )
    await neo4j.release()
    await neo4j.release()
    expect(isAlive(jvm)).toBe(false)
    expect(readRunning(paths.running)).toBeUndefined()
    expect(readFileSync(join(paths.logs, 'neo4j.log'), 'utf8').trimEnd()).toMatch(/Stopped\.$/)
  })

  test('data and password stay when its note is lost, when it is killed, and when its ports are taken', async () => {
    await shareRuntime(home)
    const before = await open()
    await ask(before, 'CREATE (:Kept {value: 7})')
    const lost = running()
    writeFileSync(paths.running, '{"way":')
    const found = await open()
    expect(isAlive(lost.process)).toBe(false)
    expect(await ask(found, 'MATCH (n:Kept) RETURN n.value')).toStrictEqual([7])

    const killed = running()
    process.kill(killed.process.pid, 'SIGKILL')
    await until(() => !isAlive(killed.process))
    const taken = createServer().listen(killed.ports.bolt, '127.0.0.1')
    await once(taken, 'listening')
    const after = await open()
    expect(after.uri).not.toBe(found.uri)
    expect(after.browserUrl).toBe(found.browserUrl)
    expect(after.password).toBe(before.password)
    expect(await ask(after, 'MATCH (n:Kept) RETURN n.value')).toStrictEqual([7])
    taken.close()
  })

  test('missing and cut jars are fetched again; a class archive is written once, and a broken one is left out', async () => {
    const runtime = await copyRuntime(home)
    const jar = readdirSync(join(runtime, 'lib')).find((name) => name.startsWith('neo4j-kernel-5')) ?? ''
    truncateSync(join(runtime, 'lib', jar), 100_000)
    mkdirSync(join(runtime, 'lib.partial-of-a-dead-process'))
    expect(hasJars(home)).toBe(false)
    const { jvm } = await probe(environment, home)
    const download = { environment, home, maven: jvm.maven, java: jvm.java?.program ?? '', progress: () => undefined }
    await Promise.all([ensureJars(download), ensureJars(download)])
    expect(hasJars(home)).toBe(true)
    expect(readdirSync(runtime)).toStrictEqual(['lib'])

    await open().then((neo4j) => neo4j.release())
    const archive = readdirSync(runtime).find((name) => name.endsWith('.jsa')) ?? ''
    truncateSync(join(runtime, archive), 50_000_000)
    const neo4j = await open()
    expect(await askBolt(neo4j)).toHaveProperty('version')
    expect(existsSync(join(runtime, archive))).toBe(false)
  }, 180_000)

  test('a start that cannot succeed says what Neo4j said, and leaves nothing running', async () => {
    await shareRuntime(home)
    mkdirSync(join(paths.data, 'databases', 'system'), { recursive: true })
    writeFileSync(join(paths.data, 'databases', 'system', 'neostore'), 'not a store')
    writeFileSync(paths.password, '0123456789abcdef')
    const attempt = open()
    await expect(attempt).rejects.toMatchObject({ code: 'no_neo4j' })
    await expect(attempt).rejects.toThrow(paths.logs)
    expect(readRunning(paths.running)).toBeUndefined()
  })

  test('an attempt that is given up leaves nothing running', async () => {
    await shareRuntime(home)
    const giveUp = new AbortController()
    const progress = () => void setTimeout(() => giveUp.abort(), 1_000)
    const options = { store: 'demo', home, environment, progress, quick: true, signal: giveUp.signal }
    await expect(resolveNeo4j(options)).rejects.toMatchObject({ name: 'AbortError' })
    expect(readRunning(paths.running)).toBeUndefined()
    expect(birth(Number(existsSync(paths.pid) && readFileSync(paths.pid, 'utf8')))).toBeUndefined()
  })
})

/** As a start leaves it that was cut off after the first files of the database: the number may be anybody's by now. */
function leaveHalfAStore(pid: number): void {
  mkdirSync(join(paths.data, 'databases', 'system'), { recursive: true })
  writeFileSync(join(paths.data, 'databases', 'system', 'neostore'), 'half')
  writeFileSync(paths.unfinished, '')
  writeFileSync(paths.password, '')
  const born = birth(pid) ?? ''
  writeFileSync(
    paths.running,
    JSON.stringify({ way: 'jvm', process: { pid, born }, ports: { bolt: 7687, http: 7474 } }),
  )
  mkdirSync(paths.lock)
  const owner = { id: '01900000-0000-7000-8000-000000000001', process: { pid, born: '1' } }
  writeFileSync(join(paths.lock, 'owner.json'), JSON.stringify(owner))
}

async function expectLoopbackOnly(neo4j: Neo4jInstance, port: number): Promise<void> {
  const outer = Object.values(networkInterfaces()).flat()
  const addresses = outer.filter((one) => one && !one.internal && one.family === 'IPv4').map((one) => one?.address)
  for (const address of addresses) {
    expect(await askBolt({ ...neo4j, uri: `bolt://${address}:${port}` }, 2_000)).toHaveProperty('problem')
  }
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((settle) => setTimeout(settle, 20))
}
