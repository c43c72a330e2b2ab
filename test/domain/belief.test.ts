/** Belief as arithmetic: weights, damping, witnesses, thresholds and rivals. */
import { describe, expect, test } from 'vitest'
import {
  believe,
  confidenceOf,
  harmonic,
  isContested,
  logOddsOf,
  rounded,
  sideOf,
  type Tally,
} from '../../src/domain/belief.ts'
import { Thresholds, Weights } from '../../src/domain/case-start.ts'
import type { EvidenceKind } from '../../src/domain/vocabulary.ts'

const weights = Weights.parse({})
const thresholds = Thresholds.parse({})
const tally = (witness: string, kind: EvidenceKind, n = 1): Tally => ({ witness, kind, n })
const belief = (...tallies: Tally[]) => believe(0, tallies, { weights, thresholds })

test('the usual weights are those of 1-domain', () => {
  expect(weights).toEqual({
    direct_evidence: 2,
    supports: 1,
    consequence_observed: 1,
    prerequisite_met: 0.5,
    weakens: -0.5,
    contradicts: -2,
  })
})

test('log odds are base 10 and start at the prior', () => {
  expect(logOddsOf(0.5)).toBe(0)
  expect(logOddsOf(0.9)).toBeCloseTo(0.954242509, 9)
  expect(logOddsOf(0.01)).toBeCloseTo(-1.995635195, 9)
})

test('confidence is 1 / (1 + 10^-logOdds), whatever its size', () => {
  expect(confidenceOf(0)).toBe(0.5)
  expect(confidenceOf(1)).toBeCloseTo(0.909090909, 9)
  expect(confidenceOf(-2)).toBeCloseTo(0.00990099, 9)
  expect(confidenceOf(400)).toBe(1)
  expect(confidenceOf(-400)).toBe(0)
})

test('n pieces add the weight times 1 + 1/2 + ... + 1/n', () => {
  expect([0, 1, 2, 3, 4].map(harmonic)).toEqual([0, 1, 1.5, 1.5 + 1 / 3, 1.5 + 1 / 3 + 1 / 4])
  expect(belief(tally('a', 'supports', 3)).logOdds).toBeCloseTo(1.833333333, 9)
  expect(belief(tally('a', 'contradicts', 2)).logOdds).toBe(-3)
})

describe('the worked example', () => {
  const b = [tally('b', 'supports'), tally('b', 'weakens')]

  test('comes to 4.0: supported', () => {
    expect(belief(tally('a', 'supports', 2), tally('a', 'direct_evidence'), ...b)).toMatchObject({
      logOdds: 4,
      claim: 'supported',
      witnessesFor: 2,
      needsCorroboration: false,
    })
  })
  test('comes to 3.5 when one of the supports of A is withdrawn: still supported', () => {
    expect(belief(tally('a', 'supports', 1), tally('a', 'direct_evidence'), ...b)).toMatchObject({
      logOdds: 3.5,
      claim: 'supported',
    })
  })
  test('comes to 2.5 when the supports of B is withdrawn too: active, needs corroboration', () => {
    const last = belief(
      tally('a', 'supports', 1),
      tally('a', 'direct_evidence'),
      tally('b', 'supports', 0),
      tally('b', 'weakens'),
    )
    expect(last).toEqual({
      logOdds: 2.5,
      evidence: 3,
      witnesses: 2,
      witnessesFor: 1,
      witnessesAgainst: 1,
      claim: 'active',
      needsCorroboration: true,
    })
  })
})

test('a tally that is empty again is no witness', () => {
  expect(belief(tally('a', 'supports', 0))).toEqual({
    logOdds: 0,
    evidence: 0,
    witnesses: 0,
    witnessesFor: 0,
    witnessesAgainst: 0,
    claim: 'active',
    needsCorroboration: false,
  })
})

test('a witness whose net is zero to nine decimals speaks for nobody', () => {
  expect(belief(tally('a', 'prerequisite_met'), tally('a', 'weakens'))).toMatchObject({
    witnesses: 1,
    witnessesFor: 0,
    witnessesAgainst: 0,
  })
  const uneven = Weights.parse({ supports: 0.5, weakens: -0.5 + 1e-12 })
  expect(believe(0, [tally('a', 'supports'), tally('a', 'weakens')], { weights: uneven, thresholds })).toMatchObject({
    witnessesFor: 0,
    witnessesAgainst: 0,
  })
})

test('a prerequisite lifts its witness but does not make it affirm', () => {
  expect(belief(tally('a', 'direct_evidence'), tally('b', 'prerequisite_met'))).toMatchObject({
    claim: 'active',
    witnessesFor: 1,
    needsCorroboration: true,
  })
  expect(belief(tally('a', 'direct_evidence'), tally('b', 'prerequisite_met'), tally('b', 'supports'))).toMatchObject({
    claim: 'supported',
    witnessesFor: 2,
  })
})

test('needs corroboration says that only the second witness is missing: not where there is none, not below a threshold', () => {
  expect(belief(tally('a', 'prerequisite_met', 3)).needsCorroboration).toBe(false)
  expect(belief(tally('a', 'prerequisite_met')).needsCorroboration).toBe(false)
  expect(belief(tally('a', 'supports')).needsCorroboration).toBe(true)
  expect(believe(-3, [tally('a', 'supports')], { weights, thresholds }).needsCorroboration).toBe(false)
  expect(believe(-3, [tally('a', 'weakens')], { weights, thresholds }).needsCorroboration).toBe(true)
})

test('two witnesses against refute, whatever kinds they hold', () => {
  expect(belief(tally('a', 'weakens', 2), tally('b', 'weakens'))).toMatchObject({
    claim: 'refuted',
    witnessesAgainst: 2,
  })
  expect(belief(tally('a', 'contradicts', 9))).toMatchObject({ claim: 'active', needsCorroboration: true })
})

test('a contradiction bites however many supports are piled up', () => {
  expect(belief(tally('a', 'supports', 3), tally('a', 'contradicts')).logOdds).toBeCloseTo(-0.166666667, 9)
})

test('thresholds are reached on nine decimals', () => {
  const at = logOddsOf(0.8)
  expect(sideOf(at, thresholds)).toBe('supported')
  expect(sideOf(at - 1e-10, thresholds)).toBe('supported')
  expect(sideOf(at - 1e-8, thresholds)).toBe('active')
  expect(sideOf(logOddsOf(0.2), thresholds)).toBe('refuted')
  expect(sideOf(logOddsOf(0.2) + 1e-8, thresholds)).toBe('active')
})

test('rounding is to nine decimals, and never to minus zero', () => {
  expect(rounded(0.1 + 0.2)).toBe(0.3)
  expect(Object.is(rounded(-1e-12), 0)).toBe(true)
})

test('of two claims the stronger wins, equal ones contest each other, and a rival without a claim contests nothing', () => {
  const own = { claim: 'supported', logOdds: 2 } as const
  expect(isContested(own, [])).toBe(false)
  expect(isContested(own, [{ claim: 'supported', logOdds: 3 }])).toBe(true)
  expect(isContested(own, [{ claim: 'supported', logOdds: 2 + 1e-12 }])).toBe(true)
  expect(isContested(own, [{ claim: 'supported', logOdds: 1 }])).toBe(false)
  expect(isContested(own, [{ claim: 'active', logOdds: 9 }])).toBe(false)
  expect(isContested({ claim: 'active', logOdds: 1 }, [{ claim: 'supported', logOdds: 9 }])).toBe(false)
})
