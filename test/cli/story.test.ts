/** How rounds and leads are told on a terminal. */
import { describe, expect, test } from 'vitest'
import { endingLines } from '../../src/cli/ending.ts'
import { resultLine } from '../../src/cli/result.ts'
import {
  budgetLine,
  decisionLines,
  explanationLines,
  leadEndedLines,
  movedLines,
  storyteller,
} from '../../src/cli/story.ts'
import { paintWith, widthOf } from '../../src/cli/text.ts'
import { namesIn } from '../../src/cli/words.ts'
import { RoundAnswer } from '../../src/service/rounds/answer.ts'
import { endedLead, hypothesis, overview, proposed, result } from './rounds.ts'

const look = { width: 80, paint: paintWith(false) }
const before = overview([hypothesis(1), hypothesis(2), hypothesis(3, { confidence: 0.991, logOdds: 2 })])
const names = namesIn(before)

describe('a round, told', () => {
  test('says what is asked for, of which hypothesis, and why, by the names of the case', () => {
    expect(decisionLines(proposed, names, look)).toEqual([
      '',
      '── Round 2 ───────────────────────────────────── 2.0 s, 1000 tokens in 1 call ──',
      '  asks  L1-cc   PC prefetch for H1, expecting direct evidence',
      '                H1 stands at 0.50 and PC is the only disk.',
    ])
  })

  test('says why a round failed', () => {
    const failed = RoundAnswer.parse({
      ...proposed,
      decision: null,
      failure: { code: 'no_decision', message: 'the model only talked' },
    })
    expect(decisionLines(failed, names, look).at(-1)).toBe('  fails no_decision: the model only talked')
  })

  test('says that the case is complete, and by itself also why', () => {
    const complete = RoundAnswer.parse({
      ...proposed,
      decision: { type: 'complete', reason: 'coverage_saturated', explanation: 'Nothing is left for H1-aa.' },
    })
    expect(decisionLines(complete, names, look).at(-1)).toBe('  ends  declares the case complete: coverage saturated')
    expect(explanationLines(complete, names, look)).toEqual(['        Nothing is left for H1.'])
  })

  test('says how each lead ended, evidence tamed', () => {
    expect(
      leadEndedLines(endedLead({ outcome: 'contrary', reason: 'one fact, by PECmd: \u001B[2Jgone' }), true, look),
    ).toEqual(['  finds L1-cc   contrary one fact, by PECmd: [2Jgone'])
    expect(leadEndedLines(endedLead({ state: 'failed', outcome: 'lease_expired', reason: null }), false, look)).toEqual(
      ['        L1-cc   failed   '],
    )
  })

  test('shows how confidence moved: bars for what did, a line for what hardly did', () => {
    const after = overview([
      hypothesis(1, { confidence: 0.909, logOdds: 1, needsCorroboration: true }),
      hypothesis(2, { confidence: 0.01, logOdds: -2, status: 'refuted' }),
      hypothesis(3, { confidence: 0.999, logOdds: 3 }),
    ])
    expect(movedLines(before, after, look)).toEqual([
      '  moves H1 ██████████▓▓▓▓▓▓▓▓·· 0.50 → 0.91  open, one witness',
      '        H2 ░░░░░░░░░░·········· 0.50 → 0.01  now refuted',
      '        and hardly: H3 ↑',
    ])
  })

  test('says nothing of confidence where nothing moved', () => {
    expect(movedLines(before, before, look)).toEqual([])
  })

  test('tells the budget in a line', () => {
    const budgets = [
      { budget: 'rounds', used: 2, cap: 30, percent: 6.7, level: 'ok' },
      { budget: 'minutes', used: 0.234, cap: 10, percent: 2.3, level: 'ok' },
      { budget: 'modelTokens', used: 950, cap: 1000, percent: 95, level: 'critical' },
    ] as const
    expect(budgetLine({ budgets: [...budgets] }, look.paint)).toBe('rounds 2/30 · minutes 0.2/10 · tokens 950/1000')
  })

  test('fits its lines whatever a model writes', () => {
    const long = RoundAnswer.parse(structuredClone(proposed))
    if (long.decision?.type === 'propose') for (const lead of long.decision.leads) lead.why = 'word '.repeat(100)
    expect(Math.max(...decisionLines(long, names, look).map(widthOf))).toBeLessThanOrEqual(80)
  })

  test('names the first finding of a round once', () => {
    const lines: string[] = []
    const tell = storyteller(look, (...said) => lines.push(...said))
    tell({ type: 'decided', answer: proposed, overview: before })
    tell({ type: 'lead_ended', lead: endedLead() })
    tell({ type: 'lead_ended', lead: endedLead({ alias: 'L2-ee' }) })
    expect(lines.slice(-2).map((line) => line.slice(0, 15))).toEqual(['  finds L1-cc  ', '        L2-ee  '])
  })
})

describe('the end, told', () => {
  test('holds every hypothesis against the truth, and says what an open one lacks', () => {
    const lines = endingLines(result(), look)
    expect(lines[1]).toContain('The case has ended: no lead that is left is worth its cost')
    expect(lines[2]).toBe('  Nothing that could move H2 is worth its cost.')
    expect(lines.slice(4, 8)).toEqual([
      '       confidence       believed  truth  hypothesis',
      '  ✓ H1 ██████████ >.99  supported true   Claim 1 is true.',
      '  ? H2 █████····· 0.50  open      false  Claim 2 is true.',
      '       lacks any evidence at all',
    ])
    expect(lines).toContain('  score    1 right, 0 wrong, 1 open of 2')
    expect(lines).toContain('  cost     5 leads for 20 artefacts of the catalogue (25 %), 3 rounds, 12.3 s')
    expect(lines).toContain('  journal  9 entries, 33 nodes, 57 relationships: chain, replay and graph agree')
  })

  test('speaks of no truth where nobody knows it', () => {
    const text = endingLines(result({ truth: null }), look).join('\n')
    expect(text).not.toContain('truth')
    expect(text).not.toContain('score')
  })

  test('is loud when the journal does not verify', () => {
    const verified = { ...result().verified, ok: false }
    expect(endingLines(result({ verified }), look).join('\n')).toContain('DIFFERENCES')
  })

  test('is one line for programs, in the order of the case', () => {
    expect(resultLine(result())).toEqual({
      case: 'a-case',
      investigation: '01a1fc1e-395b-762c-8d7d-a4d198b5dc7a',
      rounds: 3,
      leads: 5,
      ended: 'not_worthwhile',
      hypotheses: [
        { key: 'H1', status: 'supported', confidence: 0.999, truth: true },
        { key: 'H2', status: 'inconclusive', confidence: 0.5, truth: false },
      ],
      correct: 1,
      wrong: 0,
      unresolved: 1,
      seconds: 12.3,
    })
  })

  test('has no score without a truth', () => {
    const line = resultLine(result({ truth: null }))
    expect(line.hypotheses.map(({ truth }) => truth)).toEqual([null, null])
    expect([line.correct, line.wrong, line.unresolved]).toEqual([null, null, 1])
  })
})
