/** Overviews, rounds and results for tests of what people read. */
import type { GraphOverview, HypothesisRow, LeadRow, SourceRow } from '../../src/domain/views/graph-overview.ts'
import { Thresholds, Weights } from '../../src/domain/case-start.ts'
import type { Result } from '../../src/cli/result.ts'
import { RoundAnswer } from '../../src/service/rounds/answer.ts'

const investigation = '01a1fc1e-395b-762c-8d7d-a4d198b5dc7a'

export function hypothesis(number: number, given: Partial<HypothesisRow> = {}): HypothesisRow {
  return {
    id: `01a1fc1e-395b-762c-8d7d-00000000000${number}`,
    alias: `H${number}-aa`,
    key: `H${number}`,
    statement: `Claim ${number} is true.`,
    topics: ['execution'],
    predicts: [],
    excludes: [],
    status: 'active',
    confidence: 0.5,
    logOdds: 0,
    priorLogOdds: 0,
    evidence: 0,
    witnesses: 0,
    witnessesFor: 0,
    witnessesAgainst: 0,
    sources: 0,
    needsCorroboration: false,
    contested: false,
    recentFlip: false,
    rival: null,
    outstanding: 0,
    tallies: [],
    ...given,
  }
}

const source: SourceRow = {
  id: '01a1fc1e-395b-762c-8d7d-000000000099',
  alias: 'S1-bb',
  key: 'PC',
  kind: 'windows-disk',
  label: 'A computer',
  independenceGroup: 'PC',
  phenomena: 0,
  examined: 0,
  expected: 20,
}

export function overview(hypotheses: HypothesisRow[], given: Partial<GraphOverview> = {}): GraphOverview {
  return {
    header: {
      investigation,
      title: 'A case',
      revision: 1,
      status: 'open',
      endedAs: null,
      round: 1,
      weights: Weights.parse({}),
      thresholds: Thresholds.parse({}),
      errorCost: 40,
    },
    hypotheses,
    sources: [source],
    outstanding: [],
    ended: [],
    loose: { count: 0, latest: [] },
    ...given,
  }
}

export function endedLead(given: Partial<LeadRow> = {}): LeadRow {
  return {
    id: '01a1fc1e-395b-762c-8d7d-000000000077',
    alias: 'L1-cc',
    state: 'done',
    hypothesis: 'H1-aa',
    source: 'S1-bb',
    artefact: 'prefetch',
    role: 'disk-forensics',
    expects: 'supports',
    outcome: 'hit',
    reason: '2 facts, by PECmd: A tool ran.',
    ...given,
  }
}

export const proposed = RoundAnswer.parse({
  round: { alias: 'R2-dd', number: 2, state: 'decided' },
  decision: {
    type: 'propose',
    leads: [
      {
        id: '01a1fc1e-395b-762c-8d7d-000000000077',
        alias: 'L1-cc',
        hypothesis: 'H1-aa',
        source: 'S1-bb',
        artefact: 'prefetch',
        role: 'disk-forensics',
        expects: 'direct_evidence',
        instruction: 'Look at it.',
        why: 'H1-aa stands at 0.50 and S1-bb is the only disk.',
        buildsOn: [],
        state: 'open',
      },
    ],
  },
  failure: null,
  usage: {
    modelCalls: 1,
    toolCalls: 3,
    inputTokens: 900,
    outputTokens: 100,
    estimated: false,
    seconds: 2.04,
    modelSeconds: 1.5,
  },
})

export function result(given: Partial<Result> = {}): Result {
  return {
    name: 'a-case',
    shown: {
      id: investigation,
      title: 'A case',
      status: 'ended',
      endedAs: 'not_worthwhile',
      createdAt: '2026-11-21T02:51:24.054Z',
      rounds: 3,
      hypotheses: 2,
      activeHypotheses: 1,
      endedWhy: 'Nothing that could move H2-aa is worth its cost.',
      pausedWhy: null,
      strategist: null,
      used: [],
      unresolved: [{ hypothesis: 'H2-aa', key: 'H2', lacks: 'any evidence at all' }],
    },
    overview: overview([hypothesis(2), hypothesis(1, { status: 'supported', confidence: 0.999, logOdds: 3 })]),
    leads: 5,
    verified: {
      ok: true,
      headHash: 'a'.repeat(64),
      entries: 9,
      nodes: 33,
      relationships: 57,
      chain: [],
      replay: [],
      graph: [],
    },
    truth: { H1: { truth: true, why: 'seen' }, H2: { truth: false, why: 'not seen' } },
    seconds: 12.3,
    ...given,
  }
}
