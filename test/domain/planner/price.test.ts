/** What being wrong or undecided costs, against figures worked out by hand. */
import { expect, test } from 'vitest'
import {
  claimOf,
  entropy,
  isResolved,
  lossOf,
  priceOf,
  rulesOf,
  type Rival,
} from '../../../src/domain/planner/price.ts'
import { rivalsIn } from '../../../src/domain/planner/rivals.ts'
import { hypothesis, rules, weights } from './given.ts'

const at = (logOdds: number, witnessesFor: number, witnessesAgainst = 0) => ({
  logOdds,
  witnessesFor,
  witnessesAgainst,
})

test('a resolved hypothesis costs its chance of being wrong, an open one at least 0.2', () => {
  expect(lossOf(0.99, true)).toBeCloseTo(0.01, 12)
  expect(lossOf(0.99, false)).toBe(0.2)
  expect(lossOf(0.3, false)).toBe(0.3)
  expect(lossOf(0.6, false)).toBe(0.4)
})

test('the price is W times loss and 0.08 of the entropy', () => {
  expect(priceOf(at(0, 0), [], rules)).toBeCloseTo(22.218071, 6)
  expect(priceOf(at(2, 2), [], rules)).toBeCloseTo(0.573787, 6)
  expect(priceOf(at(2, 1), [], rules)).toBeCloseTo(8.177747, 6)
  expect(
    priceOf(at(2, 2), [], rulesOf({ weights, thresholds: { supported: 0.8, refuted: 0.2 }, errorCost: 80 })),
  ).toBeCloseTo(1.147574, 6)
})

test('certainty has no entropy, even odds ln 2', () => {
  expect([entropy(0), entropy(1)]).toEqual([0, 0])
  expect(entropy(0.5)).toBeCloseTo(Math.LN2, 12)
})

test('a threshold and two witnesses make a status', () => {
  expect(claimOf(at(0.602059991328, 2), rules)).toBe('supported')
  expect(claimOf(at(0.6, 2), rules)).toBe('active')
  expect(claimOf(at(3, 1), rules)).toBe('active')
  expect(claimOf(at(-0.7, 0, 2), rules)).toBe('refuted')
  expect(claimOf(at(-0.7, 2, 1), rules)).toBe('active')
})

test('of two rivals only the one ahead is supported', () => {
  const rival: Rival = { claim: 'supported', logOdds: 2, held: false }
  expect(isResolved(at(1, 2), [rival], rules)).toBe(false)
  expect(isResolved(at(2, 2), [rival], rules)).toBe(false)
  expect(isResolved(at(2.1, 2), [rival], rules)).toBe(true)
  expect(isResolved(at(1, 2), [{ ...rival, claim: 'active' }], rules)).toBe(true)
})

test('what is gained by overtaking a rival is lost by the rival', () => {
  const rival: Rival = { claim: 'supported', logOdds: 2, held: false }
  const [behind, ahead] = [priceOf(at(1.9, 2), [rival], rules), priceOf(at(2.1, 2), [rival], rules)]
  expect(behind).toBeCloseTo(40 * (0.2 + 0.009901 + 0.08 * entropy(0.987568)), 2)
  expect(ahead).toBeCloseTo(40 * (0.007881 + 0.2 + 0.08 * entropy(0.992119)), 2)
})

test('a rivalry holds both ways, and says whether a third one already keeps the rival down', () => {
  const two = [
    { witness: 'A', kind: 'direct_evidence' as const, n: 1 },
    { witness: 'B', kind: 'direct_evidence' as const, n: 1 },
  ]
  const rows = [
    hypothesis('H1-aa'),
    hypothesis('H2-bb', { rival: 'H1-aa', logOdds: 4, tallies: two }),
    hypothesis('H3-cc', { rival: 'H2-bb', logOdds: 5, tallies: two }),
    hypothesis('H4-dd', { rival: 'H9-zz' }),
  ]
  const rivals = rivalsIn(rows, rules)
  expect(rivals.get('H1-aa')).toEqual([{ claim: 'supported', logOdds: 4, held: true }])
  expect(rivals.get('H3-cc')).toEqual([{ claim: 'supported', logOdds: 4, held: false }])
  expect(rivals.get('H2-bb')).toEqual([
    { claim: 'active', logOdds: 0, held: false },
    { claim: 'supported', logOdds: 5, held: false },
  ])
  expect(rivals.get('H4-dd')).toEqual([])
})
