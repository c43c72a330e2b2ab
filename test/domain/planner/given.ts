/** Rows of views for tests: whole ones, of which a test says only what matters to it. */
import { confidenceOf, logOddsOf } from '../../../src/domain/belief.ts'
import { Budgets, Thresholds, Weights } from '../../../src/domain/case-start.ts'
import type { Views } from '../../../src/domain/planner/board.ts'
import { rulesOf } from '../../../src/domain/planner/price.ts'
import { budgetStatus } from '../../../src/domain/views/budget-status.ts'
import type { GraphOverview, HypothesisRow, LeadRow, SourceRow } from '../../../src/domain/views/graph-overview.ts'
import type { ArtefactRow, SourceCoverage } from '../../../src/domain/views/source-coverage.ts'

export const weights = Weights.parse({})
export const thresholds = Thresholds.parse({})
export const rules = rulesOf({ weights, thresholds, errorCost: 40 })

const id = '01890000-0000-7000-8000-000000000000'

export function hypothesis(alias: string, given: Partial<HypothesisRow> = {}): HypothesisRow {
  const logOdds = given.logOdds ?? logOddsOf(given.confidence ?? 0.5)
  return {
    id,
    alias,
    key: alias,
    statement: `statement of ${alias}`,
    topics: ['exfiltration'],
    predicts: [],
    excludes: [],
    status: 'active',
    confidence: confidenceOf(logOdds),
    logOdds,
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

export function artefact(where: string, key: string, given: Partial<ArtefactRow> = {}): ArtefactRow {
  const { informs = [], touches = [] } = given
  return {
    source: where,
    key,
    name: `name of ${key}`,
    state: 'not_looked',
    tries: 0,
    gap: true,
    topics: ['exfiltration'],
    techniques: [],
    role: 'examiner',
    witness: `${where}/${key}`,
    strength: [0.75, 0.25],
    answerRate: 0.3,
    kindFor: 'supports',
    kindAgainst: 'weakens',
    informs,
    touches,
    leadPossible: true,
    looks: [],
    ...given,
  }
}

export function source(alias: string, given: Partial<SourceRow> = {}): SourceRow {
  return {
    id,
    alias,
    key: alias,
    kind: 'windows-disk',
    label: `label of ${alias}`,
    independenceGroup: alias,
    phenomena: 0,
    examined: 0,
    expected: 10,
    ...given,
  }
}

export function lead(alias: string, given: Partial<LeadRow> = {}): LeadRow {
  return {
    id,
    alias,
    state: 'open',
    hypothesis: 'H1-aa',
    source: 'S1-aa',
    artefact: 'usb',
    role: 'examiner',
    expects: 'supports',
    outcome: null,
    reason: null,
    ...given,
  }
}

export function overview(
  given: Partial<GraphOverview> = {},
  header: Partial<GraphOverview['header']> = {},
): GraphOverview {
  return {
    header: {
      investigation: id,
      title: 'a case',
      revision: 1,
      status: 'open',
      endedAs: null,
      round: 0,
      weights,
      thresholds,
      errorCost: 40,
      ...header,
    },
    hypotheses: [],
    sources: [source('S1-aa'), source('S2-bb')],
    outstanding: [],
    ended: [],
    loose: { count: 0, latest: [] },
    ...given,
  }
}

export function coverage(artefacts: ArtefactRow[], given: Partial<SourceCoverage> = {}): SourceCoverage {
  return { source: null, artefacts, answers: [], ...given }
}

type Used = { rounds?: number; toolCalls?: number }

/** Views of a case whose first round is running. */
export function views(
  hypotheses: HypothesisRow[],
  artefacts: ArtefactRow[],
  { used = {}, caps = {} }: { used?: Used; caps?: Used } = {},
): Views {
  const none = { rounds: 1, toolCalls: 0, minutes: 0, modelTokens: 0 }
  return {
    overview: overview({ hypotheses }),
    coverage: coverage(artefacts),
    budget: budgetStatus({ ...none, ...used }, Budgets.parse(caps)),
  }
}
