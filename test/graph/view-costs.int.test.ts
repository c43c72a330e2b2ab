/** What a view costs must not grow with the number of phenomena: counted in db hits, which a busy machine does not change. */
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { AIMessage } from '@langchain/core/messages'
import { claimBody, Claimed, createBigCase, type Big } from '../../src/bench/big-case.ts'
import { rest, type Rest } from '../../src/bench/rest.ts'
import { loadBigCase } from '../../src/graph/bench/big-case.ts'
import { profiler, type Profiler } from '../../src/graph/profile.ts'
import { allStatements } from '../../src/graph/statement.ts'
import type { ChatModel } from '../../src/models/chat-model.ts'
import { openTestService, type TestService } from '../support/service.ts'

const hypotheses = 25
const tallies = hypotheses * 12
const sources = 8
const artefacts = sources * 20
const rounds = 20

/** Which statements make up which view. */
const views = {
  graph_overview: [
    'overview-case',
    'overview-hypotheses',
    'overview-sources',
    'overview-outstanding',
    'overview-ended',
    'overview-loose',
  ],
  source_coverage: ['coverage-artefacts', 'coverage-leads', 'coverage-hypotheses'],
  marginal_yield: ['yield-rounds'],
  budget_status: ['overview-case'],
}
type View = keyof typeof views

let service: TestService
let profile: Profiler
const hits: Record<'small' | 'large', Partial<Record<View, number>>> = { small: {}, large: {} }

beforeAll(async () => {
  service = await openTestService({ modelOf: inTurn })
  profile = profiler(inject('neo4j'))
  const api = rest(service.url)
  const [small, large] = [await playedCase(api, 1_000), await playedCase(api, 100_000)]
  // both are counted on plans made for the database as it is now
  await service.database.define('CALL db.prepareForReplanning()')
  hits.small = await hitsOf(small)
  hits.large = await hitsOf(large)
}, 400_000)

afterAll(async () => {
  await profile.close()
  await service.stop()
})

test.for(['graph_overview', 'source_coverage', 'marginal_yield', 'budget_status'] as const)(
  '%s takes exactly as many db hits at 100,000 phenomena as at 1,000',
  (view) => {
    expect(hits.large[view]).toBeGreaterThan(0)
    expect(hits.large[view]).toBe(hits.small[view])
  },
)

test('graph_overview takes at most 20 + 40 x hypotheses + 4 x tallies + 10 x (sources + leads)', () => {
  expect(hits.large.graph_overview).toBeLessThanOrEqual(20 + 40 * hypotheses + 4 * tallies + 10 * (sources + rounds))
})

test('source_coverage takes at most 20 + 20 x artefacts + 12 x hypotheses + 14 x leads', () => {
  expect(hits.large.source_coverage).toBeLessThanOrEqual(20 + 20 * artefacts + 12 * hypotheses + 14 * rounds)
})

test('marginal_yield takes at most 20 + 20 x rounds', () => {
  expect(hits.large.marginal_yield).toBeLessThanOrEqual(20 + 20 * rounds)
})

test('budget_status takes at most 60', () => {
  expect(hits.large.budget_status).toBeLessThanOrEqual(60)
})

/** A case with so many phenomena, on which twenty rounds have proposed a lead each, all of them carried out. */
async function playedCase(api: Rest, phenomena: number): Promise<Big> {
  const big = await createBigCase(api)
  await loadBigCase(service.database, { investigation: big.id, hypotheses, sources, witnesses: 6, phenomena })
  for (let round = 0; round < rounds; round++) {
    asked = { big, round }
    await api('POST', `/v1/investigations/${big.id}/rounds`, {})
    const { leads } = Claimed.parse(await api('POST', '/v1/leads/claim', claimBody(big.id)))
    for (const { id, token, source, artefact } of leads) {
      const invocation = {
        key: 'run',
        tool: 'bench',
        source: source.alias,
        artefacts: [artefact.key],
        outcome: 'empty',
      }
      await api('POST', `/v1/leads/${id}/records`, { token, invocations: [invocation] })
      await api('POST', `/v1/leads/${id}/complete`, { token })
    }
  }
  return big
}

let asked: { big: Big; round: number } | undefined

/** Proposes one artefact after the other, so that both cases get the same leads. */
function inTurn(): ChatModel {
  const message = () => {
    const { big, round } = asked ?? { big: { hypotheses: [], sources: [] }, round: 0 }
    const hypothesis = big.hypotheses[round % hypotheses]?.alias
    const source = big.sources[round % sources]?.alias
    const args = {
      hypothesis,
      source,
      artefact: `artefact-${round + 1}`,
      role: 'bench',
      expects: 'supports',
      instruction: 'Look.',
      why: 'In turn.',
    }
    return new AIMessage({ content: '', tool_calls: [{ type: 'tool_call', id: 'a', name: 'propose_lead', args }] })
  }
  return { name: 'in-turn', settings: {}, chat: { bindTools: () => ({ invoke: async () => message() }) } }
}

async function hitsOf({ id }: Big): Promise<Record<View, number>> {
  const total = async (view: View) => {
    let sum = 0
    for (const part of views[view]) sum += await profile.hits(textOf(part), { investigation: id, source: null })
    return sum
  }
  return {
    graph_overview: await total('graph_overview'),
    source_coverage: await total('source_coverage'),
    marginal_yield: await total('marginal_yield'),
    budget_status: await total('budget_status'),
  }
}

function textOf(part: string): string {
  const statement = [...allStatements()].find(({ name }) => name === `views/${part}`)
  if (!statement) throw new Error(`there is no statement views/${part}`)
  return statement.cypher
}
