/** What a worker does with a lead that it holds: record, complete, fail, release, and keep its lease alive. */
import { isOutstanding, done, failed, outcomeOf, reopened, type LeadLife } from '../../domain/lead.ts'
import { sha256 } from '../../domain/journal/chain.ts'
import { leadShort } from '../../domain/lead-name.ts'
import type { RecordsInput } from '../../domain/records.ts'
import { aliasOf } from '../../domain/overview.ts'
import { AppError } from '../../errors.ts'
import type { LeadNode } from '../../domain/lead-node.ts'
import { heartbeat } from '../../graph/commands/rounds.ts'
import type { LeadFacts } from '../../graph/facts/facts.ts'
import { Ahead, type Note, type Scene } from '../case-write.ts'
import type { Context } from '../context.ts'
import { recordFacts } from '../records/facts.ts'
import { planRecord, type RecordsAnswer } from '../records/record.ts'
import { leadWrites, lookedOf, movedOf } from './lead-writes.ts'
import { caseOfLead, factsOfLead, writeUnderLease, type Held } from './lease.ts'

export type LeadAnswer = { lead: string; state: string; outcome: string | null; moved: number | null }
type Saying = { readonly lead: string; readonly token: string; readonly key?: string | undefined }

/** A token ends its lead once: whatever the caller's key, the same again gets the first answer. */
const once = 'once'

/** Records under a lead. The same `recordKey` again gives the first answer. */
export function recordForLead(context: Context, saying: Saying, input: RecordsInput): Promise<RecordsAnswer> {
  const { recordKey, ...body } = input
  const facts = new Ahead((run, investigation) => recordFacts(run, investigation, input))
  const call = { ...saying, key: recordKey ?? saying.key, command: 'record', body, ahead: [facts] }
  return writeUnderLease(context, call, (scene, { lead, by }) =>
    planRecord(scene, input, { lead, by, read: () => facts.facts() }),
  )
}

/** Ends a lead as done. Throws `nothing_looked_at` where no invocation of it looked at what it names. */
export function completeLead(context: Context, saying: Saying, summary: string): Promise<LeadAnswer> {
  return changeLead(context, saying, {
    command: 'complete',
    body: { summary },
    change: (scene, { lead, by, facts }) => {
      refuseUnlessLooked(lead, facts)
      const outcome = outcomeOf(movedOf(lead, facts), lead.expects, scene.case.weights)
      return {
        life: done(lead, { at: scene.now, outcome, why: summary || 'done' }),
        note: { type: 'lead_completed', actor: by, body: { lead: leadShort(lead), summary } },
      }
    },
  })
}

/** Ends a lead that could not be carried out. */
export function failLead(context: Context, saying: Saying, why: string): Promise<LeadAnswer> {
  return changeLead(context, saying, {
    command: 'fail',
    body: { why },
    change: ({ now }, { lead, by }) => ({
      life: failed(lead, { at: now, outcome: 'could_not_look', why }),
      note: { type: 'lead_failed', actor: by, body: { lead: leadShort(lead), why } },
    }),
  })
}

/** Gives a lead back for another worker. Does not count as a lost lease. */
export function releaseLead(context: Context, saying: Saying, why: string): Promise<LeadAnswer> {
  return changeLead(context, saying, {
    command: 'release',
    body: { why },
    change: ({ now }, { lead, by }) => ({
      life: reopened(lead, now),
      note: { type: 'lead_released', actor: by, body: { lead: leadShort(lead), why } },
    }),
  })
}

type Saw = Held & { readonly facts: LeadFacts }
type Changing = {
  readonly command: string
  readonly body: unknown
  readonly change: (scene: Scene, saw: Saw) => { readonly life: LeadLife; readonly note: Note }
}

/** Changes where a lead stands, by the worker that holds it. */
function changeLead(context: Context, saying: Saying, { command, body, change }: Changing): Promise<LeadAnswer> {
  const reading = new Ahead((run) => factsOfLead(run, saying.lead))
  return writeUnderLease(context, { ...saying, command, body, key: once, ahead: [reading] }, async (scene, held) => {
    const facts = await reading.facts()
    const { lead: before } = held
    const { life, note } = change(scene, { ...held, facts })
    const after = { ...before, ...life }
    const { state, outcome } = after
    const others = scene.outstanding.filter(({ id }) => id !== before.id)
    return {
      entries: [note],
      writes: await leadWrites(scene, { before, after, facts }),
      outstanding: isOutstanding(after) ? [...others, after] : others,
      answer: () => ({
        lead: before.alias,
        state,
        outcome,
        moved: isOutstanding(after) ? null : movedOf(before, facts),
      }),
    }
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

function refuseUnlessLooked(lead: LeadNode, facts: LeadFacts): void {
  const looked = lookedOf(lead, facts)
  const named =
    lead.artefact === null
      ? looked.length > 0 || facts.invocations.some(({ outcome }) => outcome !== 'failed')
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
