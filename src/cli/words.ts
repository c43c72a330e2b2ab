/** The domain's words as sentences for people, and the names by which people know sources and hypotheses. */
import { tame } from '../domain/text/hostile.ts'
import type { GraphOverview, HypothesisRow } from '../domain/views/graph-overview.ts'
import type { EndedAs, HypothesisStatus, LeadOutcome } from '../domain/vocabulary.ts'
import type { Paint } from './text.ts'

export const endings = {
  resolved: 'every hypothesis is resolved',
  low_yield: 'the last rounds brought nothing new',
  saturated: 'no artefact is left that could inform an open hypothesis',
  budget: 'a budget is used up',
  not_worthwhile: 'no lead that is left is worth its cost',
  closed_by_person: 'a person closed it',
} as const satisfies Record<EndedAs, string>

/** Of one hypothesis, as it stands in a case that goes on or has ended. */
export function statusWord({
  status,
  contested,
  needsCorroboration,
}: Pick<HypothesisRow, 'status' | 'contested' | 'needsCorroboration'>): string {
  if (status !== 'active') return status
  if (contested) return 'open, contested'
  return needsCorroboration ? 'open, one witness' : 'open'
}

export function paintStatus(status: HypothesisStatus, paint: Paint): (text: string) => string {
  return { supported: paint.green, refuted: paint.cyan, active: paint.yellow }[status]
}

/** A word of at most eight letters. */
export function outcomeWord(outcome: LeadOutcome | null): string {
  if (outcome === 'hit' || outcome === 'contrary' || outcome === 'miss') return outcome
  return outcome === null ? 'ended' : 'failed'
}

export function paintOutcome(outcome: LeadOutcome | null, paint: Paint): (text: string) => string {
  if (outcome === 'hit') return paint.green
  if (outcome === 'contrary') return paint.yellow
  return outcome === 'miss' ? paint.dim : paint.red
}

export type Names = {
  readonly source: (alias: string) => string
  readonly hypothesis: (alias: string) => string
  /** A text with the aliases in it as people know them. */
  readonly inText: (text: string) => string
}

/** Keys as the case gives them, where an alias would only add check letters. */
export function namesIn({ sources, hypotheses }: Pick<GraphOverview, 'sources' | 'hypotheses'>): Names {
  const keys = new Map([...sources, ...hypotheses].map(({ alias, key }) => [alias, tame(key, 24)]))
  const name = (alias: string) => keys.get(alias) ?? alias
  return { source: name, hypothesis: name, inText: (text) => text.replaceAll(/\b[HS]\d{1,9}-[a-z]{2}\b/g, name) }
}

/** In the order of the case: aliases count up. */
export function inCaseOrder<Row extends { alias: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((one, other) => numberOf(one.alias) - numberOf(other.alias))
}

function numberOf(alias: string): number {
  return Number.parseInt(alias.slice(1), 10)
}
