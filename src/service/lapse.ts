/** What has run out in a case since the last write: leases, leads that nobody claimed, a round whose process is gone. */
import { roundFailed, type CaseState } from '../domain/case-state.ts'
import { leadShort } from '../domain/lead-name.ts'
import { isOutstanding, lapse, runOut } from '../domain/lead.ts'
import type { LeadNode } from '../domain/lead-node.ts'
import type { RunningRound } from '../graph/commands/case.ts'
import type { Note, Plan, Scene, Write } from './case-write.ts'
import { leadWrites } from './leads/lead-writes.ts'
import { abandonedRound } from './rounds/round-writes.ts'

export type Lapses = {
  readonly plan: Plan<undefined>
  readonly state: CaseState
  readonly gone: ReadonlySet<string>
  readonly changed: ReadonlyMap<string, LeadNode>
  readonly running: RunningRound | undefined
}

/** Each thing that ran out is one entry, by the service. */
export async function lapsed(scene: Scene): Promise<Lapses> {
  const entries: Note[] = []
  const writes: Write[] = []
  const gone = new Set<string>()
  const changed = new Map<string, LeadNode>()
  for (const lead of scene.outstanding) {
    const what = runOut(lead, scene.now, scene.case.limits)
    if (what === undefined) continue
    const after = { ...lead, ...lapse(lead, what, { at: scene.now, limits: scene.case.limits }) }
    entries.push({ type: 'lead_lapsed', actor: 'service', body: { lead: leadShort(lead), what } })
    writes.push(...(await leadWrites(scene, { before: lead, after })))
    if (isOutstanding(after)) changed.set(lead.alias, after)
    else gone.add(lead.alias)
  }
  const round = abandoned(scene)
  if (round) {
    entries.push(round.entry)
    writes.push(round.write)
  }
  return {
    plan: { entries, writes, answer: () => undefined },
    state: round?.state ?? scene.state,
    gone,
    changed,
    running: round ? undefined : scene.running,
  }
}

function abandoned(scene: Scene) {
  const { running, now, state } = scene
  if (!running || Date.parse(running.leaseUntil) > Date.parse(now)) return undefined
  return { ...abandonedRound(scene, running), state: roundFailed(state, 'abandoned') }
}
