/** Rounds being opened and ended. */
import { roundCompleted, roundFailed, roundOpened, roundProposed } from '../case-state.ts'
import { alias, nodeKey } from '../identity.ts'
import type { BodyOf } from '../journal/bodies.ts'
import { makeLead } from './leads.ts'
import { must, noCounters, type Memory, type RoundMemory } from './memory.ts'

type When = { readonly at: string; readonly by: string }

export function openRound(memory: Memory, body: BodyOf<'round_opened'>, { at }: When): void {
  const active = [...memory.hypotheses.values()].filter(({ status }) => status === 'active')
  memory.state = roundOpened(memory.state, at)
  const round = newRound(memory.id, body.round, at)
  memory.rounds.set(round.key, {
    ...round,
    fence: body.fence,
    strategist: body.strategist,
    leaseUntil: body.leaseUntil,
    activeAtOpen: active.map(({ short }) => short),
  })
}

export function newRound(investigation: string, number: number, at: string): RoundMemory {
  return {
    key: nodeKey(investigation, `R${number}`),
    number,
    alias: alias(investigation, 'round', number),
    name: `R${number}`,
    state: 'deciding',
    fence: null,
    strategist: null,
    openedAt: at,
    leaseUntil: null,
    endedAt: null,
    closedAt: null,
    activeAtOpen: [],
    decision: null,
    reason: null,
    explanation: null,
    failure: null,
    failureMessage: null,
    tokens: null,
    before: null,
    counters: noCounters(),
  }
}

export function abandonRound(memory: Memory, body: BodyOf<'round_abandoned'>, { at }: When): void {
  end(memory, body.round, { at, state: 'abandoned', tokens: 0 })
  memory.state = roundFailed(memory.state, 'abandoned')
}

export function failRound(memory: Memory, body: BodyOf<'round_failed'>, { at }: When): void {
  end(memory, body.round, {
    at,
    state: 'failed',
    failure: body.code,
    failureMessage: body.message,
    tokens: body.tokens,
  })
  memory.state = roundFailed(memory.state, body.code, body.tokens)
}

export function completeRound(memory: Memory, body: BodyOf<'round_completed'>, { at }: When): void {
  const { reason, explanation, tokens } = body
  end(memory, body.round, { at, state: 'decided', decision: 'complete', reason, explanation, tokens })
  memory.state = roundCompleted(memory.state, body.round, { reason, explanation, tokens })
}

export function proposeRound(memory: Memory, body: BodyOf<'round_proposed'>, { at, by }: When): void {
  const before = nodeKey(memory.id, `R${memory.state.lastProposed}`)
  end(memory, body.round, { at, state: 'decided', decision: 'propose', tokens: body.tokens, before })
  const state = body.awaitingApproval ? 'awaiting_approval' : 'open'
  for (const lead of body.leads) makeLead(memory, lead, { round: body.round, state, at, by })
  memory.state = roundProposed(memory.state, body.round, { tokens: body.tokens, leads: body.leads.length })
}

function end(memory: Memory, number: number, { at, ...ending }: Partial<RoundMemory> & { at: string }): void {
  Object.assign(must(memory.rounds, nodeKey(memory.id, `R${number}`)), { ...ending, endedAt: at, leaseUntil: null })
}
