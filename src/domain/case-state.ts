/** The state of a case as a whole, and how opening, deciding, failing, pausing and ending change it. Pure. */
import { z } from 'zod'
import { Budgets } from './case-start.ts'
import { EndedAs, endedAs, InvestigationStatus, type CompletionReason } from './vocabulary.ts'

const count = z.int().nonnegative()
const time = z.iso.datetime()

/** What changes of a case beside its counters of evidence. Times are UTC strings with milliseconds. */
export const CaseState = z.object({
  status: InvestigationStatus,
  endedAs: EndedAs.nullable(),
  endedWhy: z.string().nullable(),
  pausedWhy: z.string().nullable(),
  fence: count.describe('number of the newest opening of a round'),
  headNumber: count.describe('of the newest round'),
  lastProposed: count.describe('number of the newest round that proposed leads'),
  lastDecided: count.describe('number of the newest decided round; 0 is the intake'),
  failedInARow: count,
  usedRounds: count,
  usedToolCalls: count,
  usedTokens: count,
  clockRunsSince: time.nullable().describe('as if it had never stood; null: it stands, or no round has been opened'),
  clockMillis: count.nullable().describe('used, while it stands; null: it runs, or no round has been opened'),
  leads: count.describe('leads ever made; numbers them'),
  budgets: Budgets,
})
export type CaseState = z.infer<typeof CaseState>

export const newCase = (budgets: Budgets): CaseState => ({
  status: 'open',
  endedAs: null,
  endedWhy: null,
  pausedWhy: null,
  fence: 0,
  headNumber: 0,
  lastProposed: 0,
  lastDecided: 0,
  failedInARow: 0,
  usedRounds: 0,
  usedToolCalls: 0,
  usedTokens: 0,
  clockRunsSince: null,
  clockMillis: null,
  leads: 0,
  budgets,
})

/** So many failed or abandoned rounds in a row pause a case. */
const failuresThatPause = 3

export function roundOpened(state: CaseState, at: string): CaseState {
  return {
    ...state,
    fence: state.fence + 1,
    headNumber: state.headNumber + 1,
    usedRounds: state.usedRounds + 1,
    clockRunsSince: state.clockRunsSince ?? (state.clockMillis === null ? at : null),
  }
}

export function roundProposed(state: CaseState, round: number, use: { tokens: number; leads: number }): CaseState {
  const leads = state.leads + use.leads
  return { ...decided(state, round, use.tokens), lastProposed: round, leads }
}

export function roundCompleted(state: CaseState, round: number, end: Completion & { tokens: number }): CaseState {
  return ended(decided(state, round, end.tokens), endedAs[end.reason], end.explanation)
}

/** A failed or an abandoned round; the third in a row pauses the case and says why. */
export function roundFailed(state: CaseState, cause: string, tokens = 0): CaseState {
  const failedInARow = state.failedInARow + 1
  const failed = { ...state, failedInARow, usedTokens: state.usedTokens + tokens }
  if (failedInARow < failuresThatPause || state.status !== 'open') return failed
  return paused(failed, `${failedInARow} rounds in a row failed, the last one with ${cause}`)
}

export function paused(state: CaseState, why: string): CaseState {
  return { ...state, status: 'paused', pausedWhy: why }
}

export function resumed(state: CaseState): CaseState {
  return { ...state, status: 'open', pausedWhy: null, failedInARow: 0 }
}

export function ended(state: CaseState, as: EndedAs, why: string): CaseState {
  return { ...state, status: 'ended', endedAs: as, endedWhy: why, pausedWhy: null }
}

export function reopenedCase(state: CaseState): CaseState {
  return { ...state, status: 'open', endedAs: null, endedWhy: null, failedInARow: 0 }
}

/**
 * The clock of the budget of minutes: it runs from the first round, not while the case is paused or ended, nor while
 * every outstanding lead awaits a person's approval. Standing and running again at one moment leaves no trace, so that
 * it does not matter whether entries of one transaction are applied one by one or all at once.
 */
export function clocked(state: CaseState, leads: { outstanding: number; awaiting: number }, at: string): CaseState {
  const waits = leads.outstanding > 0 && leads.awaiting === leads.outstanding
  const runs = state.status === 'open' && !waits
  const { clockRunsSince, clockMillis } = state
  if (clockRunsSince !== null && !runs)
    return { ...state, clockRunsSince: null, clockMillis: Math.max(0, Date.parse(at) - Date.parse(clockRunsSince)) }
  if (clockMillis !== null && runs)
    return { ...state, clockRunsSince: new Date(Date.parse(at) - clockMillis).toISOString(), clockMillis: null }
  return state
}

/** Minutes used of the budget at a moment. */
export function minutesUsed(state: ClockState, now: string): number {
  const { clockRunsSince, clockMillis } = state
  if (clockRunsSince === null) return (clockMillis ?? 0) / 60_000
  return Math.max(0, Date.parse(now) - Date.parse(clockRunsSince)) / 60_000
}

type ClockState = Pick<CaseState, 'clockRunsSince' | 'clockMillis'>
type Completion = { readonly reason: CompletionReason; readonly explanation: string }

function decided(state: CaseState, round: number, tokens: number): CaseState {
  return { ...state, lastDecided: round, failedInARow: 0, usedTokens: state.usedTokens + tokens }
}
