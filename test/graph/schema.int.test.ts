/** The schema of a database of its own, empty at first: applied once whoever starts, and never silently changed. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import neo4j, { type Driver } from 'neo4j-driver'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { Database } from '../../src/graph/database.ts'
import type { Neo4jInstance } from '../../src/graph/local/instance.ts'
import { resolveNeo4j } from '../../src/graph/local/resolve.ts'
import { storePaths } from '../../src/graph/local/store-paths.ts'
import { applySchema, schemaFiles, type SchemaFile } from '../../src/graph/schema.ts'

const store = `schema-test-${process.pid}`
let instance: Neo4jInstance
let driver: Driver

beforeAll(async () => {
  const environment = { ...process.env, NEO4J_URI: '' }
  instance = await resolveNeo4j({ store, environment, progress: () => undefined, quick: true })
  const { uri, username, password } = instance
  driver = neo4j.driver(uri, neo4j.auth.basic(username, password), { disableLosslessIntegers: true })
})
afterAll(async () => {
  await driver.close()
  await instance.release()
  rmSync(storePaths(store).folder, { recursive: true, force: true })
})

async function ask(cypher: string, parameters: Record<string, unknown> = {}): Promise<unknown[]> {
  const { records } = await driver.executeQuery(cypher, parameters, { database: instance.database })
  return records.map((record) => record.toObject())
}

/** As one service does it when it starts. */
async function start(files?: readonly SchemaFile[]): Promise<void> {
  const database = new Database(instance)
  onTestFinished(() => database.close())
  await applySchema(database, files)
}

const applied = () => ask('MATCH (m:Migration) RETURN m.name AS name, m.checksum AS checksum ORDER BY name')
const files = schemaFiles()
const noted = files.map(({ name, checksum }) => ({ name, checksum }))

test('four services that start at once on an empty database all come up, and each file is noted once', async () => {
  expect(await ask('MATCH (n) RETURN count(n) AS nodes')).toEqual([{ nodes: 0 }])
  await Promise.all([start(), start(), start(), start()])
  expect(files.map(({ name }) => name)).toEqual([
    '000-migrations.cypher',
    '001-constraints.cypher',
    '002-indexes.cypher',
    '003-words.cypher',
  ])
  expect(await applied()).toEqual(noted)
})

test('what must be unique is: by constraint, since nothing else is checked in Community', async () => {
  const constraints = await ask(
    "SHOW CONSTRAINTS YIELD type, labelsOrTypes, properties RETURN labelsOrTypes[0] + '.' + properties[0] AS unique, type ORDER BY unique",
  )
  expect(constraints.map((row) => JSON.stringify(row))).toEqual(
    [
      'Artefact.key',
      'Entity.key',
      'Entry.key',
      'Hypothesis.id',
      'Hypothesis.key',
      'Investigation.id',
      'Lead.id',
      'Lead.key',
      'Lead.openKey',
      'Migration.name',
      'Phenomenon.contentKey',
      'Phenomenon.id',
      'Phenomenon.key',
      'Receipt.key',
      'Round.key',
      'Round.openKey',
      'SchemaLock.name',
      'Source.id',
      'Source.key',
      'Tally.key',
      'ToolInvocation.id',
      'ToolInvocation.key',
    ].map((unique) => JSON.stringify({ unique, type: 'UNIQUENESS' })),
  )
})

test('every index is online when the start is over', async () => {
  const states = await ask('SHOW INDEXES YIELD name, state, type WHERE type <> "LOOKUP" RETURN DISTINCT state')
  expect(states).toEqual([{ state: 'ONLINE' }])
})

test('a second start changes nothing', async () => {
  const everything = () =>
    ask('MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties, elementId(n) AS id ORDER BY id')
  const before = await everything()
  await start()
  expect(JSON.stringify(await everything())).toBe(
    JSON.stringify(before).replace(/"takenBy":"\d+"/, `"takenBy":"${process.pid}"`),
  )
})

test('a file that was changed after it had been applied stops the start, by its name, with what to do', async () => {
  const changed = files.map((file) =>
    file.name.startsWith('001') ? { ...file, text: `${file.text}\n// more`, checksum: 'f'.repeat(64) } : file,
  )
  await expect(start(changed)).rejects.toMatchObject({
    code: 'schema_changed',
    message:
      'cypher/schema/001-constraints.cypher was changed after it had been applied. Put it back as it was and add a new numbered file for the change; or use another database.',
  })
  expect(await applied()).toEqual(noted)
})

test('an applied file that is missing stops the start, by its name', async () => {
  await expect(start(files.filter(({ name }) => !name.startsWith('002')))).rejects.toMatchObject({
    code: 'schema_changed',
    message: expect.stringMatching(
      /^cypher\/schema\/002-indexes\.cypher has been applied to this database, and is missing here\./,
    ),
  })
  expect(await applied()).toEqual(noted)
})

test('the service itself does not start then, says so, and ends with 1', async () => {
  await ask('MATCH (m:Migration {name: "002-indexes.cypher"}) SET m.checksum = "another"')
  onTestFinished(async () => {
    await ask('MATCH (m:Migration {name: $name}) SET m.checksum = $checksum', noted[2])
  })
  const { uri, username, password, database } = instance
  const environment = {
    PATH: process.env['PATH'],
    NEO4J_URI: uri,
    NEO4J_USERNAME: username,
    NEO4J_PASSWORD: password,
    NEO4J_DATABASE: database,
    PORT: '0',
  }
  const service = spawn(process.execPath, [fileURLToPath(new URL('../../src/main.ts', import.meta.url))], {
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const [said, [code]] = await Promise.all([text(service.stderr), once(service, 'exit')])
  expect(said).toMatch(/^schema_changed: cypher\/schema\/002-indexes\.cypher was changed after it had been applied\./m)
  expect(code).toBe(1)
})

test('a new numbered file is applied beside the old ones, once', async () => {
  const more = {
    name: '900-more.cypher',
    text: '// more\nCREATE INDEX more_a IF NOT EXISTS FOR (m:More) ON (m.a);\nCREATE INDEX more_b IF NOT EXISTS FOR (m:More) ON (m.b);',
    checksum: '9'.repeat(64),
  }
  onTestFinished(async () => {
    await ask('MATCH (m:Migration {name: "900-more.cypher"}) DELETE m')
    await ask('DROP INDEX more_a')
    await ask('DROP INDEX more_b')
  })
  await Promise.all([start([...files, more]), start([...files, more])])
  expect(await applied()).toEqual([...noted, { name: more.name, checksum: more.checksum }])
  expect(await ask('SHOW INDEXES YIELD name WHERE name STARTS WITH "more" RETURN name ORDER BY name')).toEqual([
    { name: 'more_a' },
    { name: 'more_b' },
  ])
  await expect(start()).rejects.toMatchObject({
    code: 'schema_changed',
    message: expect.stringMatching(/900-more\.cypher .*missing here/),
  })
})

test('a file that Neo4j refuses stops the start and is not noted, so that a mended one is applied', async () => {
  const wrong = {
    name: '901-wrong.cypher',
    text: 'CREATE INDEX wrong IF NOT EXISTS FOR (m:More) ON (m.a) OPTIONS;',
    checksum: '8'.repeat(64),
  }
  await expect(start([...files, wrong])).rejects.toMatchObject({ code: 'internal' })
  expect(await applied()).toEqual(noted)
  await start()
})
