/** Verification: the chain recomputed, the entries replayed by the rules, and the graph compared with what they add up to. */
import { z } from 'zod'
import { chainBreaks } from '../domain/journal/chain.ts'
import { entriesKept } from '../domain/journal/kept.ts'
import { differences } from '../domain/replay/compare.ts'
import { imageOf } from '../domain/replay/image.ts'
import { nodeKey } from '../domain/identity.ts'
import { replay } from '../domain/replay/replay.ts'
import { dump, dumpEntries, journalHead } from '../graph/views/dump.ts'
import type { Context } from './context.ts'
import { noCase } from './reading/views.ts'

export const Verification = z
  .object({
    ok: z.boolean(),
    revision: z.int(),
    headHash: z
      .string()
      .describe('of the newest entry: whoever noted it elsewhere can tell a journal that was rewritten'),
    entries: z.int(),
    nodes: z.int().describe('compared'),
    relationships: z.int().describe('compared'),
    chain: z.array(z.object({ seq: z.int(), problem: z.string() })).describe('places where the hash chain breaks'),
    replay: z
      .array(z.object({ seq: z.int(), problem: z.string() }))
      .describe('the first entry that does not fit those before it'),
    graph: z
      .array(z.object({ place: z.string(), problem: z.string() }))
      .describe('where the graph is not what the entries add up to'),
  })
  .meta({ id: 'Verification' })
export type Verification = z.infer<typeof Verification>

/** Reads everything of a case in one read transaction, and trusts no shape of it. Throws `not_found`. */
export async function verify(context: Context, investigation: string): Promise<Verification> {
  const { head, nodes, image } = await context.database.readAll('verify', async (run) => {
    const [found] = await run(journalHead, { investigation })
    if (!found) throw noCase(investigation)
    const [entries, read] = await Promise.all([
      run(dumpEntries, { prefix: nodeKey(investigation, '') }),
      dump(run, investigation),
    ])
    return { head: headOf(found), nodes: entries, image: read }
  })
  const { entries, breaks, ...kept } = entriesKept(investigation, nodes)
  const chain = [...breaks, ...chainBreaks(entries, head)]
  const { memory, misfits } = replay(entries)
  const whole = memory && misfits.length === 0 ? differences(imageOf(memory), image) : []
  const graph = [...differences({ nodes: kept.expected, links: [] }, { nodes: kept.found, links: [] }), ...whole]
  return {
    ok: chain.length + misfits.length + graph.length === 0,
    revision: head.seq,
    headHash: head.hash,
    entries: entries.length,
    nodes: image.nodes.length,
    relationships: image.links.length,
    chain,
    replay: misfits,
    graph,
  }
}

const Head = z.object({ revision: z.int().catch(0), headHash: z.string().catch('') })

/** What is no number or no hash is none that the chain could end in. */
function headOf(found: { revision?: unknown; headHash?: unknown }): { seq: number; hash: string } {
  const { revision, headHash } = Head.parse(found)
  return { seq: revision, hash: headHash }
}
