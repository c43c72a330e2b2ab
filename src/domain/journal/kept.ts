/** A journal as its nodes hold it, read by a verifier that trusts none of them: what are entries, and what is wrong beside. */
import { z } from 'zod'
import { entryNode } from '../nodes/entry-node.ts'
import type { ImageNode } from '../replay/image.ts'
import { Entry, type Break } from './chain.ts'

export type Kept = {
  readonly entries: Entry[]
  /** Nodes that are no entries. */
  readonly breaks: Break[]
  /** The nodes as they are, and as the entries say that they must be. */
  readonly found: ImageNode[]
  readonly expected: ImageNode[]
}

/** `nodes`: the properties of each by its key, in the order of the keys. */
export function entriesKept(
  investigation: string,
  nodes: readonly { key: string; properties: Record<string, unknown> }[],
): Kept {
  const kept: Kept = { entries: [], breaks: [], found: [], expected: [] }
  for (const { key, properties } of nodes) {
    const entry = Entry.safeParse(properties)
    if (entry.success) {
      const node = entryNode(investigation, entry.data, roundEndedBy(entry.data))
      kept.entries.push(entry.data)
      kept.found.push({ label: 'Entry', key, properties })
      kept.expected.push({ label: 'Entry', key: node.key, properties: node })
    } else
      kept.breaks.push({
        seq: Number(/\d+$/.exec(key)?.[0] ?? 0),
        problem: `is no entry: ${z.prettifyError(entry.error)}`,
      })
  }
  return kept
}

const Ending = z.object({ round: z.int() })

/** The number of the round that an entry ends with a record of it. */
function roundEndedBy({ type, body }: Entry): number | null {
  if (type !== 'round_proposed' && type !== 'round_completed' && type !== 'round_failed') return null
  try {
    return Ending.parse(JSON.parse(body)).round
  } catch {
    return null
  }
}
