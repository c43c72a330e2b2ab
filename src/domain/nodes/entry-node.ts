/** A journal entry as its node holds it. */
import { z } from 'zod'
import { nodeKey } from '../identity.ts'
import type { Entry } from '../journal/chain.ts'

const RoundBody = z.object({ round: z.int() })

/** The key of an entry sorts as its number does. An entry that ends a round with a record of it is found by the round's key. */
export function entryNode(investigation: string, entry: Entry) {
  const ends = ['round_proposed', 'round_completed', 'round_failed'].includes(entry.type)
  const endsRound = ends ? nodeKey(investigation, `R${RoundBody.parse(JSON.parse(entry.body)).round}`) : null
  return { ...entry, key: entryKey(investigation, entry.seq), name: `${entry.seq} ${entry.type}`, endsRound }
}

export function entryKey(investigation: string, seq: number): string {
  return nodeKey(investigation, `E${String(seq).padStart(9, '0')}`)
}
