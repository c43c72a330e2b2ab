/** The container for real: started, shared, mended and removed. */
import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Neo4jInstance } from '../../../src/graph/local/instance.ts'
import { stopAll } from '../../../src/graph/local/lifecycle.ts'
import { resolveNeo4j } from '../../../src/graph/local/resolve.ts'
import { readRunning, RunningContainer } from '../../../src/graph/local/running.ts'
import { storePaths } from '../../../src/graph/local/store-paths.ts'
import { engine } from '../../support/container-engine.ts'
import { ask, holdElsewhere, removeHome, temporaryHome } from './other-process.ts'

const environment = { ...process.env, NEO4J_URI: '', STRATEGIST_NEO4J: 'docker' }

let home: string
let opened: Neo4jInstance[]
beforeEach(() => {
  home = temporaryHome()
  opened = []
})
afterEach(async () => {
  await Promise.all(opened.map((neo4j) => neo4j.release()))
  await stopAll({ paths: storePaths('demo', home), environment, progress: () => undefined, signal: undefined })
  removeHome(home)
})

async function open(): Promise<Neo4jInstance> {
  const neo4j = await resolveNeo4j({ store: 'demo', home, environment, progress: () => undefined })
  opened.push(neo4j)
  return neo4j
}

const docker = (...words: string[]) => execFileSync('docker', words, { encoding: 'utf8', stdio: 'pipe' }).trim()
const running = () => RunningContainer.parse(readRunning(storePaths('demo', home).running)).container

describe.skipIf(!engine)('a Neo4j in a container', () => {
  test('it is shared, shut off from outside, comes back with its data when somebody removes or stops it, and goes with its last user', async () => {
    const elsewhere = await holdElsewhere('demo', home, environment)
    const first = await open()
    expect(first).toMatchObject({ way: 'docker', uri: elsewhere.held.uri })
    await ask(first, 'CREATE (:Kept {value: 7})')
    expect(docker('port', running()).split('\n')).toStrictEqual([
      expect.stringMatching(/^7474\/tcp -> 127\.0\.0\.1:\d+$/),
      expect.stringMatching(/^7687\/tcp -> 127\.0\.0\.1:\d+$/),
    ])
    const reading = ask(first, "LOAD CSV FROM 'file:///etc/passwd' AS line RETURN line")
    await expect(reading).rejects.toThrow(/file URLs|allow_csv_import/)

    docker('rm', '--force', running())
    const second = await open()
    expect(await ask(second, 'MATCH (n:Kept) RETURN n.value')).toStrictEqual([7])
    docker('stop', running())
    const third = await open()
    expect(await ask(third, 'MATCH (n:Kept) RETURN n.value')).toStrictEqual([7])
    expect(third.uri).toBe(first.uri)

    const container = running()
    await elsewhere.letGo()
    await Promise.all([first.release(), second.release()])
    expect(docker('ps', '--quiet', '--no-trunc')).toContain(container)
    await third.release()
    expect(docker('ps', '--all', '--quiet', '--no-trunc')).not.toContain(container)
  })
})
