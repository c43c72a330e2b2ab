/** How a hypothesis stands by its witnesses, and what one more piece would change. */
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { believe, type Tally } from '../../../src/domain/belief.ts'
import { after, awaiting, changeBy, gainOf, type Piece, standingOf } from '../../../src/domain/planner/standing.ts'
import { claimOf } from '../../../src/domain/planner/price.ts'
import { EvidenceKind } from '../../../src/domain/vocabulary.ts'
import { rules, thresholds, weights } from './given.ts'

const tally = (witness: string, kind: EvidenceKind, n: number) => ({ witness, kind, n })

test('the next piece adds its weight divided by its rank among its like', () => {
  const standing = standingOf({ logOdds: 1.5, tallies: [tally('A', 'supports', 2)] }, weights)
  expect(gainOf(standing, { witness: 'A', kind: 'supports' }, weights)).toBeCloseTo(0.333333, 6)
  expect(gainOf(standing, { witness: 'B', kind: 'supports' }, weights)).toBe(1)
  expect(gainOf(standing, { witness: 'A', kind: 'contradicts' }, weights)).toBe(-2)
})

test('leads on their way damp what else their witness could say, by as much as they are expected to bring', () => {
  const standing = awaiting(standingOf({ logOdds: 0, tallies: [] }, weights), { witness: 'A', kind: 'supports' }, 0.25)
  expect(gainOf(standing, { witness: 'A', kind: 'supports' }, weights)).toBe(0.8)
  expect(standing.logOdds).toBe(0)
})

test('a prerequisite makes no witness for, a support does, and enough against turns the witness round', () => {
  const standing = standingOf({ logOdds: 0.5, tallies: [tally('A', 'prerequisite_met', 1)] }, weights)
  expect(standing.witnessesFor).toBe(0)
  expect(changeBy(standing, { witness: 'A', kind: 'supports' }, weights)).toEqual({
    logOdds: 1,
    witnessesFor: 1,
    witnessesAgainst: 0,
  })
  const turned = after(
    after(standing, { witness: 'A', kind: 'supports' }, weights),
    { witness: 'A', kind: 'contradicts' },
    weights,
  )
  expect([turned.witnessesFor, turned.witnessesAgainst, turned.logOdds]).toEqual([0, 1, -0.5])
})

const piece = fc.record({ witness: fc.constantFrom('A', 'B', 'C'), kind: fc.constantFrom(...EvidenceKind.options) })

function talliesOf(pieces: readonly Piece[]): Tally[] {
  const tallies = new Map<string, Tally>()
  for (const { witness, kind } of pieces) {
    const key = `${witness} ${kind}`
    tallies.set(key, tally(witness, kind, (tallies.get(key)?.n ?? 0) + 1))
  }
  return [...tallies.values()]
}

test('piece by piece it comes to what belief says of the tallies', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const blank = standingOf({ logOdds: 0, tallies: [] }, weights)
      const walked = pieces.reduce((standing, next) => after(standing, next, weights), blank)
      const tallies = talliesOf(pieces)
      const belief = believe(0, tallies, { weights, thresholds })
      expect(walked.logOdds).toBeCloseTo(belief.logOdds, 9)
      expect([walked.witnessesFor, walked.witnessesAgainst]).toEqual([belief.witnessesFor, belief.witnessesAgainst])
      expect(claimOf(walked, rules)).toBe(belief.claim)
      expect(claimOf(standingOf({ logOdds: belief.logOdds, tallies }, weights), rules)).toBe(belief.claim)
    }),
  )
})
