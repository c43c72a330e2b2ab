/** The state of a case as a whole, and the clock of its budget of minutes. */
import { describe, expect, test } from 'vitest'
import { Budgets } from '../../src/domain/case-start.ts'
import {
  clocked,
  ended,
  minutesUsed,
  newCase,
  paused,
  reopenedCase,
  resumed,
  roundCompleted,
  roundFailed,
  roundOpened,
  roundProposed,
  type CaseState,
} from '../../src/domain/case-state.ts'
import { budgetStatus, capsReached } from '../../src/domain/views/budget-status.ts'

const at = (minutes: number) => new Date(Date.parse('2026-03-27T09:00:00.000Z') + minutes * 60_000).toISOString()
const fresh = newCase(Budgets.parse({}))
const none = { outstanding: 0, awaiting: 0 }

test('the usual budgets are those of 1-domain', () => {
  expect(Budgets.parse({})).toEqual({ rounds: 30, toolCalls: 300, minutes: 1440, modelTokens: 300_000 })
})

test('every opened round counts, whatever becomes of it, and gets a fence of its own', () => {
  const twice = roundOpened(roundFailed(roundOpened(fresh, at(0)), 'no_decision'), at(1))
  expect(twice).toMatchObject({ usedRounds: 2, headNumber: 2, fence: 2, clockRunsSince: at(0) })
})

test('three failed or abandoned rounds in a row pause the case and say why', () => {
  const twice = roundFailed(roundFailed(fresh, 'abandoned'), 'no_decision', 500)
  expect(twice).toMatchObject({ status: 'open', failedInARow: 2, usedTokens: 500 })
  expect(roundFailed(twice, 'out_of_time')).toMatchObject({
    status: 'paused',
    failedInARow: 3,
    pausedWhy: '3 rounds in a row failed, the last one with out_of_time',
  })
})

test('a decision or a resume starts the count of failures again', () => {
  const twice = roundFailed(roundFailed(fresh, 'x'), 'x')
  expect(roundProposed(twice, 3, { tokens: 10, leads: 2 })).toMatchObject({
    failedInARow: 0,
    lastProposed: 3,
    lastDecided: 3,
    leads: 2,
    usedTokens: 10,
  })
  expect(resumed(roundFailed(twice, 'x'))).toMatchObject({ status: 'open', failedInARow: 0, pausedWhy: null })
})

test.each([
  ['all_hypotheses_resolved', 'resolved'],
  ['marginal_yield_exhausted', 'low_yield'],
  ['coverage_saturated', 'saturated'],
  ['budget_exhausted', 'budget'],
  ['nothing_worth_a_lead', 'not_worthwhile'],
] as const)('%s ends a case as %s', (reason, endedAs) => {
  expect(roundCompleted(fresh, 4, { reason, explanation: 'x', tokens: 7 })).toMatchObject({
    status: 'ended',
    endedAs,
    endedWhy: 'x',
    lastDecided: 4,
    lastProposed: 0,
    usedTokens: 7,
  })
})

test('an ended case forgets its pause, a reopened one its end', () => {
  expect(ended(paused(fresh, 'lunch'), 'closed_by_person', 'enough')).toMatchObject({
    status: 'ended',
    endedAs: 'closed_by_person',
    pausedWhy: null,
  })
  expect(reopenedCase(ended(fresh, 'budget', 'x'))).toMatchObject({ status: 'open', endedAs: null, endedWhy: null })
})

describe('the clock', () => {
  const running = clocked(roundOpened(fresh, at(0)), none, at(0))
  const tick = (state: CaseState, change: (state: CaseState) => CaseState, minutes: number) =>
    clocked(change(state), none, at(minutes))
  const pause = (state: CaseState) => paused(state, 'x')

  test('stands still before the first round', () => {
    expect(minutesUsed(clocked(fresh, none, at(5)), at(60))).toBe(0)
  })
  test('cannot be stopped before it runs: a lead that awaits approval before the first round leaves it alone', () => {
    expect(clocked(fresh, { outstanding: 1, awaiting: 1 }, at(5))).toEqual(fresh)
    expect(clocked(paused(fresh, 'x'), none, at(5))).toEqual(paused(fresh, 'x'))
  })
  test('runs from the first round', () => {
    expect(minutesUsed(running, at(30))).toBe(30)
    expect(minutesUsed(roundOpened(running, at(20)), at(30))).toBe(30)
  })
  test('leaves out pauses', () => {
    const stopped = tick(running, pause, 10)
    expect(minutesUsed(stopped, at(50))).toBe(10)
    expect(minutesUsed(tick(stopped, resumed, 50), at(60))).toBe(20)
  })
  test('stops when the case ends and goes on when it is reopened', () => {
    const stopped = tick(running, (state) => ended(state, 'closed_by_person', 'x'), 10)
    expect(minutesUsed(stopped, at(500))).toBe(10)
    expect(minutesUsed(tick(stopped, reopenedCase, 500), at(501))).toBe(11)
  })
  test('stops while every outstanding lead awaits approval, and only then', () => {
    const waiting = clocked(running, { outstanding: 2, awaiting: 2 }, at(10))
    expect(minutesUsed(waiting, at(50))).toBe(10)
    expect(minutesUsed(clocked(waiting, { outstanding: 2, awaiting: 1 }, at(50)), at(60))).toBe(20)
    expect(minutesUsed(clocked(running, { outstanding: 2, awaiting: 1 }, at(10)), at(50))).toBe(50)
    expect(minutesUsed(clocked(running, none, at(10)), at(50))).toBe(50)
  })
  test('stays stopped from the first cause to the last: a pause while leads wait is not counted twice', () => {
    const waiting = clocked(running, { outstanding: 1, awaiting: 1 }, at(10))
    const both = clocked(pause(waiting), { outstanding: 1, awaiting: 1 }, at(20))
    const resumedStillWaiting = clocked(resumed(both), { outstanding: 1, awaiting: 1 }, at(30))
    expect(minutesUsed(clocked(resumedStillWaiting, none, at(40)), at(50))).toBe(20)
  })
})

test('a budget warns from 70 percent, is critical from 90, and is reached at its cap', () => {
  const used = { rounds: 20.9, toolCalls: 210, minutes: 1295, modelTokens: 270_000 }
  const status = budgetStatus(used, Budgets.parse({}))
  expect(status.budgets.map(({ budget, percent, level }) => [budget, percent, level])).toEqual([
    ['rounds', 69.7, 'ok'],
    ['toolCalls', 70, 'warning'],
    ['minutes', 89.9, 'warning'],
    ['modelTokens', 90, 'critical'],
  ])
  expect(capsReached(status)).toEqual([])
  expect(capsReached(budgetStatus({ ...used, rounds: 30, minutes: 1441 }, Budgets.parse({})))).toEqual([
    'rounds',
    'minutes',
  ])
})
