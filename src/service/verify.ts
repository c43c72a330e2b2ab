/** Verification: the chain recomputed, the entries replayed by the rules, and the graph compared with what they add up to. */
import { z } from 'zod'
import { chainBreaks, type Entry } from '../domain/journal/chain.ts'
import { differences } from '../domain/replay/compare.ts'
import { imageOf } from '../domain/replay/image.ts'
import { replay } from '../domain/replay/replay.ts'
import type { Run } from '../graph/database.ts'
import { dump } from '../graph/views/dump.ts'
import { journal } from '../graph/views/look-ups.ts'
import { overviewCase } from '../graph/views/overview.ts'
import type { Context } from './context.ts'
import { noCase } from './reading/views.ts'

export const Verification = z
  .object({
    ok: z.boolean(),
    revision: z.int(),
    headHash: z.string().describe('of the newest entry: whoever noted it elsewhere can tell a journal that was rewritten'),
    entries: z.int(),
    nodes: z.int().describe('compared'),
    relationships: z.int().describe('compared'),
    chain: z.array(z.object({ seq: z.int(), problem: z.string() })).describe('places where the hash chain breaks'),
    replay: z.array(z.object({ seq: z.int(), problem: z.string() })).describe('the first entry that does not fit those before it'),
    graph: z.array(z.object({ place: z.string(), problem: z.string() })).describe('where the graph is not what the entries add up to'),
  })
  .meta({ id: 'Verification' })
export type Verification = z.infer<typeof Verification>

/** Reads everything of a case in one read transaction. Throws `not_found`. */
export async function verify(context: Context, investigation: string): Promise<Verification> {
  const { head, entries, image } = await context.database.readAll('verify', async (run) => {
    const [found] = await run(overviewCase, { investigation })
    if (!found) throw noCase(investigation)
    const { revision: seq, headHash: hash } = found.investigation
    return { head: { seq, hash }, entries: await allEntries(run, investigation), image: await dump(run, investigation) }
  })
  const chain = chainBreaks(entries, head)
  const { memory, misfits } = replay(entries)
  const graph = memory && misfits.length === 0 ? differences(imageOf(memory), image) : []
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

async function allEntries(run: Run, investigation: string): Promise<Entry[]> {
  return run(journal, { after: `${investigation}|E`, end: `${investigation}|F`, limit: 1_000_000 })
}
