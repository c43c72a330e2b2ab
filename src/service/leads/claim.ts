/** Handing out leads: over all cases or one, oldest first, each claimed under its own case's lock. */
import { randomBytes } from 'node:crypto'
import { capsReached } from '../../domain/views/budget-status.ts'
import { claimed } from '../../domain/lead.ts'
import { sha256 } from '../../domain/journal/chain.ts'
import { leadKey, leadShort } from '../../domain/lead-name.ts'
import { claimLead } from '../../graph/commands/rounds.ts'
import { claimable } from '../../graph/facts/facts.ts'
import type { LeadNode } from '../../domain/lead-node.ts'
import type { WorkOrder } from '../../domain/views/work-order.ts'
import { budgetOf } from '../reading/budget.ts'
import { writeToCase, type Plan, type Scene, type Write } from '../case-write.ts'
import type { Context } from '../context.ts'
import { rememberCase } from './lease.ts'

export type Claiming = {
  readonly worker: string
  readonly roles: readonly string[]
  readonly max: number
  readonly leaseSeconds: number
  readonly investigation?: string | undefined
}

export type ClaimedLead = WorkOrder & { token: string; epoch: number; leaseUntil: string }

/**
 * Up to `max` leads with a token each. A lost answer heals by its lease: tokens are never stored. Candidates that another
 * worker was faster to claim, or whose case hands nothing out, are left aside, and others are looked for.
 */
export async function claimLeads(context: Context, claiming: Claiming): Promise<ClaimedLead[]> {
  const leads: ClaimedLead[] = []
  const tried: string[] = []
  while (leads.length < claiming.max) {
    const candidates = await candidatesFor(context, claiming, tried)
    if (candidates.length === 0) break
    for (const candidate of candidates) {
      if (leads.length === claiming.max) break
      tried.push(candidate.lead)
      const taken = await take(context, candidate, claiming)
      if (!taken) continue
      rememberCase(context.database, taken)
      leads.push(taken)
    }
  }
  return leads
}

function candidatesFor({ database }: Context, { roles, max, investigation }: Claiming, except: readonly string[]) {
  const asked = { roles: [...roles], investigation: investigation ?? null, except: [...except], limit: max * 4 }
  return database.read('claimable', (run) => run(claimable, asked))
}

function take(
  context: Context,
  candidate: { lead: string; investigation: string },
  claiming: Claiming,
): Promise<ClaimedLead | null> {
  const token = randomBytes(24).toString('base64url')
  const call = {
    investigation: candidate.investigation,
    command: 'claim',
    actor: `worker:${claiming.worker}`,
    body: { lead: candidate.lead },
  }
  return writeToCase<ClaimedLead | null>(context.database, call, async (scene) => {
    const lead = scene.outstanding.find(({ id, state }) => id === candidate.lead && state === 'open')
    if (!lead || !handsOut(scene)) return nothing()
    return claim(scene, lead, { claiming, token })
  })
}

/** While a case is paused, and when its tool calls or minutes are used up, no lead is handed out. */
function handsOut(scene: Scene): boolean {
  return (
    scene.state.status === 'open' &&
    !capsReached(budgetOf(scene.state, scene.now)).some((budget) => budget === 'toolCalls' || budget === 'minutes')
  )
}

function claim(
  scene: Scene,
  lead: LeadNode,
  { claiming, token }: { claiming: Claiming; token: string },
): Plan<ClaimedLead | null> {
  const { worker } = claiming
  const leaseUntil = new Date(Date.parse(scene.now) + claiming.leaseSeconds * 1000).toISOString()
  const tokenHash = sha256(token)
  const after = { ...lead, ...claimed(lead, { worker, tokenHash, leaseUntil }) }
  const { claimEpoch: epoch, tokenHashes } = after
  let order: WorkOrder | undefined
  const handOver: Write = async (run) => {
    ;[order] = await run(claimLead, {
      lead: leadKey(lead),
      worker,
      claimEpoch: epoch,
      claimTokenHash: tokenHash,
      tokenHashes,
      leaseUntil,
    })
  }
  return {
    entries: [{ type: 'lead_claimed', body: { lead: leadShort(lead), worker, epoch, tokenHash, leaseUntil } }],
    writes: [handOver],
    outstanding: scene.outstanding.map((other) => (other.id === lead.id ? after : other)),
    passing: true,
    answer: () => (order ? { ...order, token, epoch, leaseUntil } : null),
  }
}

const nothing = (): Plan<null> => ({ entries: [], writes: [], passing: true, answer: () => null })
