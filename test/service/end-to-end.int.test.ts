/** Whole cases over REST, from nothing to their end: the strategist decides, the replay worker looks, and the outcome is compared with the truth. */
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import neo4j from 'neo4j-driver'
import { z } from 'zod'
import { loadCase, loadTruth, type CaseFolder } from '../../src/cases/load.ts'
import type { TruthFile } from '../../src/cases/format.ts'
import { loadCatalogue } from '../../src/service/catalogue.ts'
import { createClient } from '../../src/workers/client.ts'
import { replay } from '../../src/workers/replay.ts'
import { expectReply, openTestService, type Reply, type TestService } from '../support/service.ts'
import { changesBetween, dumpCase } from './case-dump.ts'
import { outcome, RoundReply } from './round-case.ts'

const Shown = z.object({
  status: z.string(),
  endedAs: z.string().nullable(),
  endedWhy: z.string().nullable(),
  revision: z.int(),
  used: z.array(z.object({ budget: z.string(), used: z.number() })),
  unresolved: z.array(z.object({ key: z.string(), status: z.string(), lacks: z.string() })),
})
const Overview = z.object({
  hypotheses: z.array(z.object({ key: z.string(), status: z.string(), confidence: z.number(), logOdds: z.number() })),
})
const Coverage = z.object({ artefacts: z.array(z.object({ key: z.string() })) })
const Rounds = z.object({
  rounds: z.array(z.object({ number: z.int(), state: z.string(), decision: z.string().nullish() })),
})
const Verified = z.object({
  ok: z.boolean(),
  revision: z.int(),
  entries: z.int(),
  nodes: z.int(),
  relationships: z.int(),
  chain: z.array(z.unknown()),
  replay: z.array(z.unknown()),
  graph: z.array(z.unknown()),
})
const Leads = z.object({
  leads: z.array(z.object({ state: z.string(), outcome: z.string().nullable(), round: z.int() })),
})
const Journal = z.object({ entries: z.array(z.object({ seq: z.int(), type: z.string(), actor: z.string() })) })

/** What a round may change, and nothing beyond it: 1-domain, "It cannot reach forensic tools". */
const allowed = new Set([
  ...[
    'Round',
    'Lead',
    'Receipt',
    'Entry',
    '[:HAS_ROUND]',
    '[:NEXT]',
    '[:PROPOSED_BY]',
    '[:CITES]',
    '[:BUILDS_ON]',
    '[:TARGETS]',
  ].map((name) => `+${name}`),
  ...[
    'status',
    'endedAs',
    'endedWhy',
    'revision',
    'fence',
    'lastCommand',
    'headHash',
    'headNumber',
    'lastProposed',
    'lastDecided',
  ].map((name) => `Investigation.${name}`),
  ...['failedInARow', 'usedRounds', 'usedTokens', 'clockRunsSince', 'clockMillis', 'leads'].map(
    (name) => `Investigation.${name}`,
  ),
])

type Played = {
  readonly folder: CaseFolder
  readonly truth: TruthFile
  readonly service: TestService
  readonly get: (path: string) => Promise<Reply>
  readonly decisions: readonly string[]
  /** Everything that a round changed, of all rounds. */
  readonly changes: ReadonlySet<string>
}

/** Rounds and looks in turn, until a round ends the case. */
async function played(name: string): Promise<Played> {
  const catalogue = await loadCatalogue()
  const path = fileURLToPath(new URL(`../../seeds/cases/${name}`, import.meta.url))
  const folder = await loadCase(path, catalogue)
  const truth = await loadTruth(path, folder.start)
  const service = await openTestService()
  const { uri, username, password } = inject('neo4j')
  const driver = neo4j.driver(uri, neo4j.auth.basic(username, password), {
    disableLosslessIntegers: true,
    telemetryDisabled: true,
  })
  const { id } = expectReply(
    await service.call('POST', '/v1/investigations', folder.start),
    201,
    z.object({ id: z.uuid() }),
  )
  const get = (rest: string) => service.call('GET', `/v1/investigations/${id}${rest}`)
  const decisions: string[] = []
  const changes = new Set<string>()
  while (!decisions.at(-1)?.startsWith('complete')) {
    if (decisions.length === 40) throw new Error(`no end in 40 rounds: ${decisions.join(', ')}`)
    const before = await dumpCase(driver, id)
    const answer = expectReply(await service.call('POST', `/v1/investigations/${id}/rounds`), 201, RoundReply)
    for (const change of changesBetween(before, await dumpCase(driver, id))) changes.add(change)
    decisions.push(outcome(answer))
    await replay({
      client: createClient({ url: service.url }),
      folder,
      investigation: id,
      name: 'replay',
      leaseSeconds: 30,
      lookSeconds: 0,
      restMillis: 10,
      once: true,
      signal: new AbortController().signal,
      watch: () => undefined,
    })
  }
  await driver.close()
  return { folder, truth, service, get, decisions, changes }
}

/** What must be true of any case that was played to its end. */
function endsAsItShould(name: string, due: { resolved: number; leads: number }): void {
  let game: Played
  beforeAll(async () => {
    game = await played(name)
    return () => game.service.stop()
  })
  const shown = async () => expectReply(await game.get(''), 200, Shown)
  const hypotheses = async () => expectReply(await game.get('/views/graph-overview'), 200, Overview).hypotheses
  const leads = async () => expectReply(await game.get('/leads?limit=1000'), 200, Leads).leads

  test('it ends by itself, by a decision of the strategist and not at a cap', async () => {
    const { status, endedAs, endedWhy, used } = await shown()
    expect(status).toBe('ended')
    expect(['resolved', 'low_yield', 'saturated', 'not_worthwhile']).toContain(endedAs)
    expect(endedWhy).not.toBe('')
    expect(used[0]).toEqual(expect.objectContaining({ budget: 'rounds', used: game.decisions.length }))
    expect(game.decisions.slice(0, -1).every((decision) => /^propose [123]$/.test(decision))).toBe(true)
  })

  test(`at least ${due.resolved} hypotheses are resolved, and all of those rightly`, async () => {
    const resolved = (await hypotheses()).filter(({ status }) => status !== 'active')
    const wrong = resolved.filter(({ key, status }) => game.truth[key]?.truth !== (status === 'supported'))
    expect(wrong).toEqual([])
    expect(resolved.length).toBeGreaterThanOrEqual(due.resolved)
  })

  test('each open one is named with what it lacks', async () => {
    const open = (await hypotheses()).filter(({ status }) => status === 'active').map(({ key }) => key)
    const { unresolved } = await shown()
    expect(unresolved.map(({ key }) => key).toSorted()).toEqual(open.toSorted())
    for (const { status, lacks } of unresolved) {
      expect(status).toBe('inconclusive')
      expect(lacks).toMatch(/^(any evidence at all|a second witness|a lead over its rival|any witness|evidence enough)/)
    }
  })

  test(`it takes at most ${due.leads * 100} % of one look per artefact`, async () => {
    const { artefacts } = expectReply(await game.get('/views/source-coverage'), 200, Coverage)
    expect((await leads()).length).toBeLessThanOrEqual(artefacts.length * due.leads)
  })

  test('every lead was carried out, and its outcome written down', async () => {
    for (const { state, outcome: came } of await leads())
      expect([state, came]).toEqual(['done', expect.stringMatching(/^(hit|contrary|miss)$/)])
  })

  test('the chain verifies, the journal replayed gives the graph, and something was compared', async () => {
    const verified = expectReply(await game.get('/verify'), 200, Verified)
    expect(verified).toMatchObject({ ok: true, chain: [], replay: [], graph: [] })
    expect(verified.entries).toBe((await shown()).revision)
    expect(verified.nodes).toBeGreaterThan(50)
    expect(verified.relationships).toBeGreaterThan(100)
  })

  test('every round, derived again from its record, comes to the same decision', async () => {
    const { rounds } = expectReply(await game.get('/rounds'), 200, Rounds)
    const decided = rounds.filter(({ number }) => number > 0)
    expect(decided.map(({ state }) => state)).toEqual(game.decisions.map(() => 'decided'))
    for (const { number } of decided)
      expect((await game.get(`/rounds/${number}/replay`)).body).toMatchObject({ same: true, differences: [] })
  })

  test('the strategist wrote nothing but leads and rounds', () => {
    expect([...game.changes].filter((change) => !allowed.has(change))).toEqual([])
    expect([...game.changes]).toEqual(
      expect.arrayContaining([
        '+Round',
        '+Lead',
        '+Entry',
        '+[:CITES]',
        '+[:TARGETS]',
        '+[:PROPOSED_BY]',
        'Investigation.status',
      ]),
    )
  })

  test('every entry has its author, and only workers recorded anything', async () => {
    const { entries } = expectReply(await game.get('/journal?limit=1000'), 200, Journal)
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1))
    const actors = (type: string) => [
      ...new Set(entries.filter((entry) => entry.type === type).map(({ actor }) => actor)),
    ]
    expect(actors('recorded')).toEqual(['worker:replay'])
    expect(actors('lead_completed')).toEqual(['worker:replay'])
    expect(actors('round_proposed')).toEqual(['strategist:rules'])
    expect(actors('round_completed')).toEqual(['strategist:rules'])
  })
}

describe('the NIST data leakage case', () => {
  endsAsItShould('nist-data-leakage', { resolved: 9, leads: 0.4 })
})

describe('the small case', () => {
  endsAsItShould('small-usb-theft', { resolved: 4, leads: 1 })
})
