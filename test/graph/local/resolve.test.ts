/** The resolver where nothing has to be started, and where nothing can be. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { askBolt } from '../../../src/graph/local/bolt.ts'
import { diagnose, diagnosisLines } from '../../../src/graph/local/diagnose.ts'
import { resolveNeo4j } from '../../../src/graph/local/resolve.ts'

let home: string
beforeAll(() => void (home = mkdtempSync(join(tmpdir(), 'strategist-resolve-'))))
afterAll(() => rmSync(home, { recursive: true }))

const silent = () => undefined
const nothing = { PATH: '' } as const

test('an address is taken as it is, and nothing is kept or called for it', async () => {
  const environment = { ...nothing, NEO4J_URI: 'bolt://192.0.2.1:7687', NEO4J_PASSWORD: 'secret' }
  const neo4j = await resolveNeo4j({ store: 'service', home, environment, progress: silent })
  expect(neo4j).toMatchObject({ way: 'uri', uri: 'bolt://192.0.2.1:7687', password: 'secret' })
  await neo4j.release()
  expect(readdirSync(home)).toStrictEqual([])
})

test('no engine and no Java: one error that names the three ways out', async () => {
  const attempt = resolveNeo4j({ store: 'service', home, environment: nothing, progress: silent })
  await expect(attempt).rejects.toMatchObject({ code: 'no_neo4j' })
  await expect(attempt).rejects.toThrow(/NEO4J_URI[^]+Docker is not installed[^]+Maven[^]+strategist doctor/)
})

test.each(['runtime', '../up', 'Demo', '', 'a b'])('a store cannot be called "%s"', async (store) => {
  const attempt = resolveNeo4j({ store, home, environment: nothing, progress: silent })
  await expect(attempt).rejects.toMatchObject({ code: 'config' })
})

test('the doctor says which way is used and what each lacks', async () => {
  const diagnosis = await diagnose(nothing, home)
  expect(diagnosis).toMatchObject({ chosen: undefined, forced: false })
  expect(diagnosis.ways.map(({ way, works }) => [way, works])).toStrictEqual([
    ['uri', false],
    ['docker', false],
    ['jvm', false],
  ])
  const lines = diagnosisLines(diagnosis)
  expect(lines[0]).toBe('Neo4j: none of the three ways works')
  expect(lines).toContain('    missing: Docker is not installed (there is no docker on the PATH).')
})

test('the doctor asks an address whether it answers, and it is chosen all the same', async () => {
  const diagnosis = await diagnose({ ...nothing, NEO4J_URI: 'bolt://127.0.0.1:1' }, home)
  expect(diagnosis.chosen).toBe('uri')
  expect(diagnosis.ways[0]).toMatchObject({
    works: false,
    found: ['bolt://127.0.0.1:1, database neo4j, user neo4j'],
    missing: [expect.stringContaining('It does not answer')],
  })
})

test('a silent server is given up, and nothing of ours stays connected to it', async () => {
  const server = createServer((socket) => socket.resume()).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = z.object({ port: z.int() }).parse(server.address())
  const connection = { uri: `bolt://127.0.0.1:${port}`, username: 'neo4j', password: '', database: 'neo4j' }
  expect(await askBolt(connection, 200)).toStrictEqual({ problem: 'no answer within 0.2 s', refused: false })
  await once(server.close(), 'close')
})
