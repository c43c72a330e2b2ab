/** Whether a lead may be proposed: a pure function of the proposal and of what was read for it. */
import { describe, expect, test } from 'vitest'
import { judgeProposal, ProposalFacts, workOf } from '../../../src/domain/verdicts/proposal.ts'
import { Proposal } from '../../../src/domain/proposal.ts'

const proposal = (given: Partial<Proposal> = {}): Proposal => ({
  hypothesis: 'H1-ab',
  source: 'S1-cd',
  artefact: 'prefetch',
  role: 'disk',
  expects: 'supports',
  instruction: 'Look for eraser.exe.',
  why: 'Execution would show that files were wiped.',
  ...given,
})

const facts = (given: Partial<ProposalFacts> = {}): ProposalFacts => ({
  hypothesis: { alias: 'H1-ab', short: 'H1', status: 'active' },
  source: { alias: 'S1-cd', short: 'S1', artefacts: ['prefetch', 'mru'] },
  roles: ['disk', 'mail'],
  buildsOn: [],
  earlier: [],
  accepted: 0,
  doubled: false,
  ...given,
})

type Earlier = ProposalFacts['earlier'][number]
const lead = (
  number: number,
  state: Earlier['state'],
  endedAt: string | null = '2026-03-01T10:00:00.000Z',
): Earlier => ({ alias: `L${number}-xx`, state, endedAt })
const phenomenon = (recordedAt: string | null, given = {}) => ({
  name: 'P4-yz',
  short: 'P4',
  recordedAt,
  withdrawn: false,
  ...given,
})

const verdict = (given: Partial<ProposalFacts>, of: Partial<Proposal> = {}) => judgeProposal(proposal(of), facts(given))
const code = (given: Partial<ProposalFacts>, of: Partial<Proposal> = {}) => verdict(given, of).code

test('a lead whose every name exists, and that nobody was asked for, is accepted', () => {
  expect(verdict({})).toEqual({
    ok: true,
    code: 'accepted',
    message: 'accepted: lead 1 of this decision',
    facts: facts(),
  })
})

test('the verdict says which lead of the decision it is', () => {
  expect(verdict({ accepted: 2 }).message).toBe('accepted: lead 3 of this decision')
})

describe('refused, with what to do instead:', () => {
  test.each<[what: string, facts: Partial<ProposalFacts>, proposal: Partial<Proposal>, code: string, message: string]>([
    [
      'an unknown hypothesis',
      { hypothesis: null },
      { hypothesis: 'H9-zz' },
      'unknown_hypothesis',
      'There is no hypothesis "H9-zz" in this case. Cite one by the alias that graph_overview gives.',
    ],
    [
      'an unknown source',
      { source: null },
      { source: 'S9-zz' },
      'unknown_source',
      'There is no source "S9-zz" in this case. Name one by the alias that graph_overview gives.',
    ],
    [
      'a supported hypothesis',
      { hypothesis: { alias: 'H1-ab', short: 'H1', status: 'supported' } },
      {},
      'hypothesis_resolved',
      'H1-ab is supported already. Cite a hypothesis that is still active.',
    ],
    [
      'a refuted hypothesis',
      { hypothesis: { alias: 'H1-ab', short: 'H1', status: 'refuted' } },
      {},
      'hypothesis_resolved',
      'H1-ab is refuted already. Cite a hypothesis that is still active.',
    ],
    [
      'an unknown role',
      {},
      { role: 'psychic' },
      'unknown_role',
      'No worker has the role "psychic". The roles of this case: disk, mail.',
    ],
    [
      'any role in a case without roles',
      { roles: [] },
      {},
      'unknown_role',
      'No worker has the role "disk". The roles of this case: none.',
    ],
    [
      'an unknown artefact',
      {},
      { artefact: 'tea-leaves' },
      'unknown_artefact',
      'S1-cd has no artefact "tea-leaves". Use a key from source_coverage, or name no artefact.',
    ],
    [
      'an unknown phenomenon',
      { buildsOn: [phenomenon(null, { name: 'P9-zz', short: null })] },
      {},
      'unknown_phenomenon',
      'There is no phenomenon "P9-zz" in this case. Leave it out, or look it up first.',
    ],
    [
      'a withdrawn phenomenon',
      { buildsOn: [phenomenon('2026-03-01T09:00:00.000Z', { withdrawn: true })] },
      {},
      'phenomenon_withdrawn',
      'P4-yz was withdrawn and counts for nothing. Build on something else.',
    ],
    [
      'the same look as one just accepted',
      { doubled: true },
      {},
      'lead_outstanding',
      'An accepted lead of this decision asks for the same look. Propose another, or nothing more.',
    ],
    [
      'a fourth lead',
      { accepted: 3 },
      {},
      'too_many_leads',
      'A decision holds at most 3 leads, and 3 are accepted. Nothing more to propose this round.',
    ],
  ])('%s', (_, given, of, expected, message) => {
    expect(verdict(given, of)).toEqual({ ok: false, code: expected, message, facts: facts(given) })
  })

  test('of a long name only the beginning is repeated, quotes in it are escaped, and what cannot be seen is left out', () => {
    const long = `"}],\u202e\u200b${'x'.repeat(100)}`
    expect(verdict({ hypothesis: null }, { hypothesis: long }).message).toBe(
      `There is no hypothesis "\\"}],${'x'.repeat(59)}…" in this case. Cite one by the alias that graph_overview gives.`,
    )
  })

  test('what is wrong first is said first: a name before a state, a state before a place, a place before a look', () => {
    const wrong = { doubled: true, accepted: 3, roles: [] }
    expect(code({ ...wrong, hypothesis: null, source: null })).toBe('unknown_hypothesis')
    expect(code({ ...wrong, hypothesis: { alias: 'H1-ab', short: 'H1', status: 'refuted' } })).toBe(
      'hypothesis_resolved',
    )
    expect(code(wrong)).toBe('unknown_role')
    expect(code({ ...wrong, roles: ['disk'] })).toBe('lead_outstanding')
  })
})

describe('the same look again is', () => {
  const after = '2026-03-01T10:00:00.001Z'
  const before = '2026-03-01T09:59:59.999Z'
  test.each(['awaiting_approval', 'open', 'claimed'] as const)('refused while the first is %s, by its id', (state) => {
    const { code: refusal, message } = verdict({ earlier: [lead(2, state, null), lead(1, 'failed')] })
    expect([refusal, message]).toEqual([
      'lead_outstanding',
      'Lead L2-xx asks for the same look and is outstanding. Propose another look.',
    ])
  })

  test.each(['done', 'rejected'] as const)('already looked at when it was %s', (state) => {
    const { code: refusal, message } = verdict({ earlier: [lead(1, state)] })
    expect([refusal, message]).toEqual([
      'already_looked',
      `Lead L1-xx looked there already (${state}). Look elsewhere, or build on a phenomenon that was recorded after it.`,
    ])
  })

  test('allowed with new knowledge: a phenomenon recorded after that look', () => {
    expect(code({ earlier: [lead(1, 'done')], buildsOn: [phenomenon(after)] })).toBe('accepted')
    expect(code({ earlier: [lead(1, 'rejected')], buildsOn: [phenomenon(before), phenomenon(after)] })).toBe('accepted')
  })

  test.each([before, '2026-03-01T10:00:00.000Z'])(
    'not allowed with what was recorded at %s, before or as that look ended',
    (recordedAt) => {
      expect(code({ earlier: [lead(1, 'done')], buildsOn: [phenomenon(recordedAt)] })).toBe('already_looked')
    },
  )

  test('measured against the newest look there', () => {
    const earlier = [lead(2, 'done', '2026-03-02T10:00:00.000Z'), lead(1, 'done')]
    expect(code({ earlier, buildsOn: [phenomenon(after)] })).toBe('already_looked')
    expect(code({ earlier, buildsOn: [phenomenon('2026-03-02T10:00:01.000Z')] })).toBe('accepted')
  })

  test('allowed once more after it failed, and no third time', () => {
    expect(code({ earlier: [lead(1, 'failed')] })).toBe('accepted')
    const { code: refusal, message } = verdict({ earlier: [lead(2, 'failed'), lead(1, 'failed')] })
    expect([refusal, message]).toEqual([
      'already_looked',
      'This look failed twice (L2-xx, L1-xx). Look elsewhere; a person can reopen it.',
    ])
  })

  test('counted from the last look that was made: two failures since then are enough', () => {
    const fresh = { buildsOn: [phenomenon(after)] }
    expect(code({ earlier: [lead(2, 'failed'), lead(1, 'done')], ...fresh })).toBe('accepted')
    expect(code({ earlier: [lead(3, 'failed'), lead(2, 'failed'), lead(1, 'done')], ...fresh })).toBe('already_looked')
    expect(code({ earlier: [lead(3, 'done'), lead(2, 'failed'), lead(1, 'failed')], ...fresh })).toBe('accepted')
  })

  test('as if never proposed when it was cancelled', () => {
    expect(code({ earlier: [lead(2, 'cancelled'), lead(1, 'cancelled')] })).toBe('accepted')
    expect(code({ earlier: [lead(3, 'cancelled'), lead(2, 'failed'), lead(1, 'cancelled')] })).toBe('accepted')
  })
})

describe('the work of a proposal', () => {
  const names = { hypothesis: 'H1', source: 'S1' }
  test('is role, source and artefact, whatever the hypothesis and the kind', () => {
    expect(workOf(proposal(), names)).toBe('disk|S1|prefetch')
    expect(workOf(proposal({ expects: 'weakens' }), { ...names, hypothesis: 'H2' })).toBe('disk|S1|prefetch')
  })

  test('is hypothesis, role, source and kind where no artefact is named', () => {
    const { artefact: _, ...free } = proposal({ expects: 'contradicts' })
    expect(workOf(free, names)).toBe('H1|disk|S1|contradicts')
  })
})

test('the facts of a verdict survive a journey through JSON', () => {
  const given = facts({ buildsOn: [phenomenon(null, { short: null })], earlier: [lead(1, 'open', null)] })
  expect(ProposalFacts.parse(JSON.parse(JSON.stringify(given)))).toEqual(given)
})

describe('a proposal', () => {
  test('is trimmed, and its window kept in UTC', () => {
    const given = {
      ...proposal({ why: '  because  ' }),
      window: { from: '2026-03-01T12:00:00+02:00', to: '2026-03-01T11:00:00Z' },
    }
    expect(Proposal.parse(given)).toMatchObject({
      why: 'because',
      window: { from: '2026-03-01T10:00:00.000Z', to: '2026-03-01T11:00:00.000Z' },
    })
  })

  test.each<[what: string, change: Record<string, unknown>]>([
    ['an empty instruction', { instruction: '  ' }],
    ['an instruction of 501 characters', { instruction: 'x'.repeat(501) }],
    ['a reason of 501 characters', { why: 'x'.repeat(501) }],
    ['four phenomena', { buildsOn: ['P1-aa', 'P2-aa', 'P3-aa', 'P4-aa'] }],
    ['a kind that does not exist', { expects: 'proof' }],
    ['a weight of its own', { weight: 3 }],
    ['a field called __proto__', JSON.parse('{"__proto__": {"admin": true}}')],
    ['a window without a time zone', { window: { from: '2026-03-01T12:00:00', to: '2026-03-01T13:00:00' } }],
    ['a window that ends before it begins', { window: { from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' } }],
  ])('with %s does not parse', (_, change) => {
    expect(
      Proposal.safeParse(Object.defineProperties(proposal(), Object.getOwnPropertyDescriptors(change))).success,
    ).toBe(false)
  })
})
