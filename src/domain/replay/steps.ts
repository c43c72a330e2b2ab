/** What each type of entry does to a case. */
import type { z } from 'zod'
import { ended, paused, reopenedCase, resumed } from '../case-state.ts'
import { endedAs } from '../vocabulary.ts'
import { nodeKey } from '../identity.ts'
import { bodies, type EntryType } from '../journal/bodies.ts'
import { claimed, done, failed, givenUp, lapse, outcomeOf, reopened, waitingAnew } from '../lead.ts'
import { addHypothesis, addSource } from './begin.ts'
import { withdraw } from './beliefs.ts'
import { liveOn, makeLead, movedBy } from './leads.ts'
import { must, type Memory } from './memory.ts'
import { applyRecord } from './records.ts'
import { abandonRound, completeRound, failRound, openRound, proposeRound } from './rounds.ts'

type When = { readonly at: string; readonly by: string }
type Step = (memory: Memory, body: string, when: When) => void

/** Binds a rule to the shape of the body that it takes. */
function step<Body extends z.ZodType>(
  body: Body,
  rule: (memory: Memory, body: z.output<Body>, when: When) => void,
): Step {
  return (memory, text, when) => {
    rule(memory, body.parse(JSON.parse(text)), when)
  }
}

export const steps = {
  source_added: step(bodies.source_added, (memory, { source, roles }) => {
    addSource(memory, source)
    memory.roles = roles
  }),
  hypothesis_added: step(bodies.hypothesis_added, (memory, { hypothesis }) => {
    addHypothesis(memory, hypothesis)
  }),
  case_paused: step(bodies.case_paused, (memory, { why }) => {
    memory.state = paused(memory.state, why)
  }),
  case_resumed: step(bodies.case_resumed, (memory, _, { at }) => {
    memory.state = resumed(memory.state)
    for (const lead of memory.leads.values()) lead.life = waitingAnew(lead.life, at)
  }),
  budget_raised: step(bodies.budget_raised, (memory, { budgets }) => {
    memory.state = { ...memory.state, budgets }
  }),
  case_closed: step(bodies.case_closed, (memory, { why }) => {
    memory.state = ended(memory.state, 'closed_by_person', why)
  }),
  case_reopened: step(bodies.case_reopened, (memory) => {
    memory.state = reopenedCase(memory.state)
  }),
  case_completed: step(bodies.case_completed, (memory, { reason, explanation }) => {
    memory.state = ended(memory.state, endedAs[reason], explanation)
  }),
  round_opened: step(bodies.round_opened, openRound),
  round_abandoned: step(bodies.round_abandoned, abandonRound),
  round_proposed: step(bodies.round_proposed, proposeRound),
  round_completed: step(bodies.round_completed, completeRound),
  round_failed: step(bodies.round_failed, failRound),
  lead_added: step(bodies.lead_added, (memory, { lead, awaitingApproval, reopens }, { at, by }) => {
    makeLead(memory, lead, { round: null, state: awaitingApproval ? 'awaiting_approval' : 'open', reopens, at, by })
    memory.state = { ...memory.state, leads: memory.state.leads + 1 }
  }),
  lead_approved: step(bodies.lead_approved, (memory, { lead }, { at }) => {
    liveOn(memory, lead, { at, next: ({ life }) => reopened(life, at) })
  }),
  lead_edited: step(bodies.lead_edited, (memory, { lead, instruction, why }, { by }) => {
    Object.assign(must(memory.leads, nodeKey(memory.id, lead)), { instruction, edited: { by, why } })
  }),
  lead_rejected: step(bodies.lead_rejected, (memory, { lead, why }, { at }) => {
    liveOn(memory, lead, { at, next: ({ life }) => givenUp(life, 'rejected', { at, why }) })
  }),
  lead_claimed: step(bodies.lead_claimed, (memory, { lead, worker, tokenHash, leaseUntil }, { at }) => {
    liveOn(memory, lead, { at, next: ({ life }) => claimed(life, { worker, tokenHash, leaseUntil }) })
  }),
  lead_released: step(bodies.lead_released, (memory, { lead }, { at }) => {
    liveOn(memory, lead, { at, next: ({ life }) => reopened(life, at) })
  }),
  lead_lapsed: step(bodies.lead_lapsed, (memory, { lead, what }, { at }) => {
    liveOn(memory, lead, { at, next: ({ life }) => lapse(life, what, { at, limits: memory.limits }) })
  }),
  lead_completed: step(bodies.lead_completed, (memory, { lead, summary }, { at }) => {
    liveOn(memory, lead, {
      at,
      next: (own) => {
        const outcome = outcomeOf(movedBy(memory, own), own.expects, memory.weights)
        return done(own.life, { at, outcome, why: summary || 'done' })
      },
    })
  }),
  lead_failed: step(bodies.lead_failed, (memory, { lead, why }, { at }) => {
    liveOn(memory, lead, { at, next: ({ life }) => failed(life, { at, outcome: 'could_not_look', why }) })
  }),
  lead_cancelled: step(bodies.lead_cancelled, (memory, { lead, why }, { at }) => {
    liveOn(memory, lead, { at, next: ({ life }) => givenUp(life, 'cancelled', { at, why }) })
  }),
  recorded: step(bodies.recorded, applyRecord),
  /** Kept for a person to adopt: it counts for nothing. */
  late_record: step(bodies.late_record, () => undefined),
  withdrawn: step(bodies.withdrawn, (memory, body, { at, by }) => {
    withdraw(memory, body, { round: nodeKey(memory.id, `R${memory.state.lastDecided}`), lead: null, at, by })
  }),
} as const satisfies Record<Exclude<EntryType, 'case_created'>, Step>
