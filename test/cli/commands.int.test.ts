/** The commands as programs and people call them, against a real service. */
import { once } from 'node:events'
import { rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import neo4j from 'neo4j-driver'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { folderOf } from '../cases/folder.ts'
import { openTestService, type TestService } from '../support/service.ts'
import { startStrategist, strategist } from './child.ts'

const small = 'small-usb-theft'
const patience = 300_000

let service: TestService
beforeAll(async () => {
  service = await openTestService()
})
afterAll(() => service.stop())

const said = (words: readonly string[]) => strategist(words, { STRATEGIST_URL: service.url })

async function loaded(): Promise<string> {
  const { out } = await said(['case', 'load', small, '--json'])
  return z.object({ id: z.uuid() }).parse(JSON.parse(out)).id
}

describe('a case by hand', { timeout: patience }, () => {
  test('load, look, decide, work, decide again, verify, close', async () => {
    const id = await loaded()
    const short = id.slice(-12)

    const shown = await said(['case', 'show', short])
    expect(shown.code, shown.err).toBe(0)
    expect(shown.out).toContain('Lens drawings on a stick')
    expect(shown.out).toContain('COPIED')

    const round = await said(['round', short])
    expect(round.code, round.err).toBe(0)
    expect(round.out).toContain('  asks  L1-')

    const again = await said(['round', short])
    expect(again.code).toBe(1)
    expect(again.err).toContain('leads_outstanding: ')

    const waits = await said(['run', short, '--json'])
    expect(waits.code).toBe(4)
    expect(JSON.parse(waits.out)).toMatchObject({
      case: 'Lens drawings on a stick',
      investigation: id,
      rounds: 1,
      ended: null,
      correct: null,
    })

    const leads = z
      .object({ leads: z.array(z.object({ alias: z.string(), state: z.string() })) })
      .parse(JSON.parse((await said(['leads', short, '--json'])).out))
    expect(leads.leads.every(({ state }) => state === 'open')).toBe(true)

    const worker = await said(['worker', 'replay', small, '--investigation', short, '--once'])
    expect(worker.code, worker.err).toBe(0)
    expect(worker.out).toContain(`${leads.leads[0]?.alias} `)

    const table = await said(['leads', short, '--audit'])
    expect(table.out).toContain('done')
    expect(table.out).toContain('MATCH (lead:Lead')

    const verified = await said(['case', 'verify', short])
    expect(verified.code, verified.err).toBe(0)
    expect(verified.out).toContain('The journal and the graph agree.')

    const closed = await said(['case', 'close', short, '--by', 'Ada Bell', '--why', 'enough is known', '--json'])
    expect(closed.code, closed.err).toBe(0)
    expect(JSON.parse(closed.out)).toMatchObject({ status: 'ended', endedAs: 'closed_by_person' })

    const over = await said(['round', short])
    expect(over.code).toBe(1)
    expect(over.err).toContain('ended: ')

    const list = await said(['case', 'list'])
    expect(list.out).toContain(`${id}  Lens`)
  })

  test('run waits for a worker of somebody else where it is told to', async () => {
    const id = await loaded()
    const worker = startStrategist(['worker', 'replay', small, '--investigation', id, '--json'], {
      STRATEGIST_URL: service.url,
    })
    const { code, out } = await said(['run', id, '--wait', '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ ended: 'resolved', unresolved: 0 })
    worker.send('SIGTERM')
    const ended = await worker.ended
    expect(ended.code, ended.err).toBe(0)
    expect(
      ended.out
        .trim()
        .split('\n')
        .map((line): unknown => JSON.parse(line)),
    ).toContainEqual(expect.objectContaining({ type: 'ended' }))
  })

  test('run --case plays a folder through, worker and all', async () => {
    const { code, out } = await said(['run', '--case', small, '--json'])
    expect(code).toBe(0)
    expect(JSON.parse(out)).toMatchObject({ case: small, ended: 'resolved', correct: 4, wrong: 0, unresolved: 0 })
  })

  test('a mistake in the truth comes to light before anything is played', async () => {
    const folder = await folderOf({ 'case.yaml': withOwnArtefacts })
    await writeFile(join(folder, 'truth.yaml'), 'A: { truth: true, why: seen }\nZ: { truth: true, why: never }\n')
    const { code, out, err } = await said(['run', '--case', folder, '--json'])
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('truth.yaml: Z')
  })

  test('a folder without a truth has no score', async () => {
    const folder = await folderOf({ 'case.yaml': withOwnArtefacts })
    await rm(join(folder, 'truth.yaml'))
    const { code, out } = await said(['run', '--case', folder, '--json'])
    expect(code).toBe(0)
    const unknown = [
      { key: 'A', truth: null },
      { key: 'B', truth: null },
    ]
    expect(JSON.parse(out)).toMatchObject({ hypotheses: unknown, correct: null, wrong: null })
  })

  test('verify ends with 3 where somebody wrote into the graph', async () => {
    const id = await loaded()
    const { uri, username, password, database } = inject('neo4j')
    const driver = neo4j.driver(uri, neo4j.auth.basic(username, password))
    const { records } = await driver.executeQuery(
      'MATCH (:Investigation {id: $id})-[:HAS_HYPOTHESIS]->(h) SET h.logOdds = 9 RETURN h',
      { id },
      { database },
    )
    await driver.close()
    expect(records).toHaveLength(4)
    const { code, out } = await said(['case', 'verify', id])
    expect(code).toBe(3)
    expect(out).toContain('do not agree')
  })
})

describe('which service', { timeout: patience }, () => {
  test('where none answers, a command starts its own for as long as it takes', async () => {
    const { code, out, err } = await strategist(['case', 'list', '--json'], { PORT: await freePort() })
    expect(code).toBe(0)
    expect(z.object({ investigations: z.array(z.unknown()) }).safeParse(JSON.parse(out)).success).toBe(true)
    expect(err).toContain('starting one for the length of this command')
  })

  test('the one that runs at the usual address is found', async () => {
    const port = new URL(service.url).port
    const { code, err } = await strategist(['case', 'list', '--json'], { PORT: port })
    expect(code).toBe(0)
    expect(err).toBe('')
  })

  test('one that is named and does not answer: says so, and what to do', async () => {
    const { code, err } = await strategist(['case', 'list', '--service', `http://127.0.0.1:${await freePort()}`])
    expect(code).toBe(1)
    expect(err).toContain('service_unreachable: ')
    expect(err).toContain('strategist serve')
  })

  test('serve listens until it is stopped, and that is no failure', async () => {
    const served = startStrategist(['serve', '--port', '0'], { LOG_LEVEL: 'silent' })
    const [, url = ''] = await served.says(/Listening on (http:\S+)/)
    expect((await fetch(`${url}/health/ready`)).status).toBe(200)
    served.send('SIGTERM')
    expect((await served.ended).code).toBe(0)
  })

  test('serve on a port that is taken: says which, and how to choose another', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    onTestFinished(() => void taken.close())
    const port = portOf(taken.address())
    const { code, err } = await strategist(['serve', '--port', port], { LOG_LEVEL: 'silent' })
    expect(code).toBe(2)
    expect(err).toContain(`port_taken: port ${port} on 127.0.0.1 is taken`)
    expect(err).toContain('--port <number>')
  })

  test('doctor says which Neo4j is used, and by --json for programs', async () => {
    const doctor = await strategist(['doctor'])
    expect(doctor.code, doctor.err).toBe(0)
    for (const words of ['Node', process.versions.node, 'An address (NEO4J_URI): works', 'rules', 'npm run demo'])
      expect(doctor.out).toContain(words)
    const { out } = await strategist(['doctor', '--json'])
    expect(JSON.parse(out)).toMatchObject({
      ok: true,
      checks: [{ about: 'Node' }, { about: 'Neo4j' }, { about: 'Strategist' }, { about: 'Service' }],
    })
  })

  test.each([
    ['an address where nobody answers', async () => ({ NEO4J_URI: `bolt://127.0.0.1:${await freePort()}` })],
    ['a service address that is none', async () => ({ STRATEGIST_URL: 'nonsense' })],
  ])('doctor does not call it well: %s', async (_, environment) => {
    const { code, out } = await strategist(['doctor', '--json'], await environment())
    expect([code, JSON.parse(out)]).toMatchObject([2, { ok: false }])
  })

  test.each([
    [
      'nobody answers there',
      async () => ({ NEO4J_URI: `bolt://127.0.0.1:${await freePort()}` }),
      /^no_neo4j: the Neo4j at bolt:.* does not answer\. strategist doctor says/,
    ],
    [
      'there is no such port',
      async () => ({ NEO4J_URI: 'bolt://127.0.0.1:99999' }),
      /^config: NEO4J_URI looks like bolt:\/\/host:7687/,
    ],
  ])('serve says that it cannot begin, with exit code 2: %s', async (_, environment, message) => {
    const { code, err } = await strategist(['serve', '--port', await freePort()], await environment())
    expect(code).toBe(2)
    expect(err).toMatch(message)
    expect(err).not.toMatch(/Idempotency-Key|please report|\n {4}at /)
  })

  test('doctor says what is missing, with exit code 2', async () => {
    const { code, out } = await strategist(['doctor'], {
      NEO4J_URI: `bolt://127.0.0.1:${await freePort()}`,
      STRATEGIST_MODEL: 'some-model',
      OPENAI_BASE_URL: `http://127.0.0.1:${await freePort()}/v1`,
    })
    expect(code).toBe(2)
    expect(out).toContain('An address (NEO4J_URI): does not work')
    expect(out).toContain('it does not answer: start it, or set OPENAI_BASE_URL')
  })
})

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server.address())
  server.close()
  return port
}

function portOf(address: ReturnType<ReturnType<typeof createServer>['address']>): string {
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `${address.port}`
}

const withOwnArtefacts = `title: A test
sources:
  - key: PC
    kind: disk
    label: A disk
    artefacts:
      - { key: logs, name: Logs, topics: [attribution], role: reader, strength: strong }
hypotheses:
  - { key: A, statement: He did it., topics: [attribution] }
  - { key: B, statement: She did it., topics: [attribution], rivalOf: A }
`
