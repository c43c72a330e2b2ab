/** The completion gate as a pure function: five reasons, the facts that each needs, and what it says where they are missing. */
import { describe, expect, test } from 'vitest'
import {
  completionFacts,
  CompletionFacts,
  judgeCompletion,
  type GateViews,
} from '../../../src/domain/verdicts/completion.ts'
import type { CompletionReason } from '../../../src/domain/vocabulary.ts'
import { budgetStatus } from '../../../src/domain/views/budget-status.ts'
import { artefact, hypothesis, lead, source, views as viewsOf } from '../planner/given.ts'

/** A case that may not end for any reason. */
const open: CompletionFacts = {
  revision: 7,
  hypotheses: 2,
  active: ['H1-ab', 'H2-cd'],
  outstanding: [],
  dryInARow: 1,
  citedTwice: [],
  gaps: [{ hypothesis: 'H1-ab', count: 3, first: 'S1-ef prefetch' }],
  unlisted: [],
  critical: [],
  bestScore: 2.34,
}
const verdict = (reason: CompletionReason, given: Partial<CompletionFacts> = {}) =>
  judgeCompletion(reason, { ...open, ...given })
const holds = (reason: CompletionReason, given: Partial<CompletionFacts> = {}) => verdict(reason, given).ok

describe('a reason whose facts are missing is refused, and told which', () => {
  test.each<[reason: CompletionReason, because: string]>([
    ['all_hypotheses_resolved', 'H1-ab, H2-cd are still active'],
    ['marginal_yield_exhausted', 'of the newest rounds that count, 1 in a row were dry, not two'],
    ['coverage_saturated', '3 gaps inform H1-ab, such as S1-ef prefetch'],
    ['budget_exhausted', 'no budget is at 90 % or more'],
    ['nothing_worth_a_lead', 'the best possible lead is worth 2.3 leads'],
  ])('%s', (reason, because) => {
    const message = `${reason} does not hold: ${because}. Propose leads, or declare with a reason whose facts hold.`
    expect(verdict(reason)).toEqual({ ok: false, code: 'reason_does_not_hold', message, facts: open })
  })
})

describe('a reason whose facts are there is accepted:', () => {
  test.each<[reason: CompletionReason, facts: Partial<CompletionFacts>]>([
    ['all_hypotheses_resolved', { active: [] }],
    ['marginal_yield_exhausted', { dryInARow: 2, citedTwice: ['H1-ab'] }],
    ['coverage_saturated', { gaps: [] }],
    ['budget_exhausted', { critical: ['rounds'] }],
    ['nothing_worth_a_lead', { bestScore: 0.99 }],
  ])('%s', (reason, given) => {
    const facts = { ...open, ...given }
    expect(verdict(reason, given)).toEqual({
      ok: true,
      code: 'accepted',
      message: `accepted: the investigation ends as ${reason}`,
      facts,
    })
  })

  test.each<CompletionReason>([
    'all_hypotheses_resolved',
    'marginal_yield_exhausted',
    'coverage_saturated',
    'budget_exhausted',
    'nothing_worth_a_lead',
  ])('%s, but not while a lead is outstanding', (reason) => {
    const all = { active: [], dryInARow: 2, gaps: [], critical: ['rounds'], bestScore: null }
    expect(holds(reason, all)).toBe(true)
    const { ok, message } = verdict(reason, { ...all, outstanding: ['L1-aa', 'L2-bb'] })
    expect([ok, message]).toEqual([
      false,
      `${reason} does not hold: leads L1-aa, L2-bb are outstanding. Propose leads, or declare with a reason whose facts hold.`,
    ])
  })
})

describe('in particular', () => {
  test('all_hypotheses_resolved needs at least one hypothesis', () => {
    expect(verdict('all_hypotheses_resolved', { active: [], hypotheses: 0 }).message).toMatch(
      /the case has no hypothesis/,
    )
  })

  test('marginal_yield_exhausted asks of every active hypothesis that two done leads cited it, or that no gap informs it', () => {
    const gaps = [
      { hypothesis: 'H1-ab', count: 1, first: 'S1-ef mru' },
      { hypothesis: 'H2-cd', count: 1, first: 'S1-ef mru' },
    ]
    expect(holds('marginal_yield_exhausted', { dryInARow: 2, gaps, citedTwice: ['H1-ab'] })).toBe(false)
    expect(holds('marginal_yield_exhausted', { dryInARow: 2, gaps, citedTwice: ['H1-ab', 'H2-cd'] })).toBe(true)
    expect(holds('marginal_yield_exhausted', { dryInARow: 3, gaps: [] })).toBe(true)
  })

  test('coverage_saturated never holds beside a source of which nobody knows what it may hold, while something is active', () => {
    expect(verdict('coverage_saturated', { gaps: [], unlisted: ['S2-gh'] }).message).toMatch(
      /nobody knows what S2-gh may hold: no artefacts are listed/,
    )
    expect(holds('coverage_saturated', { gaps: [], unlisted: ['S2-gh'], active: [] })).toBe(true)
  })

  test('nothing_worth_a_lead: a lead is worth making from 1 on; where there is none nothing is', () => {
    expect(holds('nothing_worth_a_lead', { bestScore: 1 })).toBe(false)
    expect(holds('nothing_worth_a_lead', { bestScore: 0.999999 })).toBe(true)
    expect(holds('nothing_worth_a_lead', { bestScore: null })).toBe(true)
  })
})

describe('the facts of the gate', () => {
  const active = [hypothesis('H1-ab'), hypothesis('H2-cd'), hypothesis('H3-ef', { status: 'refuted' })]
  const gap = { informs: ['H1-ab', 'H3-ef'] }
  const looked = { ...gap, state: 'found', gap: false, tries: 1 } as const
  const rows = [artefact('S1-gh', 'mru', gap), artefact('S1-gh', 'prefetch', gap), artefact('S1-gh', 'events', looked)]
  const { overview, coverage } = viewsOf(active, rows)
  const views: GateViews = {
    overview: {
      ...overview,
      sources: [source('S1-gh'), source('S2-ij', { expected: 0 })],
      outstanding: [lead('L1-kl')],
    },
    coverage,
    yield: { rounds: [], dryInARow: 2 },
    budget: budgetStatus(
      { rounds: 27, toolCalls: 269, minutes: 1300, modelTokens: 0 },
      { rounds: 30, toolCalls: 300, minutes: 1440, modelTokens: 100 },
    ),
  }
  const facts = completionFacts(views, { citations: ['H1-ab', 'H3-ef', 'H1-ab', 'H2-cd'], bestScore: null })

  test('name the active hypotheses and count all', () => {
    expect([facts.active, facts.hypotheses]).toEqual([['H1-ab', 'H2-cd'], 3])
  })

  test('name who was cited by two done leads', () => {
    expect(facts.citedTwice).toEqual(['H1-ab'])
  })

  test('count gaps for each active hypothesis, with the first', () => {
    expect(facts.gaps).toEqual([{ hypothesis: 'H1-ab', count: 2, first: 'S1-gh mru' }])
  })

  test('name the budgets from 90 % on', () => {
    expect(facts.critical).toEqual(['rounds', 'minutes'])
  })

  test('name sources without artefacts, and outstanding leads', () => {
    expect([facts.unlisted, facts.outstanding]).toEqual([['S2-ij'], ['L1-kl']])
  })

  test('survive a journey through JSON', () => {
    expect(CompletionFacts.parse(JSON.parse(JSON.stringify(facts)))).toEqual(facts)
  })
})
