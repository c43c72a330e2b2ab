/** The four views of a small case as typed rows: two hypotheses, one disk, two artefacts that nobody has looked at. */
import { type BudgetStatus, budgetStatus } from '../../src/domain/views/budget-status.ts'
import type { GraphOverview, HypothesisRow } from '../../src/domain/views/graph-overview.ts'
import type { MarginalYield } from '../../src/domain/views/marginal-yield.ts'
import type { ArtefactRow, SourceCoverage } from '../../src/domain/views/source-coverage.ts'

const weights = {
  direct_evidence: 2,
  supports: 1,
  consequence_observed: 1,
  prerequisite_met: 0.5,
  weakens: -0.5,
  contradicts: -2,
}

export function overview(changes: Partial<GraphOverview> = {}): GraphOverview {
  return {
    header: {
      investigation: '0199a000-0000-7000-8000-000000000001',
      title: 'A small case',
      revision: 12,
      status: 'open',
      endedAs: null,
      round: 3,
      weights,
      thresholds: { supported: 0.8, refuted: 0.2 },
      errorCost: 40,
    },
    hypotheses: [hypothesis('H1-ab', '1'), hypothesis('H2-cd', '2')],
    sources: [
      {
        id: '0199a000-0000-7000-8000-000000000100',
        alias: 'S1-ef',
        key: 'pc',
        kind: 'windows-disk',
        label: 'The suspect’s PC',
        independenceGroup: 'pc',
        phenomena: 0,
        examined: 0,
        expected: 2,
      },
    ],
    outstanding: [],
    ended: [],
    loose: { count: 0, latest: [] },
    ...changes,
  }
}

export function hypothesis(alias: string, number: string, changes: Partial<HypothesisRow> = {}): HypothesisRow {
  return {
    id: `0199a000-0000-7000-8000-00000000001${number}`,
    alias,
    key: `h${number}`,
    statement: 'Files were wiped on purpose.',
    topics: ['defense-evasion'],
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
    ...changes,
  }
}

function artefact(key: string, changes: Partial<ArtefactRow> = {}): ArtefactRow {
  return {
    source: 'S1-ef',
    key,
    name: key,
    state: 'not_looked',
    tries: 0,
    gap: true,
    topics: ['defense-evasion'],
    techniques: [],
    role: 'disk',
    witness: `pc|${key}`,
    strength: [0.9, 0.1],
    answerRate: 0.9,
    kindFor: 'supports',
    kindAgainst: 'weakens',
    informs: ['H1-ab', 'H2-cd'],
    touches: [],
    leadPossible: true,
    looks: [],
    ...changes,
  }
}

export function coverage(changes: Partial<SourceCoverage> = {}): SourceCoverage {
  const answers = ['H1-ab', 'H2-cd'].map((alias) => ({ hypothesis: alias, looks: 0, answers: 0 }))
  return { source: null, artefacts: [artefact('prefetch'), artefact('event-log')], answers, ...changes }
}

export function yields(): MarginalYield {
  return { rounds: [], dryInARow: 0 }
}

export function budget(): BudgetStatus {
  const caps = { rounds: 30, toolCalls: 300, minutes: 1440, modelTokens: 300_000 }
  return budgetStatus({ rounds: 3, toolCalls: 10, minutes: 5, modelTokens: 0 }, caps)
}
