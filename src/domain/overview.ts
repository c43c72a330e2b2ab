/** The overview's rows from what the graph tells: aliases for people, leads as they stand now. Pure. */
import { confidenceOf } from './belief.ts'
import { alias, type Named } from './identity.ts'
import type { CaseLimits } from './journal/bodies.ts'
import { asOf, isOutstanding, newLife } from './lead.ts'
import type {
  GraphOverview,
  HypothesisRow,
  LeadRow,
  PhenomenonBrief,
  SourceRow,
  TallyRow,
} from './views/graph-overview.ts'

type SeenHypothesis = Omit<HypothesisRow, 'confidence' | 'recentFlip' | 'outstanding' | 'tallies'> & {
  readonly short: string
  readonly number: number
  readonly flippedIn: number | null
  readonly tallies: readonly (readonly [witness: string, kind: TallyRow['kind'], n: number])[]
}
type SeenLead = Omit<LeadRow, 'outcome' | 'reason'> & {
  readonly number: number
  readonly openedAt: string | null
  readonly leaseUntil: string | null
  readonly losses: number
}
export type SeenCase = {
  readonly header: GraphOverview['header']
  readonly hypotheses: readonly SeenHypothesis[]
  readonly sources: readonly (SourceRow & { readonly short: string })[]
  readonly outstanding: readonly SeenLead[]
  readonly ended: readonly LeadRow[]
  readonly loose: { readonly count: number; readonly latest: readonly PhenomenonBrief[] }
  readonly now: string
  readonly limits: CaseLimits
}

/** Leads that have run out by now are shown as ended, although no write has come by to say so. */
export function graphOverview(seen: SeenCase): GraphOverview {
  const { header } = seen
  const leads = seen.outstanding.map((lead) => leadNow(lead, seen)).map((lead) => named(header.investigation, lead))
  const outstanding = leads.filter(isOutstanding)
  const justEnded = leads.filter((lead) => !isOutstanding(lead)).toReversed()
  return {
    header,
    hypotheses: seen.hypotheses.map((hypothesis) => hypothesisRow(hypothesis, header, outstanding)),
    sources: seen.sources.map(({ short: _, ...source }) => source),
    outstanding,
    ended: [...justEnded, ...seen.ended.map((lead) => named(header.investigation, lead))].slice(0, 10),
    loose: {
      count: seen.loose.count,
      latest: seen.loose.latest.map((phenomenon) => ({
        ...phenomenon,
        source: sourceAlias(header.investigation, phenomenon.source),
      })),
    },
  }
}

function hypothesisRow(
  seen: SeenHypothesis,
  header: GraphOverview['header'],
  outstanding: readonly LeadRow[],
): HypothesisRow {
  const { short: _short, number: _number, flippedIn, tallies, rival, ...rest } = seen
  return {
    ...rest,
    rival: rival === null ? null : aliasOf(header.investigation, 'hypothesis', rival),
    confidence: confidenceOf(seen.logOdds),
    recentFlip: flippedIn !== null && flippedIn > header.round - 2,
    outstanding: outstanding.filter(({ hypothesis }) => hypothesis === seen.alias).length,
    tallies: tallies.map(([witness, kind, n]) => ({ witness, kind, n })),
  }
}

function leadNow({ number: _, openedAt, leaseUntil, losses, ...lead }: SeenLead, { now, limits }: SeenCase): LeadRow {
  const life = { ...newLife('open', now), state: lead.state, openedAt, leaseUntil, losses }
  const { state, outcome, endedWhy } = asOf(life, now, limits)
  return { ...lead, state, outcome, reason: endedWhy }
}

function named(investigation: string, lead: LeadRow): LeadRow {
  return {
    ...lead,
    hypothesis: aliasOf(investigation, 'hypothesis', lead.hypothesis),
    source: aliasOf(investigation, 'source', lead.source),
  }
}

/** The alias, with check letters, of a short one such as `H3`. */
export function aliasOf(investigation: string, kind: Named, short: string): string {
  return alias(investigation, kind, Number(short.slice(1)))
}

function sourceAlias(investigation: string, key: string): string {
  return aliasOf(investigation, 'source', key.slice(key.indexOf('|') + 1))
}
