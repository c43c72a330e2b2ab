/** The hash chain of a case: what an entry is, how it is hashed, and how a chain is checked without any database. */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { z } from 'zod'
import { EntryType } from './bodies.ts'

export const Entry = z
  .object({
    seq: z.int().positive(),
    type: EntryType,
    at: z.string().describe('UTC, as it was hashed'),
    actor: z.string(),
    body: z.string().describe('canonical JSON (RFC 8785), kept as the string that was hashed'),
    prevHash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'Entry' })
export type Entry = z.infer<typeof Entry>

/** The `prevHash` of a case's first entry. */
export const genesisHash = '0'.repeat(64)

/** RFC 8785. Throws for what JSON cannot hold, such as NaN. */
export function canonical(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('there is no JSON form of undefined')
  return text
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

/** Hex SHA-256 of the RFC 8785 form of the other six properties. */
function hashOf({ seq, type, at, actor, body, prevHash }: Omit<Entry, 'hash'>): string {
  return sha256(canonical({ seq, type, at, actor, body, prevHash }))
}

export type Draft = { readonly type: EntryType; readonly at: string; readonly actor: string; readonly body: unknown }
export type Head = { readonly seq: number; readonly hash: string }

/** Appends drafts to a chain that ends in `head` and returns the new entries. */
export function chained(head: Head, drafts: readonly Draft[]): Entry[] {
  const entries: Entry[] = []
  for (const draft of drafts) {
    const last = entries.at(-1) ?? head
    const open = { ...draft, seq: last.seq + 1, body: canonical(draft.body), prevHash: last.hash }
    entries.push({ ...open, hash: hashOf(open) })
  }
  return entries
}

export type Break = { readonly seq: number; readonly problem: string }

/** Every place where entries, in the order of `seq`, do not form a chain up to `head`. */
export function chainBreaks(entries: readonly Entry[], head: Head): Break[] {
  const breaks = entries.flatMap((entry, index) => breaksAt(entry, entries[index - 1]))
  const last = entries.at(-1) ?? { seq: 0, hash: genesisHash }
  if (last.seq !== head.seq)
    breaks.push({ seq: head.seq, problem: `the case counts ${head.seq} entries, the last found is ${last.seq}` })
  else if (last.hash !== head.hash)
    breaks.push({ seq: head.seq, problem: 'the case names another hash for its newest entry' })
  return breaks
}

function breaksAt(entry: Entry, before: Entry | undefined): Break[] {
  const { seq } = entry
  const problems: string[] = []
  const expected = (before?.seq ?? 0) + 1
  if (seq !== expected) problems.push(`expected entry ${expected}`)
  if (entry.prevHash !== (before?.hash ?? genesisHash)) problems.push('prevHash is not the hash of the entry before')
  if (entry.hash !== hashOf(entry)) problems.push('hash does not fit the contents')
  if (!isCanonical(entry.body)) problems.push('body is not canonical JSON')
  return problems.map((problem) => ({ seq, problem }))
}

function isCanonical(body: string): boolean {
  try {
    return canonical(JSON.parse(body)) === body
  } catch {
    return false
  }
}
