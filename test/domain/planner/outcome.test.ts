/** The outcome model of a lead, against figures worked out by hand. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { chancesOf, rateOf, strengthOf, tried } from '../../../src/domain/planner/outcome.ts'
import type { LookRow } from '../../../src/domain/views/source-coverage.ts'

const look = (kind: LookRow['kind'], [up, down, nothing]: readonly [number, number, number]): LookRow => {
  return { role: 'examiner', kind, for: up, against: down, nothing }
}

test('a look says something with the chance r, for a hypothesis by a if it is true and by b if it is false', () => {
  const chances = chancesOf(0.5, { rate: 0.3, ifTrue: 0.75, ifFalse: 0.25 })
  expect(chances.for).toBeCloseTo(0.15, 12)
  expect(chances.against).toBeCloseTo(0.15, 12)
  expect(chancesOf(0.9, { rate: 1, ifTrue: 0.9, ifFalse: 0.1 }).for).toBeCloseTo(0.82, 12)
})

test('a hypothesis that nothing answers is given up by and by', () => {
  expect(rateOf(0.3, { looks: 0, answers: 0 }, 'informs')).toBe(0.3)
  expect(rateOf(0.3, { looks: 6, answers: 0 }, 'informs')).toBeCloseTo(0.12, 12)
  expect(rateOf(0.3, { looks: 6, answers: 4 }, 'informs')).toBeCloseTo(0.52, 12)
  expect(rateOf(0.3, { looks: 6, answers: 0 }, 'touches')).toBeCloseTo(0.04, 12)
})

test('hits and contraries shift the strength, with the catalogue as a prior worth ten looks', () => {
  const [a, b] = strengthOf([0.9, 0.1], [look('supports', [2, 1, 5]), look('weakens', [0, 1, 0])])
  expect(a).toBeCloseTo(12 / 14, 12)
  expect(b).toBeCloseTo(2 / 14, 12)
  expect(strengthOf([0.75, 0.25], [look('supports', [0, 0, 9])])).toEqual([0.75, 0.25])
})

test('what a lead expected says which answers are hits', () => {
  expect(tried([look('supports', [3, 1, 5])])).toEqual({ hits: 3, contraries: 1, all: 9 })
  expect(tried([look('contradicts', [3, 1, 0])])).toEqual({ hits: 1, contraries: 3, all: 4 })
})

test('whatever a case teaches, an answer stays likelier where the hypothesis is true', () => {
  const chance = fc.double({ min: 0, max: 1, noNaN: true })
  const row = fc.tuple(
    fc.constantFrom<LookRow['kind']>('supports', 'weakens'),
    fc.tuple(fc.nat(500), fc.nat(500), fc.nat(9)),
  )
  fc.assert(
    fc.property(fc.tuple(chance, chance), fc.array(row, { maxLength: 3 }), (given, rows) => {
      const [a, b] = strengthOf(
        given,
        rows.map(([kind, counts]) => look(kind, counts)),
      )
      expect(b).toBeGreaterThan(0)
      expect(a).toBeGreaterThan(b)
      expect(a).toBeLessThan(1)
    }),
  )
})
