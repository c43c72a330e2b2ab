/** The end of a run told to a person: what is believed, against the truth where it is known, and what it took. */
import { tame } from '../domain/text/hostile.ts'
import type { HypothesisRow } from '../domain/views/graph-overview.ts'
import { bar, confidence } from './bar.ts'
import { type Result, scoreOf } from './result.ts'
import { type Look, rule } from './story.ts'
import { counted, padEnd, type Paint, widthOf, wrapped } from './text.ts'
import { endings, inCaseOrder, namesIn, paintStatus } from './words.ts'

export function endingLines(result: Result, look: Look): string[] {
  return [
    '',
    rule(headline(result), '', look),
    ...whyLines(result, look),
    '',
    ...beliefLines(result, look),
    '',
    ...accountLines(result, look),
  ]
}

function headline({ shown }: Result): string {
  if (shown.status === 'paused') return 'The case is paused'
  return shown.endedAs === null ? 'The case goes on' : `The case has ended: ${endings[shown.endedAs]}`
}

function whyLines({ shown, overview }: Result, { width, paint }: Look): string[] {
  const why = shown.status === 'paused' ? shown.pausedWhy : shown.endedWhy
  return wrapped(namesIn(overview).inText(why ?? ''), width - 2, 5).map((line) => `  ${paint.dim(line)}`)
}

/** A line for each hypothesis, and under each open one what it lacks. */
function beliefLines(result: Result, look: Look): string[] {
  const rows = inCaseOrder(result.overview.hypotheses)
  const names = Math.max(...rows.map(({ key }) => widthOf(tame(key, 24))), 2)
  const head = `    ${padEnd('', names)} ${padEnd('confidence', cells + 6)} ${padEnd('believed', 9)} ${result.truth ? 'truth  ' : ''}hypothesis`
  return [
    look.paint.dim(head),
    ...rows.flatMap((row) => [beliefLine(row, { result, names, look }), ...lackLines(row, result, look)]),
  ]
}

const cells = 10

type Within = { readonly result: Result; readonly names: number; readonly look: Look }

function beliefLine(row: HypothesisRow, { result, names, look }: Within): string {
  const { paint, width } = look
  const words = [
    `  ${markOf(row, result, paint)}`,
    padEnd(tame(row.key, 24), names),
    bar({ from: row.confidence, to: row.confidence }, paint, cells),
    padEnd(confidence(row.confidence), 5),
    paintStatus(row.status, paint)(padEnd(row.status === 'active' ? 'open' : row.status, 9)),
    ...(result.truth ? [padEnd(`${result.truth[row.key]?.truth ?? '?'}`, 6)] : []),
  ]
  const line = words.join(' ')
  return `${line} ${paint.dim(tame(row.statement, Math.max(16, width - widthOf(line) - 1)))}`
}

function markOf({ key }: HypothesisRow, result: Result, paint: Paint): string {
  const mark = scoreOf(result)?.marks.find((one) => one.key === key)?.mark
  if (mark === 'correct') return paint.green('✓')
  if (mark === 'wrong') return paint.red('✗')
  return mark === 'unresolved' ? paint.yellow('?') : ' '
}

function lackLines(row: HypothesisRow, { shown }: Result, { width, paint }: Look): string[] {
  if (shown.status !== 'ended') return []
  const lacks = shown.unresolved.find(({ hypothesis }) => hypothesis === row.alias)?.lacks
  if (lacks === undefined) return []
  return wrapped(`lacks ${lacks}`, width - 9, 2).map((line) => `       ${paint.yellow(line)}`)
}

function accountLines(result: Result, { width, paint }: Look): string[] {
  const { overview, leads, shown, seconds } = result
  const scored = scoreOf(result)
  const artefacts = overview.sources.reduce((sum, { expected }) => sum + expected, 0)
  const share =
    artefacts > 0 ? ` for ${artefacts} artefacts of the catalogue (${Math.round((leads / artefacts) * 100)} %)` : ''
  const verdict =
    scored && `${scored.correct} right, ${scored.wrong} wrong, ${scored.unresolved} open of ${scored.marks.length}`
  const { ok, line } = journalLine(result)
  const about: Account[] = [
    ...(verdict === undefined ? [] : [{ word: 'score', text: verdict, colour: paint.bold }]),
    {
      word: 'cost',
      text: `${counted(leads, 'lead')}${share}, ${counted(shown.rounds, 'round')}, ${seconds.toFixed(1)} s`,
    },
    { word: 'journal', text: line, ...(ok ? {} : { colour: paint.red }) },
    {
      word: 'note',
      text: 'confidence adds weights that are conventions, not measured likelihood ratios',
      colour: paint.dim,
    },
  ]
  return about.flatMap(({ word, text, colour = (plain) => plain }) =>
    wrapped(text, width - 11, 3).map((one, at) => `  ${paint.dim(padEnd(at === 0 ? word : '', 8))} ${colour(one)}`),
  )
}

type Account = { readonly word: string; readonly text: string; readonly colour?: (text: string) => string }

function journalLine({ verified }: Result): { ok: boolean; line: string } {
  const { ok, entries, nodes, relationships } = verified
  const agreement = ok ? 'chain, replay and graph agree' : 'DIFFERENCES, see strategist case verify'
  return { ok, line: `${entries} entries, ${nodes} nodes, ${relationships} relationships: ${agreement}` }
}
