/** A journal entry as its node holds it. */
import { nodeKey } from '../identity.ts'
import type { Entry } from '../journal/chain.ts'

/** The key of an entry sorts as its number does. `endsRound`: the number of the round that it ends with a record of it. */
export function entryNode(investigation: string, entry: Entry, endsRound: number | null = null) {
  return {
    ...entry,
    key: entryKey(investigation, entry.seq),
    name: `${entry.seq} ${entry.type}`,
    endsRound: endsRound === null ? null : nodeKey(investigation, `R${endsRound}`),
  }
}

export function entryKey(investigation: string, seq: number): string {
  return nodeKey(investigation, `E${String(seq).padStart(9, '0')}`)
}
