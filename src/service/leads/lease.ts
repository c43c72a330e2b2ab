/** Whether a worker's token still holds its lead; what comes too late is kept, and counts for nothing. */
import { isOutstanding } from '../../domain/lead.ts'
import { sha256 } from '../../domain/journal/chain.ts'
import { leadShort } from '../../domain/lead-name.ts'
import { AppError } from '../../errors.ts'
import type { LeadNode } from '../../domain/lead-node.ts'
import type { Database, Run } from '../../graph/database.ts'
import { leadBy, type LeadFacts } from '../../graph/facts/facts.ts'
import { type Ahead, writeToCase, type Plan, type Scene } from '../case-write.ts'
import type { Context } from '../context.ts'

/** What a worker says of a lead that it holds. `key`: under which the same command again gets the first answer. */
export type WorkerCall = {
  readonly lead: string
  readonly token: string
  readonly command: string
  readonly key?: string | undefined
  readonly body: unknown
  readonly ahead?: readonly Ahead<unknown>[]
}

export type Held = { readonly lead: LeadNode; readonly by: string }

/** Runs a command of the worker that holds the lead. Throws `not_found` and `lease_lost`. */
export async function writeUnderLease<Answer>(
  context: Context,
  call: WorkerCall,
  decide: (scene: Scene, held: Held) => Promise<Plan<Answer>>,
): Promise<Answer> {
  const tokenHash = sha256(call.token)
  const investigation = await caseOfLead(context, call.lead)
  const { command, body, key } = call
  return writeToCase<Answer>(
    context.database,
    {
      investigation,
      command,
      body: { lead: call.lead, body },
      actor: `token:${tokenHash}`,
      key: key === undefined ? undefined : `${call.lead}|${command}|${key}`,
      ahead: call.ahead ?? [],
    },
    async (scene) => {
      const outstanding = scene.outstanding.find(({ id }) => id === call.lead)
      const lead = outstanding ?? (await factsOfLead(scene.run, call.lead)).lead
      if (lead.state !== 'claimed' || lead.claimTokenHash !== tokenHash) return tooLate(lead, { tokenHash, call })
      return decide(scene, { lead, by: `worker:${lead.worker ?? ''}` })
    },
  )
}

/** Throws `not_found`. */
export async function factsOfLead(run: Run, lead: string): Promise<LeadFacts> {
  const [facts] = await run(leadBy, { reference: lead })
  if (facts?.lead.id === lead) return facts
  throw noLead(lead)
}

/** The case that a lead's id belongs to. Outside a case only ids are taken. Throws `not_found`. */
export async function caseOfLead({ database }: Context, lead: string): Promise<string> {
  const known = casesOf(database).get(lead)
  if (known !== undefined) return known
  const { lead: found } = await database.read('find_lead', (run) => factsOfLead(run, lead))
  rememberCase(database, found)
  return found.investigation
}

/** The case of a lead never changes: that of the last few thousand is remembered. */
export function rememberCase(database: Database, { id, investigation }: { id: string; investigation: string }): void {
  const known = casesOf(database)
  const [oldest] = known.keys()
  if (known.size >= 5000 && oldest !== undefined) known.delete(oldest)
  known.set(id, investigation)
}

const remembered = new WeakMap<Database, Map<string, string>>()

function casesOf(database: Database): Map<string, string> {
  const known = remembered.get(database) ?? new Map<string, string>()
  remembered.set(database, known)
  return known
}

function noLead(lead: string): AppError {
  return new AppError(
    'not_found',
    `there is no lead ${JSON.stringify(lead.slice(0, 64))}: use the \`id\` that claiming it gave`,
  )
}

/** A token that once was this lead's leaves its body behind, for a person to adopt; any other leaves nothing. */
function tooLate<Answer>(lead: LeadNode, { tokenHash, call }: { tokenHash: string; call: WorkerCall }): Plan<Answer> {
  const what = isOutstanding(lead) ? 'another claim or none holds it now' : `it is ${lead.state} now`
  const refusal = new AppError(
    'lease_lost',
    `this token does not hold lead ${lead.alias}: ${what}. Claim again for new work`,
    {
      details: { lead: lead.alias, state: lead.state },
    },
  )
  if (!lead.tokenHashes.includes(tokenHash)) throw refusal
  const body = { lead: leadShort(lead), tokenHash, command: call.command, body: call.body }
  return {
    entries: [{ type: 'late_record', actor: 'worker', body }],
    writes: [],
    refusal,
    answer: () => {
      throw refusal
    },
  }
}
