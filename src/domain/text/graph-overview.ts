/** The view `graph_overview` as text: what is believed first, then where, then what is under way. */
import type { GraphOverview, HypothesisRow, LeadRow, PhenomenonBrief, SourceRow } from '../views/graph-overview.ts'
import { marked } from './hostile.ts'
import { type Column, signed, table, ticked } from './table.ts'

const mostHypotheses = 25

/** `marker` is the random word of this round that encloses text from people and evidence. */
export function overviewText(view: GraphOverview, marker: string): string {
  const { hypotheses, sources, outstanding, ended, loose } = view
  return [
    ...headerLines(view, marker),
    `hypotheses ${hypotheses.length}, most worth moving first; p: confidence`,
    ...table(hypothesisColumns, hypotheses.slice(0, mostHypotheses), marker),
    ...summary(hypotheses.slice(mostHypotheses)),
    `sources ${sources.length}; examined: artefacts looked at / expected`,
    ...table(sourceColumns, sources, marker),
    ...leadLines('outstanding leads', outstanding, marker),
    ...leadLines('last leads that ended', ended, marker),
    `loose: ${loose.count} live phenomena bear on no hypothesis; the answer may not be in the list`,
    ...(loose.latest.length === 0 ? [] : table(looseColumns, loose.latest, marker)),
  ].join('\n')
}

function headerLines({ header }: GraphOverview, marker: string): string[] {
  const { weights, thresholds, errorCost, revision, round, status, endedAs } = header
  const kinds = Object.entries(weights).map(([kind, weight]) => `${kind} ${signed(weight)}`)
  return [
    `graph_overview\trevision ${revision}\tround ${round}\t${status}${endedAs === null ? '' : ` (${endedAs})`}\t${marked(header.title, marker, 200)}`,
    `log10 weights\t${kinds.join('\t')}`,
    `supported from p ${thresholds.supported}\trefuted up to p ${thresholds.refuted}\ttwo witnesses each\ta wrong hypothesis costs ${errorCost} leads`,
  ]
}

const hypothesisColumns: readonly Column<HypothesisRow>[] = [
  { name: 'id', value: ({ alias }) => alias },
  { name: 'status', value: ({ status }) => status },
  { name: 'p', value: ({ confidence }) => confidence.toFixed(3) },
  { name: 'log_odds', value: ({ logOdds }) => signed(logOdds) },
  { name: 'evidence', value: ({ evidence }) => evidence },
  { name: 'witnesses', value: ({ witnesses }) => witnesses },
  { name: 'sources', value: ({ sources }) => sources },
  { name: 'notes', value: notesOf },
  { name: 'rival', value: ({ rival }) => rival },
  { name: 'leads', value: ({ outstanding }) => outstanding },
  { name: 'topics', value: ({ topics }) => topics },
  { name: 'predicts', value: ({ predicts }) => predicts },
  { name: 'excludes', value: ({ excludes }) => excludes },
  { name: 'statement', value: ({ statement }) => statement, text: 300 },
]

const sourceColumns: readonly Column<SourceRow>[] = [
  { name: 'id', value: ({ alias }) => alias },
  { name: 'kind', value: ({ kind }) => kind },
  { name: 'phenomena', value: ({ phenomena }) => phenomena },
  { name: 'examined', value: ({ examined, expected }) => `${examined}/${expected}` },
  { name: 'label', value: ({ label }) => label, text: 120 },
]

const leadColumns: readonly Column<LeadRow>[] = [
  { name: 'id', value: ({ alias }) => alias },
  { name: 'state', value: ({ state }) => state },
  { name: 'outcome', value: ({ outcome }) => outcome },
  { name: 'hypothesis', value: ({ hypothesis }) => hypothesis },
  { name: 'source', value: ({ source }) => source },
  { name: 'artefact', value: ({ artefact }) => artefact },
  { name: 'role', value: ({ role }) => role },
  { name: 'expects', value: ({ expects }) => expects },
  { name: 'reason', value: ({ reason }) => reason, text: 160 },
]

const looseColumns: readonly Column<PhenomenonBrief>[] = [
  { name: 'id', value: ({ alias }) => alias },
  { name: 'source', value: ({ source }) => source },
  { name: 'artefact', value: ({ artefact }) => artefact },
  { name: 'name', value: ({ name }) => name, text: 160 },
]

function notesOf({ needsCorroboration, contested, recentFlip }: HypothesisRow): string[] {
  return ticked({ 'needs corroboration': needsCorroboration, contested, 'recent flip': recentFlip })
}

function leadLines(title: string, leads: readonly LeadRow[], marker: string): string[] {
  return leads.length === 0 ? [`${title} 0`] : [`${title} ${leads.length}`, ...table(leadColumns, leads, marker)]
}

function summary(rest: readonly HypothesisRow[]): string[] {
  if (rest.length === 0) return []
  const count = (status: HypothesisRow['status']) => rest.filter((row) => row.status === status).length
  return [
    `… and ${rest.length} more: ${count('active')} active, ${count('supported')} supported, ${count('refuted')} refuted`,
  ]
}
