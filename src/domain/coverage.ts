/** Coverage from what the graph tells: which gaps are left, whom they inform, and what looks have said so far. Pure. */
import { rounded } from './belief.ts'
import { bearing } from './informs.ts'
import { workKey, type Work } from './lead.ts'
import type { AnswerRow, ArtefactRow, LookRow, SourceCoverage } from './views/source-coverage.ts'
import type { EvidenceKind, LeadState, Topic } from './vocabulary.ts'

export type SeenArtefact = Omit<ArtefactRow, 'gap' | 'informs' | 'touches' | 'leadPossible' | 'looks'> & {
  readonly short: string
}
export type AskedLead = Work & {
  readonly state: LeadState
  readonly looked: readonly string[] | null
  /** What its own records moved, in log10 odds, by the hypothesis's short alias. */
  readonly moved: readonly (readonly [hypothesis: string, by: number])[]
}
export type OpenQuestion = {
  readonly short: string
  readonly alias: string
  readonly topics: readonly Topic[]
  readonly predicts: readonly string[]
  readonly excludes: readonly string[]
}
export type Seen = {
  readonly source: string | null
  readonly artefacts: readonly SeenArtefact[]
  readonly leads: readonly AskedLead[]
  readonly hypotheses: readonly OpenQuestion[]
}

/** The view's rows. Nothing here grows with the number of phenomena. */
export function sourceCoverage({ source, artefacts, leads, hypotheses }: Seen): SourceCoverage {
  const looks = looksByKey(leads)
  const taken = takenWork(leads)
  const rows = artefacts.map((artefact) => artefactRow(artefact, { looks, taken, hypotheses }))
  return { source, artefacts: rows, answers: answersOf({ artefacts, leads, hypotheses }) }
}

/** Not looked at; or could not be looked at and tried less than twice. */
function isGap({ state, tries }: Pick<ArtefactRow, 'state' | 'tries'>): boolean {
  return state === 'not_looked' || (state === 'could_not_look' && tries < 2)
}

type Known = { looks: Map<string, LookRow[]>; taken: Set<string>; hypotheses: readonly OpenQuestion[] }

function artefactRow({ short, ...artefact }: SeenArtefact, { looks, taken, hypotheses }: Known): ArtefactRow {
  const bears = (how: 'informs' | 'touches') =>
    hypotheses.filter((hypothesis) => bearing(artefact, hypothesis) === how).map(({ alias }) => alias)
  const [informs, touches] = [bears('informs'), bears('touches')]
  return {
    ...artefact,
    gap: isGap(artefact),
    informs,
    touches,
    leadPossible: !taken.has(`${artefact.role}|${short}|${artefact.key}`),
    looks: looks.get(artefact.key) ?? [],
  }
}

/** Work that cannot be asked for again: outstanding, done or rejected, or failed twice. */
function takenWork(leads: readonly AskedLead[]): Set<string> {
  const failures = new Map<string, number>()
  const taken = new Set<string>()
  for (const lead of leads) {
    const key = workKey(lead)
    const failed = (failures.get(key) ?? 0) + (lead.state === 'failed' ? 1 : 0)
    failures.set(key, failed)
    if (lead.state !== 'failed' || failed > 1) taken.add(key)
  }
  return taken
}

/** What finished leads said of the hypothesis they cited, by the artefact that they looked at, on any source. */
function looksByKey(leads: readonly AskedLead[]): Map<string, LookRow[]> {
  const byKey = new Map<string, LookRow[]>()
  for (const lead of leads.filter(({ state }) => state === 'done')) {
    for (const key of new Set((lead.looked ?? []).map(artefactOf))) {
      const rows = byKey.get(key) ?? []
      byKey.set(key, rows)
      count(rows, lead)
    }
  }
  return byKey
}

function count(rows: LookRow[], { role, expects, moved, hypothesis }: AskedLead): void {
  const change = rounded(moved.find(([short]) => short === hypothesis)?.[1] ?? 0)
  const row = rows.find((own) => own.role === role && own.kind === expects) ?? added(rows, role, expects)
  if (change > 0) row.for += 1
  else if (change < 0) row.against += 1
  else row.nothing += 1
}

function added(rows: LookRow[], role: string, kind: EvidenceKind): LookRow {
  const row = { role, kind, for: 0, against: 0, nothing: 0 }
  rows.push(row)
  return row
}

/** For each active hypothesis: finished looks at artefacts that inform it, and how many of them moved it. */
function answersOf({ artefacts, leads, hypotheses }: Pick<Seen, 'artefacts' | 'leads' | 'hypotheses'>): AnswerRow[] {
  const done = leads.filter(({ state }) => state === 'done')
  const places = new Map(artefacts.map((artefact) => [`${artefact.short}|${artefact.key}`, artefact]))
  return hypotheses.map((hypothesis) => {
    const informing = done.filter(({ looked }) =>
      (looked ?? []).some((place) => informsAt(places.get(place), hypothesis)),
    )
    const answers = informing.filter(({ moved }) =>
      moved.some(([short, by]) => short === hypothesis.short && rounded(by) !== 0),
    ).length
    return { hypothesis: hypothesis.alias, looks: informing.length, answers }
  })
}

function informsAt(artefact: SeenArtefact | undefined, hypothesis: OpenQuestion): boolean {
  return artefact !== undefined && bearing(artefact, hypothesis) === 'informs'
}

function artefactOf(place: string): string {
  return place.slice(place.indexOf('|') + 1)
}
