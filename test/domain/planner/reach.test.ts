/** What can still be resolved at all with what is left. */
import { expect, test } from 'vitest'
import { Budgets } from '../../../src/domain/case-start.ts'
import { boardOf } from '../../../src/domain/planner/board.ts'
import { leftOf } from '../../../src/domain/planner/left.ts'
import { budgetStatus } from '../../../src/domain/views/budget-status.ts'
import type { HypothesisRow } from '../../../src/domain/views/graph-overview.ts'
import type { ArtefactRow } from '../../../src/domain/views/source-coverage.ts'
import { artefact, hypothesis, views } from './given.ts'

const informs = ['H1-aa']
const sameWitness = (n: number, given: Partial<ArtefactRow> = {}) =>
  Array.from({ length: n }, (_, index) =>
    artefact('S1-aa', `file${index}`, { informs, witness: 'S1/file-system', ...given }),
  )

function canBeResolved(row: HypothesisRow, artefacts: ArtefactRow[], toolCalls = 300): boolean {
  return boardOf(views([row], artefacts, { caps: { toolCalls } }), []).within.length === 1
}

test('one witness alone resolves nothing, however much it says', () => {
  expect(canBeResolved(hypothesis('H1-aa'), sameWitness(9))).toBe(false)
  expect(canBeResolved(hypothesis('H1-aa'), [...sameWitness(1), artefact('S2-bb', 'mail', { informs })])).toBe(true)
})

test('a second witness that is there already lets the first one finish, as far as damping allows', () => {
  const tallies = [{ witness: 'S2/mail', kind: 'weakens' as const, n: 1 }]
  const heavy = { kindAgainst: 'weakens' as const, kindFor: 'prerequisite_met' as const }
  expect(canBeResolved(hypothesis('H1-aa', { logOdds: 0.8, tallies }), sameWitness(9, heavy))).toBe(true)
  expect(canBeResolved(hypothesis('H1-aa', { logOdds: 0.9, tallies }), sameWitness(9, heavy))).toBe(false)
})

test('prerequisites alone support nothing', () => {
  const rows = ['usb', 'shell', 'mail'].map((key) => artefact('S1-aa', key, { informs, kindFor: 'prerequisite_met' }))
  expect(canBeResolved(hypothesis('H1-aa', { logOdds: 0.89 }), rows)).toBe(true)
  expect(canBeResolved(hypothesis('H1-aa', { logOdds: 1.2 }), rows)).toBe(false)
})

test('looks that the budget does not pay for do not count', () => {
  const rows = ['usb', 'mail'].map((key) => artefact('S1-aa', key, { informs }))
  expect(canBeResolved(hypothesis('H1-aa'), rows, 2)).toBe(true)
  expect(canBeResolved(hypothesis('H1-aa'), rows, 1)).toBe(false)
})

test('a rival that is far ahead has to be overtaken, or this one refuted', () => {
  const two = ['A', 'B'].map((witness) => ({ witness, kind: 'direct_evidence' as const, n: 3 }))
  const rival = hypothesis('H2-bb', { status: 'supported', rival: 'H1-aa', logOdds: 7, tallies: two })
  const own = hypothesis('H1-aa', { logOdds: 4, contested: true, tallies: two })
  const rows = ['usb', 'mail'].map((key) => artefact('S1-aa', key, { informs }))
  expect(boardOf(views([own], rows), []).within).toHaveLength(1)
  expect(boardOf(views([own, rival], rows), []).within).toHaveLength(0)
})

test('the running round still counts, and no more leads than a round may hold', () => {
  const budget = (rounds: number, toolCalls: number) =>
    budgetStatus({ rounds, toolCalls, minutes: 0, modelTokens: 0 }, Budgets.parse({}))
  expect(leftOf(budget(30, 10), { aRound: 3, outstanding: 0 })).toEqual({ rounds: 1, looks: 3 })
  expect(leftOf(budget(1, 298), { aRound: 3, outstanding: 1 })).toEqual({ rounds: 30, looks: 1 })
  expect(leftOf(budget(1, 400), { aRound: 3, outstanding: 0 })).toEqual({ rounds: 30, looks: 0 })
  expect(leftOf({ budgets: [] }, { aRound: 3, outstanding: 0 }).looks).toBe(Number.POSITIVE_INFINITY)
})
