/** What a look is worth, against figures worked out by hand. */
import { expect, test } from 'vitest'
import { expectedChange, prospectOf } from '../../../src/domain/planner/look.ts'
import { standingOf } from '../../../src/domain/planner/standing.ts'
import { valueOf } from '../../../src/domain/planner/value.ts'
import { rules } from './given.ts'

const medium = { kindFor: 'supports', kindAgainst: 'weakens', strength: [0.75, 0.25] } as const
const strong = { kindFor: 'supports', kindAgainst: 'weakens', strength: [0.9, 0.1] } as const
const unheard = standingOf({ logOdds: 0, tallies: [] }, rules.weights)
const alone = { rivals: [], rules, next: undefined }

test('one look at even odds: 0.15 of .91 and 0.15 of .24, both open, instead of even odds', () => {
  const prospect = prospectOf({ witness: 'A', ...medium }, 0.3, { standing: unheard, rules })
  expect(valueOf(unheard, prospect, alone)).toBeCloseTo(3.613019, 6)
  expect(expectedChange(0.5, prospect)).toBeCloseTo(0.225, 12)
})

test('the answer that would bring the second witness is worth having', () => {
  const standing = standingOf({ logOdds: 1, tallies: [{ witness: 'A', kind: 'supports', n: 1 }] }, rules.weights)
  const second = prospectOf({ witness: 'B', ...strong }, 0.3, { standing, rules })
  const same = prospectOf({ witness: 'A', ...strong }, 0.3, { standing, rules })
  expect(valueOf(standing, second, alone)).toBeCloseTo(1.960641, 6)
  expect(valueOf(standing, same, alone)).toBeLessThan(0.2)
})

test('where one answer changes no status, it counts for half of two, but for no more than it adds', () => {
  const standing = standingOf({ logOdds: Math.log10(0.25), tallies: [] }, rules.weights)
  const even = { ...rules, weights: { ...rules.weights, weakens: -1 } }
  const look = (witness: string, rate: number) => prospectOf({ witness, ...strong }, rate, { standing, rules: even })
  expect(valueOf(standing, look('A', 1), alone)).toBeCloseTo(-0.059429, 6)
  expect(valueOf(standing, look('A', 1), { ...alone, next: look('B', 1) })).toBeCloseTo(3.735471, 6)
})

test('a poor look gets nothing of what a good one that follows is worth by itself', () => {
  const good = prospectOf({ witness: 'A', ...strong }, 1, { standing: unheard, rules })
  const poor = prospectOf({ witness: 'B', ...medium }, 0.01, { standing: unheard, rules })
  expect(valueOf(unheard, good, { ...alone, next: poor })).toBeGreaterThan(10)
  expect(valueOf(unheard, poor, { ...alone, next: good })).toBeLessThan(0.2)
})
