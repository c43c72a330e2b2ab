/** Scoring: what ended right, wrong or open. */
import { expect, test } from 'vitest'
import { score } from '../../src/cases/score.ts'

const truth = {
  A: { truth: true, why: 'seen' },
  B: { truth: false, why: 'seen' },
  C: { truth: true, why: 'seen' },
}

test('supported and true, refuted and false are correct', () => {
  const standings = [
    { key: 'A', status: 'supported' },
    { key: 'B', status: 'refuted' },
    { key: 'C', status: 'active' },
  ] as const
  expect(score(standings, truth)).toMatchObject({ correct: 2, wrong: 0, unresolved: 1 })
})

test('supported and false, refuted and true are wrong', () => {
  const standings = [
    { key: 'A', status: 'refuted' },
    { key: 'B', status: 'supported' },
    { key: 'C', status: 'supported' },
  ] as const
  expect(score(standings, truth)).toEqual({
    correct: 1,
    wrong: 2,
    unresolved: 0,
    marks: [
      { key: 'A', truth: true, mark: 'wrong' },
      { key: 'B', truth: false, mark: 'wrong' },
      { key: 'C', truth: true, mark: 'correct' },
    ],
  })
})

test('a hypothesis without truth is not counted, one that nobody stated is unresolved', () => {
  expect(score([{ key: 'X', status: 'supported' }], truth)).toMatchObject({ correct: 0, wrong: 0, unresolved: 3 })
})
