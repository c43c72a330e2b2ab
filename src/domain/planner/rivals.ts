/** The rivals of each hypothesis, and what they would be by themselves: of two that are supported only one can be. */
import { isContested } from '../belief.ts'
import type { HypothesisRow } from '../views/graph-overview.ts'
import { claimOf, type Rival, type Rules } from './price.ts'
import { standingOf } from './standing.ts'

/** By alias. A rivalry holds both ways, whichever of the two names it. */
export function rivalsIn(rows: readonly HypothesisRow[], rules: Rules): Map<string, Rival[]> {
  const opponents = opponentsIn(rows)
  const claims = new Map(
    rows.filter(({ alias }) => opponents.has(alias)).map((row) => [row.alias, claimIn(row, rules)]),
  )
  const claimsOf = (aliases: Iterable<string>) => [...aliases].flatMap((alias) => claims.get(alias) ?? [])
  const rivalOf = (own: string, other: string): Rival[] => {
    const thirds = [...(opponents.get(other) ?? [])].filter((third) => third !== own)
    return claimsOf([other]).map((claim) => ({ ...claim, held: isContested(claim, claimsOf(thirds)) }))
  }
  return new Map([...opponents].map(([own, others]) => [own, [...others].flatMap((other) => rivalOf(own, other))]))
}

function opponentsIn(rows: readonly HypothesisRow[]): Map<string, Set<string>> {
  const opponents = new Map<string, Set<string>>()
  const add = (own: string, other: string) => opponents.set(own, (opponents.get(own) ?? new Set()).add(other))
  for (const { alias, rival } of rows) {
    if (rival === null || rival === alias) continue
    add(alias, rival)
    add(rival, alias)
  }
  return opponents
}

function claimIn(row: HypothesisRow, rules: Rules) {
  return { claim: claimOf(standingOf(row, rules.weights), rules), logOdds: row.logOdds }
}
