/** What a worker does with a lead that it holds: record, complete, fail, release, and keep its lease alive. */
import { isOutstanding, done, failed, outcomeOf, reopened } from '../../domain/lead.ts'
import { sha256 } from '../../domain/journal/chain.ts'
import { leadShort } from '../../domain/lead-name.ts'
import type { RecordsInput } from '../../domain/records.ts'
import { aliasOf } from '../../domain/overview.ts'
import { AppError } from '../../errors.ts'
import type { LeadNode } from '../../domain/lead-node.ts'
import { heartbeat } from '../../graph/commands/rounds.ts'
import type { Note, Plan, Scene } from '../case-write.ts'
import type { Context } from '../context.ts'
import { planRecord, type RecordsAnswer } from '../records/record.ts'
import { leadWrites, lookedOf, movedOf } from './lead-writes.ts'
import { caseOfLead, writeUnderLease, type Held } from './lease.ts'

export type LeadAnswer = { lead: string; state: string; outcome: string | null; moved: number | null }
type Saying = { readonly lead: string; readonly token: string; readonly key?: string | undefined }

/** A token ends its lead once: whatever the caller's key, the same again gets the first answer. */
const once = 'once'

/** Records under a lead. The same `recordKey` again gives the first answer. */
export function recordForLead(context: Context, saying: Saying, input: RecordsInput): Promise<RecordsAnswer> {
  const { recordKey: key, ...body } = input
  return writeUnderLease(
    context,
    { ...saying, key: key ?? saying.key, command: 'record', body },
    (scene, { lead, by }) => planRecord(scene, input, { lead, by }),
  )
}

/** Ends a lead as done. Throws `nothing_looked_at` where no invocation of it looked at what it names. */
export function completeLead(context: Context, saying: Saying, summary: string): Promise<LeadAnswer> {
  const call = { ...saying, key: once, command: 'complete', body: { summary } }
  return writeUnderLease(context, call, async (scene, held) => {
    refuseUnlessLooked(held)
    const { lead, by } = held
    const outcome = outcomeOf(movedOf(lead, held), lead.expects, scene.case.weights)
    const after = { ...lead, ...done(lead, { at: scene.now, outcome, why: summary || 'done' }) }
    return change(scene, {
      before: lead,
      after,
      held,
      note: { type: 'lead_completed', actor: by, body: { lead: leadShort(lead), summary } },
    })
  })
}

/** Ends a lead that could not be carried out. */
export function failLead(context: Context, saying: Saying, why: string): Promise<LeadAnswer> {
  const call = { ...saying, key: once, command: 'fail', body: { why } }
  return writeUnderLease(context, call, async (scene, held) => {
    const { lead, by } = held
    const after = { ...lead, ...failed(lead, { at: scene.now, outcome: 'could_not_look', why }) }
    return change(scene, {
      before: lead,
      after,
      held,
      note: { type: 'lead_failed', actor: by, body: { lead: leadShort(lead), why } },
    })
  })
}

/** Gives a lead back for another worker. Does not count as a lost lease. */
export function releaseLead(context: Context, saying: Saying, why: string): Promise<LeadAnswer> {
  const call = { ...saying, key: once, command: 'release', body: { why } }
  return writeUnderLease(context, call, async (scene, held) => {
    const { lead, by } = held
    const after = { ...lead, ...reopened(lead, scene.now) }
    return change(scene, {
      before: lead,
      after,
      held,
      note: { type: 'lead_released', actor: by, body: { lead: leadShort(lead), why } },
    })
  })
}

/** Extends a lease, in seconds from now. Leaves no entry. Throws `lease_lost`. */
export async function keepLease(
  context: Context,
  saying: Saying,
  leaseSeconds: number,
): Promise<{ leaseUntil: string }> {
  await caseOfLead(context, saying.lead)
  const [row] = await context.database.write('heartbeat', (run) =>
    run(heartbeat, { lead: saying.lead, tokenHash: sha256(saying.token), leaseSeconds }),
  )
  if (row) return row
  throw new AppError('lease_lost', 'this token does not hold the lead any more: stop working on it and claim again')
}

function refuseUnlessLooked(held: Held): void {
  const { lead } = held
  const looked = lookedOf(lead, held)
  const named =
    lead.artefact === null
      ? looked.length > 0 || held.invocations.some(({ outcome }) => outcome !== 'failed')
      : looked.includes(`${lead.source}|${lead.artefact}`)
  if (named) return
  const what =
    lead.artefact === null
      ? 'no tool invocation that found something or nothing'
      : `no invocation that looked at ${lead.artefact} of ${aliasOf(lead.investigation, 'source', lead.source)}`
  throw new AppError(
    'nothing_looked_at',
    `${what} is recorded under ${lead.alias}: record one first, or fail the lead with a reason`,
    {
      details: { lead: lead.alias, artefact: lead.artefact },
    },
  )
}

type Change = { before: LeadNode; after: LeadNode; held: Held; note: Note }

async function change(scene: Scene, { before, after, held, note }: Change): Promise<Plan<LeadAnswer>> {
  const others = scene.outstanding.filter(({ id }) => id !== before.id)
  const { state, outcome } = after
  const moved = isOutstanding(after) ? null : movedOf(before, held)
  return {
    entries: [note],
    writes: await leadWrites(scene, { before, after, facts: held }),
    outstanding: isOutstanding(after) ? [...others, after] : others,
    answer: () => ({ lead: before.alias, state, outcome, moved }),
  }
}
