/** Coverage: gaps, where a lead is still possible, and what finished looks have said. */
import { expect, test } from 'vitest'
import { sourceCoverage, type AskedLead, type OpenQuestion, type SeenArtefact } from '../../src/domain/coverage.ts'

const artefact = (changes: Partial<SeenArtefact> = {}): SeenArtefact => ({
  short: 'S1',
  source: 'S1-aa',
  key: 'events',
  name: 'Events',
  state: 'not_looked',
  tries: 0,
  topics: ['execution'],
  techniques: [],
  role: 'disk',
  witness: 'S1/event-log',
  strength: [0.75, 0.25],
  answerRate: 0.3,
  kindFor: 'supports',
  kindAgainst: 'weakens',
  ...changes,
})
const lead = (changes: Partial<AskedLead> = {}): AskedLead => ({
  role: 'disk',
  source: 'S1',
  artefact: 'events',
  hypothesis: 'H1',
  expects: 'supports',
  state: 'done',
  looked: ['S1|events'],
  moved: [],
  ...changes,
})
const question = (number: number, changes: Partial<OpenQuestion> = {}): OpenQuestion => ({
  short: `H${number}`,
  alias: `H${number}-aa`,
  topics: ['execution'],
  predicts: [],
  excludes: [],
  ...changes,
})
const coverage = (leads: AskedLead[], artefacts = [artefact()], hypotheses = [question(1), question(2)]) =>
  sourceCoverage({ source: null, artefacts, leads, hypotheses })
const possible = (...leads: AskedLead[]) => coverage(leads).artefacts[0]?.leadPossible

test.each([
  ['not_looked', 0, true],
  ['could_not_look', 1, true],
  ['could_not_look', 2, false],
  ['looked_empty', 1, false],
  ['found', 1, false],
] as const)('%s after %s tries is a gap: %s', (state, tries, expected) => {
  expect(coverage([], [artefact({ state, tries })]).artefacts[0]?.gap).toBe(expected)
})

test.each([
  ['awaiting_approval', false],
  ['open', false],
  ['claimed', false],
  ['done', false],
  ['rejected', false],
  ['failed', true],
] as const)('a look that is %s can be asked for again: %s', (state, expected) => {
  expect(possible(lead({ state }))).toBe(expected)
})

test('a look that failed twice cannot be asked for again', () => {
  expect(possible(lead({ state: 'failed' }), lead({ state: 'failed', hypothesis: 'H2' }))).toBe(false)
})

test('leads on another artefact, another source or in another role are in nobody’s way, nor are those that name no artefact', () => {
  expect(
    possible(lead({ artefact: 'files' }), lead({ source: 'S2' }), lead({ role: 'media' }), lead({ artefact: null })),
  ).toBe(true)
})

test('what shares a technique informs, what shares only a topic where both name techniques touches', () => {
  const { artefacts } = coverage(
    [],
    [artefact({ techniques: ['T1078'] })],
    [question(1, { predicts: ['T1078'] }), question(2, { predicts: ['T1070'] }), question(3, { topics: ['impact'] })],
  )
  expect(artefacts[0]).toMatchObject({ informs: ['H1-aa'], touches: ['H2-aa'] })
})

test('done leads count per role and expected kind, by what they moved of the hypothesis that they cited', () => {
  const leads = [
    lead({ moved: [['H1', 1]] }),
    lead({
      moved: [
        ['H1', -0.5],
        ['H2', 2],
      ],
    }),
    lead({ moved: [['H2', 2]] }),
    lead({ moved: [['H1', 1e-12]] }),
    lead({ expects: 'weakens', moved: [['H1', -0.5]] }),
    lead({ role: 'media', moved: [['H1', 1]] }),
    lead({ state: 'failed', moved: [['H1', 1]] }),
    lead({ state: 'open', looked: null }),
  ]
  expect(coverage(leads).artefacts[0]?.looks).toEqual([
    { role: 'disk', kind: 'supports', for: 1, against: 1, nothing: 2 },
    { role: 'disk', kind: 'weakens', for: 0, against: 1, nothing: 0 },
    { role: 'media', kind: 'supports', for: 1, against: 0, nothing: 0 },
  ])
})

test('looks at an artefact count for it on every source of the case', () => {
  const { artefacts } = coverage(
    [lead({ moved: [['H1', 1]] })],
    [artefact(), artefact({ short: 'S2', source: 'S2-aa' }), artefact({ key: 'files' })],
  )
  expect(artefacts.map(({ looks }) => looks.length)).toEqual([1, 1, 0])
})

test('for each active hypothesis: finished looks that could inform it, and how many of them moved it', () => {
  const leads = [
    lead({ moved: [['H1', 1]] }),
    lead({ moved: [['H2', -1]] }),
    lead({ looked: ['S1|files'], moved: [['H1', 1]] }),
    lead({ state: 'failed' }),
  ]
  const artefacts = [artefact(), artefact({ key: 'files', topics: ['impact'] })]
  expect(coverage(leads, artefacts, [question(1), question(2), question(3, { topics: ['impact'] })]).answers).toEqual([
    { hypothesis: 'H1-aa', looks: 2, answers: 1 },
    { hypothesis: 'H2-aa', looks: 2, answers: 1 },
    { hypothesis: 'H3-aa', looks: 1, answers: 0 },
  ])
})
