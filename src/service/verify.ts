/** Verification: the chain recomputed, the entries replayed by the rules, and the graph compared with what they add up to. */
import { setImmediate } from 'node:timers/promises'
import { z } from 'zod'
import { chainBreaks } from '../domain/journal/chain.ts'
import { entriesKept } from '../domain/journal/kept.ts'
import { differences } from '../domain/replay/compare.ts'
import { imageOf, type Image } from '../domain/replay/image.ts'
import { nodeKey } from '../domain/identity.ts'
import { replay } from '../domain/replay/replay.ts'
import { AppError } from '../errors.ts'
import type { Run } from '../graph/database.ts'
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

/** Reads everything of a case, and trusts no shape of it. Throws `not_found`, and `being_written` for one that never rests. */
export async function verify(context: Context, investigation: string): Promise<Verification> {
  const { head, nodes, image } = await readStill(context, investigation)
  const { entries, breaks, ...kept } = entriesKept(investigation, nodes)
  const chain = [...breaks, ...chainBreaks(entries, head)]
  const { memory, misfits } = await replay(entries, { rest: setImmediate })
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

type Held = { head: { seq: number; hash: string }; nodes: Dumped; image: Image }
type Dumped = Awaited<ReturnType<typeof entriesOf>>

/** The statements of a transaction each see what is committed by then: only if the head has not moved are they one look. */
async function readStill(context: Context, investigation: string): Promise<Held> {
  for (let attempt = 1; attempt <= mostAttempts; attempt++) {
    const held = await context.database.readAll('verify', async (run) => {
      const first = await headIn(run, investigation)
      const [entries, image] = await Promise.all([entriesOf(run, investigation), dump(run, investigation)])
      const last = await headIn(run, investigation)
      return { moved: first.seq !== last.seq || first.hash !== last.hash, head: first, nodes: entries, image }
    })
    if (!held.moved) return held
  }
  throw new AppError(
    'being_written',
    `investigation ${investigation} was written to during each of ${mostAttempts} tries to read it whole: verify it again later, or pause it first`,
  )
}

const mostAttempts = 5

async function headIn(run: Run, investigation: string): Promise<{ seq: number; hash: string }> {
  const [found] = await run(journalHead, { investigation })
  if (!found) throw noCase(investigation)
  return headOf(found)
}

function entriesOf(run: Run, investigation: string) {
  return run(dumpEntries, { prefix: nodeKey(investigation, '') })
}

const Head = z.object({ revision: z.int().catch(0), headHash: z.string().catch('') })

/** What is no number or no hash is none that the chain could end in. */
function headOf(found: { revision?: unknown; headHash?: unknown }): { seq: number; hash: string } {
  const { revision, headHash } = Head.parse(found)
  return { seq: revision, hash: headHash }
}
