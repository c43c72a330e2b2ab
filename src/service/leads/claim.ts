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
import { writeToCase, type Note, type Plan, type Scene, type Write } from '../case-write.ts'
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
 * Up to `max` leads with a token each, oldest first. A lost answer heals by its lease: tokens are never stored. Throws
 * `not_found` for a case that there is not.
 */
export async function claimLeads(context: Context, claiming: Claiming): Promise<ClaimedLead[]> {
  const { investigation } = claiming
  return investigation === undefined ? claimAnywhere(context, claiming) : claimInCase(context, investigation, claiming)
}

/** A case that hands out less than it seemed to hold, since it is spent or others were faster, is left aside for others. */
async function claimAnywhere(context: Context, claiming: Claiming): Promise<ClaimedLead[]> {
  const { roles, max } = claiming
  const leads: ClaimedLead[] = []
  const except: string[] = []
  while (leads.length < max) {
    const asked = { roles: [...roles], except, limit: max - leads.length }
    const candidates = await context.database.ask('claimable', claimable, asked)
    if (candidates.length === 0) break
    for (const [investigation, own] of Map.groupBy(candidates, (candidate) => candidate.investigation)) {
      const handed = await claimInCase(context, investigation, { ...claiming, max: own.length })
      leads.push(...handed)
      if (handed.length < own.length) except.push(investigation)
    }
  }
  return leads
}

/** All in one transaction, under the lock of the case. Where nothing is to be had, nothing is written. */
async function claimInCase(context: Context, investigation: string, claiming: Claiming): Promise<ClaimedLead[]> {
  const { worker, roles, max } = claiming
  const call = { investigation, command: 'claim', actor: `worker:${worker}`, body: {} }
  const leads = await writeToCase<ClaimedLead[]>(context.database, call, async (scene) => {
    const open = scene.outstanding.filter(({ state, role }) => state === 'open' && roles.includes(role))
    return claim(scene, handsOut(scene) ? open.toSorted(byAge).slice(0, max) : [], claiming)
  })
  for (const lead of leads) rememberCase(context.database, lead)
  return leads
}

function byAge(one: LeadNode, other: LeadNode): number {
  return Date.parse(one.openedAt ?? '') - Date.parse(other.openedAt ?? '') || one.number - other.number
}

/** While a case is paused, and when its tool calls or minutes are used up, no lead is handed out. */
function handsOut(scene: Scene): boolean {
  return (
    scene.state.status === 'open' &&
    !capsReached(budgetOf(scene.state, scene.now)).some((budget) => budget === 'toolCalls' || budget === 'minutes')
  )
}

function claim(scene: Scene, leads: readonly LeadNode[], claiming: Claiming): Plan<ClaimedLead[]> {
  const leaseUntil = new Date(Date.parse(scene.now) + claiming.leaseSeconds * 1000).toISOString()
  const claims = leads.map((lead) => claimOf(lead, claiming.worker, leaseUntil))
  const orders = new Map<string, WorkOrder>()
  const after = new Map(claims.map((one) => [one.after.id, one.after]))
  return {
    entries: claims.map(({ note }) => note),
    writes: claims.map(({ row }): Write => async (run) => {
      for (const order of await run(claimLead, row)) orders.set(order.id, order)
    }),
    outstanding: scene.outstanding.map((lead) => after.get(lead.id) ?? lead),
    passing: true,
    answer: () =>
      claims.flatMap(({ after: { id, claimEpoch: epoch }, token }) => {
        const order = orders.get(id)
        return order ? [{ ...order, token, epoch, leaseUntil }] : []
      }),
  }
}

function claimOf(lead: LeadNode, worker: string, leaseUntil: string) {
  const token = randomBytes(24).toString('base64url')
  const tokenHash = sha256(token)
  const after = { ...lead, ...claimed(lead, { worker, tokenHash, leaseUntil }) }
  const { claimEpoch: epoch, tokenHashes } = after
  const note: Note = { type: 'lead_claimed', body: { lead: leadShort(lead), worker, epoch, tokenHash, leaseUntil } }
  const row = { lead: leadKey(lead), worker, claimEpoch: epoch, claimTokenHash: tokenHash, tokenHashes, leaseUntil }
  return { token, after, note, row }
}
