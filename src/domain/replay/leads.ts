/** Leads being made, handed out and ended, and the count of the round that proposed them. */
import { nodeKey } from '../identity.ts'
import type { LeadGiven } from '../journal/bodies.ts'
import { isOutstanding, newLife, type LeadLife } from '../lead.ts'
import { leadNode, type Making } from '../nodes/lead-node.ts'
import { must, ReplayError, type LeadMemory, type Memory } from './memory.ts'

export function makeLead(memory: Memory, given: LeadGiven, making: Making & { at: string; by: string }): void {
  const node = leadNode(memory.id, given, making)
  const life = newLife(making.state, making.at)
  memory.leads.set(node.key, { ...node, life, madeAt: making.at, madeBy: making.by, moved: null, looked: null })
  if (making.round !== null) must(memory.rounds, nodeKey(memory.id, `R${making.round}`)).counters.leadsOutstanding += 1
}

/** Gives a lead its next life; one that ends is counted by its round, which closes with its last lead. */
export function liveOn(
  memory: Memory,
  short: string,
  { at, next }: { at: string; next: (lead: LeadMemory) => LeadLife },
): void {
  const lead = must(memory.leads, nodeKey(memory.id, short))
  if (!isOutstanding(lead.life)) throw new ReplayError(`lead ${short} had ended before: it is ${lead.life.state}`)
  lead.life = next(lead)
  if (isOutstanding(lead.life)) return
  lead.moved = movedBy(memory, lead)
  lead.looked = lookedAt(memory, lead)
  if (lead.round === null) return
  const round = must(memory.rounds, nodeKey(memory.id, `R${lead.round}`))
  const { outcome } = lead.life
  if (outcome === 'hit') round.counters.leadsHit += 1
  else if (outcome === 'contrary') round.counters.leadsContrary += 1
  else if (outcome === 'miss') round.counters.leadsMissed += 1
  else round.counters.leadsFailed += 1
  round.counters.leadsOutstanding -= 1
  if (round.counters.leadsOutstanding === 0) round.closedAt = at
}

/** What a lead's own records moved the hypothesis that it cites, as they arrived. */
export function movedBy(memory: Memory, lead: LeadMemory): number {
  return memory.moved.get(`${lead.key} ${lead.hypothesisKey}`)?.by ?? 0
}

function lookedAt(memory: Memory, lead: LeadMemory): string[] {
  const own = [...memory.invocations.values()].filter(
    (invocation) => invocation.lead === lead.key && invocation.outcome !== 'failed',
  )
  const places = own.flatMap(({ source, artefacts }) =>
    artefacts.map((slug) => `${source}|${slug}`.replace(`${memory.id}|`, '')),
  )
  return [...new Set(places)].toSorted()
}

export function leadCounts({ leads }: Memory): { outstanding: number; awaiting: number } {
  const open = [...leads.values()].filter(({ life }) => isOutstanding(life))
  return { outstanding: open.length, awaiting: open.filter(({ life }) => life.state === 'awaiting_approval').length }
}
