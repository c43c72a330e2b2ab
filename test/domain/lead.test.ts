/** The life of a lead: what runs out when, and how its end is read. */
import { describe, expect, test } from 'vitest'
import { Weights } from '../../src/domain/case-start.ts'
import {
  asOf,
  claimed,
  done,
  failed,
  givenUp,
  isOutstanding,
  lapse,
  newLife,
  outcomeOf,
  reopened,
  runOut,
  workKey,
} from '../../src/domain/lead.ts'

const limits = { unclaimedSeconds: 3600, lostLeases: 3 }
const nine = '2026-03-27T09:00:00.000Z'
const at = (minutes: number, seconds = 0) => new Date(Date.parse(nine) + (minutes * 60 + seconds) * 1000).toISOString()
const open = newLife('open', nine)
const claim = (life = open, tokenHash = 'h1') => claimed(life, { worker: 'w1', tokenHash, leaseUntil: at(0, 30) })

test('an open lead counts from its opening, one that awaits approval from nothing', () => {
  expect(open).toMatchObject({
    state: 'open',
    openedAt: nine,
    claimEpoch: 0,
    losses: 0,
    tokenHashes: [],
    endedAt: null,
  })
  expect(newLife('awaiting_approval', nine)).toMatchObject({ state: 'awaiting_approval', openedAt: null })
})

test('the first three states are outstanding', () => {
  const states = ['awaiting_approval', 'open', 'claimed', 'done', 'failed', 'rejected', 'cancelled'] as const
  expect(states.filter((state) => isOutstanding({ state }))).toEqual(['awaiting_approval', 'open', 'claimed'])
})

describe('what runs out', () => {
  test('a lease at its very end, not before', () => {
    expect(runOut(claim(), at(0, 29), limits)).toBeUndefined()
    expect(runOut(claim(), at(0, 30), limits)).toBe('lease')
  })
  test('an open lead when nobody claimed it for its time, a claimed one never so', () => {
    expect(runOut(open, at(59, 59), limits)).toBeUndefined()
    expect(runOut(open, at(60), limits)).toBe('unclaimed')
    expect(runOut(claimed(open, { worker: 'w', tokenHash: 'h', leaseUntil: at(120) }), at(90), limits)).toBeUndefined()
  })
  test('nothing of a lead that awaits approval or has ended', () => {
    expect(runOut(newLife('awaiting_approval', nine), at(9999), limits)).toBeUndefined()
    expect(runOut(givenUp(open, 'cancelled', { at: nine, why: 'x' }), at(9999), limits)).toBeUndefined()
  })
})

test('a claim counts its epoch and keeps the hashes of all its tokens', () => {
  const again = claimed(reopened(claim(), at(1)), { worker: 'w2', tokenHash: 'h2', leaseUntil: at(2) })
  expect(again).toMatchObject({
    state: 'claimed',
    worker: 'w2',
    claimEpoch: 2,
    claimTokenHash: 'h2',
    tokenHashes: ['h1', 'h2'],
    leaseUntil: at(2),
  })
})

test('released or lost, a lead is open anew: only the lost lease is counted', () => {
  expect(reopened(claim(), at(1))).toMatchObject({
    state: 'open',
    openedAt: at(1),
    worker: null,
    claimTokenHash: null,
    leaseUntil: null,
    losses: 0,
    claimEpoch: 1,
  })
  expect(lapse(claim(), 'lease', { at: at(1), limits })).toMatchObject({ state: 'open', openedAt: at(1), losses: 1 })
})

test('the third lost lease fails the lead', () => {
  const twice = { ...claim(), losses: 2 }
  expect(lapse(twice, 'lease', { at: at(1), limits })).toMatchObject({
    state: 'failed',
    outcome: 'lease_expired',
    losses: 3,
    endedAt: at(1),
    endedWhy: 'its lease ran out 3 times',
    claimTokenHash: null,
  })
})

test('an unclaimed lead fails', () => {
  expect(lapse(open, 'unclaimed', { at: at(60), limits })).toMatchObject({
    state: 'failed',
    outcome: 'unclaimed',
    losses: 0,
    endedAt: at(60),
  })
})

test('a read shows a lead as it would stand if a write came by', () => {
  expect(asOf(claim(), at(0, 10), limits)).toEqual(claim())
  expect(asOf(claim(), at(1), limits)).toMatchObject({ state: 'open', losses: 1 })
  expect(asOf(open, at(61), limits)).toMatchObject({ state: 'failed', outcome: 'unclaimed' })
})

test('however a lead ends, it holds no token any more and says when and why', () => {
  const ended = { endedAt: at(5), endedWhy: 'x', claimTokenHash: null, leaseUntil: null }
  expect(done(claim(), { at: at(5), outcome: 'hit', why: 'x' })).toMatchObject({
    ...ended,
    state: 'done',
    outcome: 'hit',
    worker: 'w1',
  })
  expect(failed(claim(), { at: at(5), outcome: 'could_not_look', why: 'x' })).toMatchObject({
    ...ended,
    state: 'failed',
    outcome: 'could_not_look',
  })
  expect(givenUp(claim(), 'rejected', { at: at(5), why: 'x' })).toMatchObject({
    ...ended,
    state: 'rejected',
    outcome: null,
  })
})

test.each([
  [1.5, 'supports', 'hit'],
  [0.5, 'direct_evidence', 'hit'],
  [-0.5, 'supports', 'contrary'],
  [-2, 'weakens', 'hit'],
  [0.5, 'contradicts', 'contrary'],
  [0, 'supports', 'miss'],
  [1e-12, 'supports', 'miss'],
  [-1e-12, 'weakens', 'miss'],
] as const)('having moved %s where %s was expected is a %s', (moved, expects, outcome) => {
  expect(outcomeOf(moved, expects, Weights.parse({}))).toBe(outcome)
})

test('the key of a lead is role, source and artefact, whatever the hypothesis and kind; without an artefact all the rest', () => {
  const look = { role: 'disk', source: 'S1', artefact: 'events', hypothesis: 'H1', expects: 'supports' } as const
  expect(workKey({ ...look, hypothesis: 'H2', expects: 'weakens' })).toBe(workKey(look))
  expect(workKey({ ...look, role: 'media' })).not.toBe(workKey(look))
  expect(workKey({ ...look, source: 'S2' })).not.toBe(workKey(look))
  const bare = { ...look, artefact: null }
  expect(
    new Set(
      [bare, { ...bare, hypothesis: 'H2' }, { ...bare, expects: 'weakens' } as const, { ...bare, role: 'media' }].map(
        workKey,
      ),
    ).size,
  ).toBe(4)
})
