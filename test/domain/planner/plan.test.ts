/** The planner as a whole: from the views to one decision. */
import { expect, test } from 'vitest'
import { bestScore, plan } from '../../../src/domain/planner/plan.ts'
import type { ArtefactRow } from '../../../src/domain/views/source-coverage.ts'
import { artefact, hypothesis, lead, overview, source, views } from './given.ts'

const informs = ['H1-aa']
const two = (kind: 'supports' | 'weakens') => ['A', 'B'].map((witness) => ({ witness, kind, n: 1 }))

/** Two looks at one question, by two witnesses: neither alone resolves it. */
const pair = [artefact('S1-aa', 'usb', { informs }), artefact('S2-bb', 'mail', { informs })]

function proposed(decision: ReturnType<typeof plan>): string[] {
  return decision.type === 'propose' ? decision.leads.map(({ source: where, artefact: key }) => `${where} ${key}`) : []
}

test('a lead says what to do, what it expects, and why with its numbers', () => {
  const decision = plan(views([hypothesis('H1-aa')], pair), { mostLeads: 1 })
  expect(decision).toEqual({
    type: 'propose',
    leads: [
      {
        hypothesis: 'H1-aa',
        source: 'S1-aa',
        artefact: 'usb',
        role: 'examiner',
        expects: 'supports',
        instruction:
          'Examine name of usb on S1-aa and record what it shows of exfiltration: whether it speaks for or against H1-aa, ' +
          'and whatever it says of the other hypotheses. Where it holds nothing of the kind, record the look as empty; ' +
          'where it cannot be read, fail the lead and say why.',
        why:
          'H1-aa stands at 0.50: an answer has a chance of 30 % (15 % for, 15 % against) and an expected change of 0.22 in ' +
          'log odds; score 3.6 for 1 tool call; 2 leads considered, best left out mail on S2-bb at 1.3.',
      },
    ],
  })
})

test('an unlikely hypothesis is expected to be spoken against', () => {
  const decision = plan(views([hypothesis('H1-aa', { confidence: 0.3 })], pair))
  expect(decision).toMatchObject({ leads: [{ expects: 'weakens' }] })
})

test('a look that informs more hypotheses is worth more, and cites the one that it moves most', () => {
  const rows = [
    ...pair,
    artefact('S2-bb', 'log', { informs: ['H1-aa', 'H2-bb'] }),
    artefact('S2-bb', 'web', { informs: ['H2-bb'] }),
  ]
  const open = [hypothesis('H2-bb'), hypothesis('H1-aa', { confidence: 0.3 })]
  expect(plan(views(open, rows), { mostLeads: 1 })).toMatchObject({ leads: [{ artefact: 'log', hypothesis: 'H2-bb' }] })
})

test('a look that only touches counts a third', () => {
  const rows = [
    artefact('S1-aa', 'usb', { touches: informs }),
    artefact('S2-bb', 'mail', { informs }),
    artefact('S2-bb', 'web', { touches: informs }),
  ]
  expect(proposed(plan(views([hypothesis('H1-aa')], rows), { mostLeads: 1 }))).toEqual(['S2-bb mail'])
})

test('equal leads are taken by hypothesis, source and artefact in the order of the case', () => {
  const rows = [
    artefact('S10-aa', 'usb', { informs: ['H2-bb'] }),
    artefact('S2-bb', 'web', { informs: ['H10-aa'] }),
    artefact('S2-bb', 'mail', { informs: ['H2-bb'] }),
    artefact('S2-bb', 'chat', { informs: ['H2-bb'] }),
    artefact('S3-cc', 'chat', { informs: ['H10-aa'] }),
  ]
  const decision = plan(views([hypothesis('H10-aa'), hypothesis('H2-bb')], rows))
  expect(proposed(decision)).toEqual(['S2-bb mail', 'S2-bb web'])
})

test('leads on hypotheses that have nothing in common go together', () => {
  const rows = [...pair, ...pair.map((row) => ({ ...row, key: `${row.key}2`, informs: ['H2-bb'] }))]
  const given = views([hypothesis('H1-aa'), hypothesis('H2-bb')], rows)
  expect(proposed(plan(given))).toEqual(['S1-aa usb', 'S1-aa usb2'])
  expect(proposed(plan(given, { mostLeads: 1 }))).toEqual(['S1-aa usb'])
})

test('a further lead is proposed only if it is nearly the best whatever the first one answers', () => {
  const sure: Partial<ArtefactRow> = { informs, answerRate: 1, strength: [0.9, 0.1] }
  const tallies = [{ witness: 'A', kind: 'supports' as const, n: 1 }]
  const uncorroborated = hypothesis('H1-aa', { logOdds: 1, needsCorroboration: true, tallies })
  const rows = [artefact('S1-aa', 'usb', sure), artefact('S2-bb', 'mail', sure)]
  expect(proposed(plan(views([uncorroborated], rows)))).toEqual(['S1-aa usb'])
})

test('where rounds run short, it need not be near the best, only worth it', () => {
  const more = [...pair, artefact('S2-bb', 'web', { informs }), artefact('S2-bb', 'log', { informs })]
  expect(proposed(plan(views([hypothesis('H1-aa')], more)))).toEqual(['S1-aa usb'])
  const last = views([hypothesis('H1-aa')], more, { used: { rounds: 30 } })
  expect(proposed(plan(last))).toEqual(['S1-aa usb', 'S2-bb mail'])
})

test('what is outstanding, refused in this round, no gap or no longer possible is not proposed', () => {
  const rows = [
    ...pair,
    artefact('S2-bb', 'web', { informs }),
    artefact('S2-bb', 'log', { informs, gap: false }),
    artefact('S2-bb', 'chat', { informs, leadPossible: false }),
  ]
  const given = views([hypothesis('H1-aa')], rows)
  const busy = {
    ...given,
    overview: { ...given.overview, outstanding: [lead('L1-aa', { source: 'S1-aa', artefact: 'usb' })] },
  }
  expect(proposed(plan(busy, { mostLeads: 1 }))).toEqual(['S2-bb mail'])
  expect(
    proposed(plan(given, { refused: [{ source: 'S1-aa', artefact: 'usb', role: 'examiner' }], mostLeads: 1 })),
  ).toEqual(['S2-bb mail'])
  expect(proposed(plan(given, { refused: [{ source: 'S2-bb' }] }))).toEqual([])
})

test('all resolved: the end, with where each stands', () => {
  const resolved = [
    hypothesis('H1-aa', { status: 'supported', logOdds: 2, tallies: two('supports') }),
    hypothesis('H2-bb', { status: 'refuted', logOdds: -1, tallies: two('weakens') }),
  ]
  expect(plan(views(resolved, pair))).toEqual({
    type: 'complete',
    reason: 'all_hypotheses_resolved',
    explanation: 'All 2 hypotheses are resolved: H1-aa supported (0.99); H2-bb refuted (0.09).',
  })
})

test('no gap left that informs an active hypothesis: saturated, although some touch it', () => {
  const rows = [artefact('S1-aa', 'usb', { touches: informs }), artefact('S2-bb', 'mail', { touches: informs })]
  expect(plan(views([hypothesis('H1-aa', { needsCorroboration: true })], rows))).toEqual({
    type: 'complete',
    reason: 'coverage_saturated',
    explanation:
      'No gap on any source informs an active hypothesis. Open: H1-aa (0.50) lacks a second witness, 2 looks left, on its topic only.',
  })
})

test('a source without a catalogue is never saturated', () => {
  const given = views([hypothesis('H1-aa')], [])
  const unlisted = {
    ...given,
    overview: overview({ hypotheses: [hypothesis('H1-aa')], sources: [source('S1-aa', { expected: 0 })] }),
  }
  expect(plan(given)).toMatchObject({ reason: 'coverage_saturated' })
  expect(plan(unlisted)).toMatchObject({
    reason: 'nothing_worth_a_lead',
    explanation: 'No lead is possible any more. Open: H1-aa (0.50) has no evidence, no look left.',
  })
})

test('nothing worth a lead: by its score, or because nothing can be resolved', () => {
  const faint = pair.map((row) => ({ ...row, answerRate: 0.05 }))
  expect(plan(views([hypothesis('H1-aa')], faint))).toEqual({
    type: 'complete',
    reason: 'nothing_worth_a_lead',
    explanation:
      'The best of 2 possible leads is worth 0.60 of the 1 that it costs. Open: H1-aa (0.50) has no evidence, 2 looks left, none worth a lead.',
  })
  const beside = [artefact('S3-cc', 'mail'), artefact('S2-bb', 'chat', { touches: informs, answerRate: 0.05 })]
  expect(plan(views([hypothesis('H1-aa')], [...faint, ...beside]))).toMatchObject({
    explanation: expect.stringMatching(
      /^The best of 3 possible leads is worth .* 3 looks left \(1 on its topic only\), none worth a lead\.$/,
    ),
  })
  expect(plan(views([hypothesis('H1-aa')], pair.slice(0, 1)))).toMatchObject({
    reason: 'nothing_worth_a_lead',
    explanation:
      'The one possible lead cannot resolve a hypothesis. Open: H1-aa (0.50) has no evidence, 1 look left, not enough to resolve it.',
  })
})

test('the gate and the planner reckon alike', () => {
  expect(bestScore(views([hypothesis('H1-aa')], pair))).toBeCloseTo(3.613019, 6)
  expect(
    bestScore(
      views(
        [hypothesis('H1-aa')],
        pair.map((row) => ({ ...row, answerRate: 0.05 })),
      ),
    ),
  ).toBeCloseTo(0.60217, 5)
  expect(bestScore(views([hypothesis('H1-aa')], pair.slice(0, 1)))).toBeUndefined()
})

test('fifty open hypotheses are explained in a thousand characters', () => {
  const many = Array.from({ length: 50 }, (_, index) => hypothesis(`H${index + 1}-aa`, { needsCorroboration: true }))
  const decision = plan(views(many, []))
  const explanation = decision.type === 'complete' ? decision.explanation : ''
  expect(explanation.length).toBeLessThanOrEqual(1000)
  expect(explanation).toMatch(/; and \d+ more\.$/)
})

test('odd cases are decided too', () => {
  expect(plan(views([], []))).toMatchObject({ type: 'complete', reason: 'coverage_saturated' })
  expect(plan({ ...views([], []), overview: overview({ sources: [] }) })).toMatchObject({ type: 'complete' })
  expect(plan(views([hypothesis('H1-aa')], pair, { caps: { rounds: 1, toolCalls: 1 } }))).toMatchObject({
    reason: 'nothing_worth_a_lead',
  })
  expect(plan(views([hypothesis('H1-aa')], pair, { caps: { rounds: 1 } }))).toMatchObject({ type: 'propose' })
  expect(plan({ ...views([hypothesis('H1-aa')], pair), budget: { budgets: [] } })).toMatchObject({ type: 'propose' })
  for (const logOdds of [-300, -12, 12, 300])
    expect(plan(views([hypothesis('H1-aa', { logOdds })], pair)).type).toBe('complete')
})
