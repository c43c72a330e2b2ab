/** Cases as tables and lines for people. */
import type { CaseFile } from '../cases/format.ts'
import { tame } from '../domain/text/hostile.ts'
import type { GraphOverview } from '../domain/views/graph-overview.ts'
import type { Created, Listed, Shown, Summary, Verified } from './answers.ts'
import { bar, confidence } from './bar.ts'
import { budgetLine, type Look } from './story.ts'
import { table } from './table.ts'
import { counted, type Paint, wrapped } from './text.ts'
import { endings, inCaseOrder, paintStatus, statusWord } from './words.ts'

export function createdLines({ id, sources, hypotheses }: Created, { title }: CaseFile): string[] {
  return [
    `${tame(title, 200)}: investigation ${id}`,
    `${counted(sources.length, 'source')}, ${counted(hypotheses.length, 'hypothesis', 'hypotheses')}. Now: npx strategist round ${id.slice(-8)}`,
  ]
}

export function listLines({ investigations, next }: Listed, look: Look): string[] {
  if (investigations.length === 0) return ['No investigations yet: strategist case load <folder> makes one.']
  const columns = [
    { title: 'investigation' },
    { title: 'title', gives: true },
    { title: 'state' },
    { title: 'rounds', right: true },
    { title: 'open', right: true },
  ] as const
  const rows = investigations.map((one) => [
    one.id,
    tame(one.title, 200),
    stateOf(one),
    `${one.rounds}`,
    `${one.activeHypotheses}/${one.hypotheses}`,
  ])
  return [...table(columns, rows, look), ...(next === null ? [] : [look.paint.dim('There are more: see --limit.')])]
}

function stateOf({ status, endedAs }: Summary): string {
  return endedAs === null ? status : `${status}: ${endedAs.replaceAll('_', ' ')}`
}

export function caseLines(shown: Shown, overview: GraphOverview, look: Look): string[] {
  const { paint, width } = look
  const state = shown.endedAs === null ? shown.status : `ended: ${endings[shown.endedAs]}`
  const why = shown.endedWhy ?? shown.pausedWhy
  return [
    paint.bold(tame(shown.title, width)),
    `${shown.id}  ${state}`,
    ...(why === null ? [] : wrapped(why, width, 4).map(paint.dim)),
    `strategist ${tame(shown.strategist ?? 'as the service is set up', 100)} · ${budgetLine({ budgets: shown.used }, paint)}`,
    '',
    ...hypothesisTable(overview, look),
    '',
    ...sourceTable(overview, look),
    ...outstandingLines(overview),
    ...shown.unresolved.flatMap(({ hypothesis, lacks }, at) => [
      ...(at === 0 ? ['', paint.dim('what open hypotheses lack')] : []),
      ...wrapped(`${hypothesis}: ${lacks}`, width, 2),
    ]),
  ]
}

function hypothesisTable({ hypotheses }: GraphOverview, look: Look): string[] {
  const columns = [
    { title: 'hypothesis' },
    { title: 'key' },
    { title: 'confidence' },
    { title: '', right: true },
    { title: 'status' },
    { title: 'evidence', right: true },
    { title: 'statement', gives: true },
  ] as const
  const rows = inCaseOrder(hypotheses).map((row) => [
    row.alias,
    tame(row.key, 24),
    bar({ from: row.confidence, to: row.confidence }, look.paint, 10),
    confidence(row.confidence),
    paintStatus(row.status, look.paint)(statusWord(row)),
    `${row.evidence}`,
    tame(row.statement, 500),
  ])
  return table(columns, rows, look)
}

function sourceTable({ sources }: GraphOverview, look: Look): string[] {
  const columns = [
    { title: 'source' },
    { title: 'key' },
    { title: 'kind' },
    { title: 'looked at', right: true },
    { title: 'phenomena', right: true },
    { title: 'label', gives: true },
  ] as const
  const rows = inCaseOrder(sources).map((row) => [
    row.alias,
    tame(row.key, 24),
    tame(row.kind, 24),
    `${row.examined}/${row.expected}`,
    `${row.phenomena}`,
    tame(row.label, 300),
  ])
  return table(columns, rows, look)
}

function outstandingLines({ outstanding }: GraphOverview): string[] {
  if (outstanding.length === 0) return []
  return [
    '',
    `outstanding: ${outstanding.map(({ alias, state }) => `${alias} ${state.replaceAll('_', ' ')}`).join(', ')}`,
  ]
}

export function verifiedLines(
  { ok, entries, nodes, relationships, headHash, chain, replay, graph }: Verified,
  paint: Paint,
): string[] {
  const at = ({ seq, problem }: { seq: number; problem: string }) => `entry ${seq}: ${tame(problem, 300)}`
  const found = [
    ...chain.map(at),
    ...replay.map(at),
    ...graph.map(({ place, problem }) => `${tame(place, 100)}: ${tame(problem, 300)}`),
  ]
  return [
    ok
      ? paint.green('The journal and the graph agree.')
      : paint.red(`The journal and the graph do not agree: ${counted(found.length, 'difference')}.`),
    `checked: ${counted(entries, 'entry', 'entries')} of the chain, replayed; ${nodes} nodes and ${relationships} relationships compared`,
    `head:    ${headHash}`,
    ...found.map((line) => `  ${line}`),
  ]
}

export function closedLines(id: string, by: string): string[] {
  return [`Closed by ${by}: ${id}. Outstanding leads are cancelled.`]
}
