/** The view `marginal_yield` as text: what the last rounds brought. */
import type { MarginalYield, YieldRow } from '../views/marginal-yield.ts'
import { type Column, table, ticked } from './table.ts'

export function yieldText({ rounds, dryInARow }: MarginalYield, marker: string): string {
  return [
    `marginal_yield\t${rounds.length} rounds, newest first\tdry in a row ${dryInARow}`,
    ...(rounds.length === 0 ? [] : table(columns, rounds, marker)),
  ].join('\n')
}

const columns: readonly Column<YieldRow>[] = [
  { name: 'round', value: ({ alias }) => alias },
  { name: 'notes', value: ({ closed, counts, dry }) => ticked({ open: !closed, counts, dry }) },
  { name: 'new_phenomena', value: ({ newPhenomena }) => newPhenomena },
  { name: 'new_evidence', value: ({ newEvidence }) => newEvidence },
  { name: 'on_active', value: ({ evidenceOnActive }) => evidenceOnActive },
  { name: 'withdrawals', value: ({ withdrawals }) => withdrawals },
  { name: 'flips', value: ({ flips }) => flips },
  { name: 'change', value: ({ absoluteChange }) => absoluteChange.toFixed(2) },
  { name: 'hit', value: ({ leadsHit }) => leadsHit },
  { name: 'contrary', value: ({ leadsContrary }) => leadsContrary },
  { name: 'miss', value: ({ leadsMissed }) => leadsMissed },
  { name: 'failed', value: ({ leadsFailed }) => leadsFailed },
  { name: 'outstanding', value: ({ leadsOutstanding }) => leadsOutstanding },
]
