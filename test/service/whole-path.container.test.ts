/** The whole path of the service against a container of its own: from an empty database to the end of the NIST case. */
import { fileURLToPath } from 'node:url'
import { Neo4jContainer, type StartedNeo4jContainer } from '@testcontainers/neo4j'
import neo4j from 'neo4j-driver'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { loadCase, loadTruth } from '../../src/cases/load.ts'
import { score } from '../../src/cases/score.ts'
import { HypothesisStatus } from '../../src/domain/vocabulary.ts'
import { startService, type Started } from '../../src/main.ts'
import { loadCatalogue } from '../../src/service/catalogue.ts'
import { createClient } from '../../src/workers/client.ts'
import { replay, type ReplayEvent } from '../../src/workers/replay.ts'
import { engine } from '../support/container-engine.ts'
import { caller, expectReply, type Call } from '../support/service.ts'

const password = 'only-for-this-test'
const folder = fileURLToPath(new URL('../../seeds/cases/nist-data-leakage', import.meta.url))
const Round = z.object({
  round: z.object({ number: z.int(), state: z.string() }),
  decision: z.discriminatedUnion('type', [
    z.object({
      type: z.literal('propose'),
      leads: z
        .array(z.object({ alias: z.string() }))
        .min(1)
        .max(3),
    }),
    z.object({ type: z.literal('complete'), reason: z.string() }),
  ]),
})
const Shown = z.object({ status: z.string(), endedAs: z.string().nullable() })
const Overview = z.object({ hypotheses: z.array(z.object({ key: z.string(), status: HypothesisStatus })) })

describe.skipIf(!engine)('the service on a Neo4j in a container', () => {
  let container: StartedNeo4jContainer
  let started: Started
  let call: Call

  beforeAll(async () => {
    container = await new Neo4jContainer('neo4j:5.26-community').withPassword(password).start()
    const connection = {
      NEO4J_URI: container.getBoltUri(),
      NEO4J_USERNAME: container.getUsername(),
      NEO4J_PASSWORD: password,
    }
    started = await startService({
      environment: { ...connection, PORT: '0', LOG_LEVEL: 'silent' },
      progress: () => undefined,
    })
    call = caller(started.url)
  })
  afterAll(async () => {
    await started?.stop()
    await container?.stop()
  })

  /** Rounds and looks in turn until a round ends the case. Answers what the worker ended, round by round. */
  async function play(investigation: string): Promise<{ decisions: string[]; looks: ReplayEvent[] }> {
    const [decisions, looks]: [string[], ReplayEvent[]] = [[], []]
    const worker = {
      client: createClient({ url: started.url }),
      folder: await loadCase(folder, await loadCatalogue()),
      investigation,
      name: 'replay',
      leaseSeconds: 30,
      lookSeconds: 0,
      restMillis: 10,
      once: true,
      signal: new AbortController().signal,
      watch: (event: ReplayEvent) => void looks.push(event),
    }
    while (decisions.at(-1) !== 'complete') {
      if (decisions.length === 40) throw new Error('no end in 40 rounds')
      const { decision } = expectReply(await call('POST', `/v1/investigations/${investigation}/rounds`), 201, Round)
      decisions.push(decision.type)
      await replay(worker)
    }
    return { decisions, looks }
  }

  test('the database was empty, and is ready with its schema when the service listens', async () => {
    const driver = neo4j.driver(container.getBoltUri(), neo4j.auth.basic('neo4j', password), {
      disableLosslessIntegers: true,
    })
    const { records } = await driver.executeQuery(
      'MATCH (n) UNWIND labels(n) AS label RETURN label, count(*) AS nodes ORDER BY label',
    )
    await driver.close()
    expect(records.map((record) => record.toObject())).toEqual([
      { label: 'Migration', nodes: 4 },
      { label: 'SchemaLock', nodes: 1 },
    ])
    expect(await call('GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } })
    expect((await call('GET', '/v1/investigations')).body).toEqual({ investigations: [], next: null })
  })

  test('a case is created, rounds decide, leads are claimed, recorded and completed, it ends, and all of it verifies', async () => {
    const { start } = await loadCase(folder, await loadCatalogue())
    const { id } = expectReply(await call('POST', '/v1/investigations', start), 201, z.object({ id: z.uuid() }))
    const { decisions, looks } = await play(id)
    expect(decisions.slice(0, -1).every((decision) => decision === 'propose')).toBe(true)
    expect(new Set(looks.map(({ type }) => type))).toEqual(new Set(['claimed', 'ended']))
    expect(expectReply(await call('GET', `/v1/investigations/${id}`), 200, Shown)).toMatchObject({
      status: 'ended',
      endedAs: expect.stringMatching(/^(resolved|saturated|not_worthwhile)$/),
    })
    const { hypotheses } = expectReply(
      await call('GET', `/v1/investigations/${id}/views/graph-overview`),
      200,
      Overview,
    )
    const { correct, wrong } = score(hypotheses, await loadTruth(folder, start))
    expect({ wrong, nineOrMore: correct >= 9 }).toEqual({ wrong: 0, nineOrMore: true })
    const verified = expectReply(
      await call('GET', `/v1/investigations/${id}/verify`),
      200,
      z.object({ ok: z.boolean(), graph: z.array(z.unknown()) }),
    )
    expect(verified).toEqual({ ok: true, graph: [] })
    for (let number = 1; number <= decisions.length; number++) {
      expect((await call('GET', `/v1/investigations/${id}/rounds/${number}/replay`)).body).toMatchObject({ same: true })
    }
  })
})
