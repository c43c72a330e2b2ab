/** The completion gate: each reason where its facts hold, where they do not, and where they held when the model spoke. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { always, declares, proposes, scripted, type Move } from '../support/scripted-model.ts'
import { expectReply, startTestService } from '../support/service.ts'
import { Interposed } from './interposed.ts'
import { deleted, events, mru, openCase, outcome, prefetch, type TestCase } from './round-case.ts'

type Prepare = (kase: TestCase, model: (...moves: Move[]) => void) => Promise<void>
type Scenario = {
  readonly changes?: Record<string, unknown>
  readonly prepare?: Prepare
}

const copied = { key: 'COPIED', statement: 'The files were copied.', topics: ['exfiltration'] }
const onlyCopied = { hypotheses: [copied] }
const hopeless = { ...mru, strength: 'weak', answerRate: 0.02, topics: ['exfiltration', 'defense-evasion'] }
const pcWith = (...artefacts: unknown[]) => ({ sources: [{ key: 'PC', kind: 'windows-disk', label: 'PC', artefacts }] })

/** A round whose one lead is carried out, and finds nothing: a dry round. */
const dry =
  (lead: Record<string, unknown>, look: Parameters<TestCase['work']>[0] = { outcome: 'empty' }): Prepare =>
  async (kase, model) => {
    model(proposes(kase.lead(lead)))
    await kase.round()
    await kase.work(look)
  }
const bothResolved: Prepare = async (kase) => {
  await kase.resolve('COPIED')
  await kase.resolve('WIPED')
}
const lookedEverywhere: Prepare = async (kase) => {
  for (const artefact of ['mru', 'prefetch', 'events']) await kase.observe('PC', artefact, { outcome: 'empty' })
  await kase.observe('STICK', 'deleted', { outcome: 'empty' })
}
const toolCalls =
  (count: number): Prepare =>
  async (kase) => {
    for (let call = 0; call < count; call++) await kase.observe('PC', 'mru', { outcome: 'failed' })
  }
const oneAfterTheOther =
  (...steps: Prepare[]): Prepare =>
  async (kase, model) => {
    for (const step of steps) await step(kase, model)
  }
const addedLater = (path: string, body: unknown) => async (kase: TestCase) =>
  expectReply(await kase.call('POST', path, body), 201, z.unknown())

type Reason = {
  readonly reason: string
  readonly ended: string
  readonly holds: Scenario
  readonly fails: Scenario & { readonly because: RegExp }
  /** What happens between the model's word and the commit, so that it holds no more. */
  readonly undo: (kase: TestCase) => Promise<unknown>
}

const reasons: readonly Reason[] = [
  {
    reason: 'all_hypotheses_resolved',
    ended: 'resolved',
    holds: { prepare: bothResolved },
    fails: {
      prepare: (kase) => kase.resolve('COPIED'),
      because: /^all_hypotheses_resolved does not hold: H2-[a-z]{2} are still active\./,
    },
    undo: addedLater('/hypotheses', { statement: 'They were mailed.', topics: ['exfiltration'] }),
  },
  {
    reason: 'marginal_yield_exhausted',
    ended: 'low_yield',
    holds: { changes: onlyCopied, prepare: oneAfterTheOther(dry({}), dry({ artefact: 'events' })) },
    fails: { changes: onlyCopied, prepare: dry({}), because: /1 in a row were dry, not two/ },
    undo: async (kase) => kase.observe('STICK', 'deleted', { evidence: { COPIED: 'supports' } }),
  },
  {
    reason: 'coverage_saturated',
    ended: 'saturated',
    holds: { prepare: lookedEverywhere },
    fails: { because: /gaps inform H[12]-[a-z]{2}, such as S1-[a-z]{2} (mru|prefetch|events)/ },
    undo: addedLater('/sources', { kind: 'phone', label: 'Phone', artefacts: [mru] }),
  },
  {
    reason: 'budget_exhausted',
    ended: 'budget',
    holds: { changes: { budgets: { toolCalls: 10 } }, prepare: toolCalls(9) },
    fails: { changes: { budgets: { toolCalls: 10 } }, prepare: toolCalls(8), because: /no budget is at 90 % or more/ },
    undo: async (kase) =>
      expectReply(await kase.patch({ action: 'raise_budget', budgets: { toolCalls: 100 } }), 200, z.unknown()),
  },
  {
    reason: 'nothing_worth_a_lead',
    ended: 'not_worthwhile',
    holds: { changes: pcWith(hopeless) },
    fails: { because: /the best possible lead is worth \d+\.\d leads/ },
    undo: addedLater('/sources', {
      kind: 'phone',
      label: 'Phone',
      artefacts: [{ ...events, answerRate: 1, strength: [0.99, 0.01] }],
    }),
  },
]

/** A service on a case brought where the scenario wants it; the model then makes what moves it is given. */
async function arrange({ changes = {}, prepare = async () => undefined }: Scenario) {
  const database = new Interposed()
  let model = scripted()
  const use = (...moves: Move[]) => void (model = scripted(...moves))
  const service = await startTestService({ database, modelOf: () => model })
  const kase = await openCase(service, changes)
  await prepare(kase, use)
  return { database, kase, use }
}

const Turns = z.object({
  transcript: z.object({
    turns: z.array(z.object({ answers: z.array(z.object({ code: z.string(), content: z.string() })) })),
  }),
})
const Standing = z.object({
  status: z.string(),
  endedAs: z.string().nullable(),
  unresolved: z.array(z.object({ key: z.string(), status: z.string(), lacks: z.string() })),
})
const standing = async (kase: TestCase) => expectReply(await kase.call('GET', ''), 200, Standing)
async function answers(kase: TestCase, round: number | undefined) {
  const { transcript } = expectReply(await kase.call('GET', `/rounds/${round}`), 200, Turns)
  return transcript.turns.flatMap((turn) => turn.answers)
}

describe.each(reasons)('$reason', ({ reason, ended, holds, fails, undo }) => {
  test('ends the case where its facts hold', async () => {
    const { kase, use } = await arrange(holds)
    use(declares(reason, 'What was found, and what stays open.'))
    const answer = await kase.round()
    expect(answer.decision).toEqual({ type: 'complete', reason, explanation: 'What was found, and what stays open.' })
    expect(await standing(kase)).toMatchObject({ status: 'ended', endedAs: ended })
    expect((await kase.refusedRound(410)).code).toBe('ended')
  })

  test('is refused where they do not, with the facts that contradict it, and the model may still propose', async () => {
    const { kase, use } = await arrange(fails)
    use(
      declares(reason),
      proposes(kase.lead({ hypothesis: kase.of(reason.startsWith('all') ? 'WIPED' : 'COPIED'), artefact: 'events' })),
    )
    const answer = await kase.round()
    const [refusal] = await answers(kase, answer.round?.number)
    expect(refusal?.code).toBe('reason_does_not_hold')
    expect(refusal?.content).toMatch(fails.because)
    expect(refusal?.content).toMatch(/Propose leads, or declare with a reason whose facts hold\.$/)
    expect(outcome(answer)).toBe('propose 1')
  })

  test('fails the round with completion_refused when it is declared twice against the facts', async () => {
    const { kase, use } = await arrange(fails)
    use(declares(reason), declares(reason), proposes(kase.lead()))
    const answer = await kase.round()
    expect(answer).toMatchObject({
      decision: null,
      failure: { code: 'completion_refused' },
      usage: { modelCalls: 2, toolCalls: 2 },
    })
    expect(await standing(kase)).toMatchObject({ status: 'open', endedAs: null })
  })

  test('fails the round as stale when it holds no more under the lock', async () => {
    const { database, kase, use } = await arrange(holds)
    database.afterRead('judge_completion', () => undo(kase))
    use(declares(reason))
    const answer = await kase.round()
    expect(answer).toMatchObject({ round: { state: 'failed' }, decision: null, failure: { code: 'stale' } })
    expect((await answers(kase, answer.round?.number)).map(({ code }) => code)).toEqual(['accepted'])
    expect(await standing(kase)).toMatchObject({ status: 'open', endedAs: null })
  })

  test('does not hold while a lead is outstanding', async () => {
    const { changes, prepare } = holds
    const outstanding: Prepare = async (kase, model) => {
      model(proposes(kase.lead({ role: 'interviewer' })))
      expect(outcome(await kase.round())).toBe('propose 1')
      await prepare?.(kase, model)
    }
    const { kase, use } = await arrange({
      changes: { ...changes, overlapRounds: true, roles: ['interviewer'] },
      prepare: outstanding,
    })
    use(declares(reason), declares(reason))
    const answer = await kase.round()
    expect(outcome(answer)).toBe('failed completion_refused')
    expect((await answers(kase, answer.round?.number))[0]?.content).toMatch(
      /does not hold: leads L1-[a-z]{2} are outstanding/,
    )
  })
})

describe('the fine print of', () => {
  async function refusalOf(reason: string, scenario: Scenario): Promise<string> {
    const { kase, use } = await arrange(scenario)
    use(declares(reason), declares(reason))
    const answer = await kase.round()
    expect(outcome(answer)).toBe('failed completion_refused')
    return (await answers(kase, answer.round?.number))[0]?.content ?? ''
  }
  async function isAccepted(reason: string, scenario: Scenario): Promise<void> {
    const { kase, use } = await arrange(scenario)
    use(declares(reason))
    expect(outcome(await kase.round())).toBe(`complete ${reason}`)
  }

  test('all_hypotheses_resolved: a case without hypotheses has none that is resolved', async () => {
    expect(await refusalOf('all_hypotheses_resolved', { changes: { hypotheses: [] } })).toMatch(
      /the case has no hypothesis/,
    )
  })

  test('all_hypotheses_resolved: refuted is resolved as well', async () => {
    const refuted: Prepare = async (kase) => {
      await kase.observe('PC', 'mru', { evidence: { COPIED: 'contradicts' } })
      await kase.observe('PC', 'events', { evidence: { COPIED: 'contradicts' } })
    }
    await isAccepted('all_hypotheses_resolved', { changes: onlyCopied, prepare: refuted })
  })

  test('all_hypotheses_resolved: confidence on one witness is not resolved', async () => {
    const one: Prepare = async (kase) =>
      void (await kase.observe('PC', 'mru', { evidence: { COPIED: 'direct_evidence' } }))
    expect(await refusalOf('all_hypotheses_resolved', { changes: onlyCopied, prepare: one })).toMatch(/still active/)
  })

  test('marginal_yield_exhausted: an active hypothesis that nobody asked about, with a gap that informs it, keeps the case open', async () => {
    const scenario = { prepare: oneAfterTheOther(dry({}), dry({ artefact: 'events' })) }
    const neglected = /H2-[a-z]{2} is active, was not cited by two done leads, and has gaps/
    expect(await refusalOf('marginal_yield_exhausted', scenario)).toMatch(neglected)
  })

  test('marginal_yield_exhausted: one that nobody asked about, without a gap left, does not', async () => {
    const rest: Prepare = async (kase) => void (await kase.observe('PC', 'prefetch', { outcome: 'empty' }))
    await isAccepted('marginal_yield_exhausted', {
      prepare: oneAfterTheOther(dry({}), dry({ artefact: 'events' }), rest),
    })
  })

  test('marginal_yield_exhausted: a round whose lead could not be carried out neither adds to a row of dry rounds nor breaks it', async () => {
    const cannot = dry({ artefact: 'prefetch' }, { outcome: 'failed' })
    await isAccepted('marginal_yield_exhausted', {
      changes: onlyCopied,
      prepare: oneAfterTheOther(dry({}), cannot, dry({ artefact: 'events' })),
    })
    expect(
      await refusalOf('marginal_yield_exhausted', { changes: onlyCopied, prepare: oneAfterTheOther(dry({}), cannot) }),
    ).toMatch(/1 in a row were dry/)
  })

  test('marginal_yield_exhausted: a round that found something between two dry ones breaks the row', async () => {
    const rich = dry({ artefact: 'prefetch' }, { evidence: { COPIED: 'prerequisite_met' } })
    const prepare = oneAfterTheOther(dry({}), rich, dry({ artefact: 'events' }))
    expect(await refusalOf('marginal_yield_exhausted', { changes: onlyCopied, prepare })).toMatch(/1 in a row were dry/)
  })

  test('coverage_saturated: what could not be looked at is a gap until it was tried twice', async () => {
    const tried = (times: number): Prepare =>
      oneAfterTheOther(
        ...Array.from(
          { length: times },
          (): Prepare => async (kase) => void (await kase.observe('PC', 'mru', { outcome: 'failed' })),
        ),
      )
    const changes = { ...onlyCopied, ...pcWith(mru) }
    expect(await refusalOf('coverage_saturated', { changes, prepare: tried(1) })).toMatch(/1 gaps inform H1/)
    await isAccepted('coverage_saturated', { changes, prepare: tried(2) })
  })

  test('coverage_saturated: a gap that informs no active hypothesis does not matter', async () => {
    const changes = { ...onlyCopied, ...pcWith(mru, prefetch) }
    await isAccepted('coverage_saturated', {
      changes,
      prepare: async (kase) => void (await kase.observe('PC', 'mru', { outcome: 'empty' })),
    })
  })

  test('coverage_saturated: a gap that shares only a topic where techniques are named does not inform', async () => {
    const hypotheses = [{ ...copied, predicts: ['T1052.001'] }]
    const other = { ...deleted, techniques: ['T1048'] }
    await isAccepted('coverage_saturated', { changes: { hypotheses, ...pcWith(other) } })
    expect(
      await refusalOf('coverage_saturated', {
        changes: { hypotheses, ...pcWith({ ...other, techniques: ['T1052'] }) },
      }),
    ).toMatch(/1 gaps inform/)
  })

  test('coverage_saturated: a source without artefacts is never saturated', async () => {
    const unlisted = { sources: [{ key: 'PC', kind: 'unheard-of', label: 'A box', artefacts: [] }] }
    expect(await refusalOf('coverage_saturated', { changes: unlisted })).toMatch(
      /nobody knows what S1-[a-z]{2} may hold/,
    )
  })

  test('budget_exhausted: it may be the budget of rounds, this very round counted', async () => {
    await isAccepted('budget_exhausted', { changes: { budgets: { rounds: 1 } } })
  })

  test('budget_exhausted: it may be the budget of model tokens, as it was before this round', async () => {
    const changes = { budgets: { modelTokens: 11_600 } }
    const tenThousand: Prepare = async (kase, model) => {
      model(...Array.from({ length: 10 }, () => declares('no reason')))
      await kase.round()
      model(...Array.from({ length: 10 }, () => declares('no reason')))
      await kase.round()
    }
    await isAccepted('budget_exhausted', { changes, prepare: tenThousand })
  })

  test('nothing_worth_a_lead: the price of a wrong hypothesis decides what is worth a lead', async () => {
    const weak = pcWith({ ...mru, strength: 'weak', answerRate: 0.3 })
    await isAccepted('nothing_worth_a_lead', { changes: { ...weak, errorCost: 1 } })
    expect(
      await refusalOf('nothing_worth_a_lead', { changes: { ...pcWith(mru, events, prefetch), errorCost: 4000 } }),
    ).toMatch(/is worth/)
  })
})

test('our own rules, told that the case changed while they thought, look again and propose', async () => {
  const database = new Interposed()
  const service = await startTestService({ database })
  const kase = await openCase(service, pcWith({ ...mru, strength: 'strong', answerRate: 1 }))
  await kase.observe('PC', 'mru', { outcome: 'empty' })
  const phone = {
    kind: 'phone',
    label: 'Phone',
    artefacts: [events, mru, prefetch].map((one) => ({ ...one, answerRate: 1 })),
  }
  database.afterRead('four_views', () => addedLater('/sources', phone)(kase))
  const answer = await kase.round()
  const codes = (await answers(kase, 1)).map(({ code }) => code)
  expect(codes.slice(0, 5)).toEqual(['reason_does_not_hold', 'ok', 'ok', 'ok', 'accepted'])
  expect(outcome(answer)).toMatch(/^propose [123]$/)
})

test('every end names, for each open hypothesis, what it lacks', async () => {
  const { kase, use } = await arrange({ changes: { budgets: { toolCalls: 2 } }, prepare: toolCalls(1) })
  await kase.observe('PC', 'events', { evidence: { COPIED: 'direct_evidence' } })
  use(declares('budget_exhausted'))
  expect(outcome(await kase.round())).toBe('complete budget_exhausted')
  expect(await standing(kase)).toEqual({
    status: 'ended',
    endedAs: 'budget',
    unresolved: [
      { key: 'WIPED', status: 'inconclusive', lacks: expect.stringMatching(/^any evidence at all; one artefact/) },
      {
        key: 'COPIED',
        status: 'inconclusive',
        lacks: expect.stringMatching(/^a second witness: the evidence for it rests on one; 2 artefacts/),
      },
    ],
  })
})

test('a word that is none of the five reasons is refused', async () => {
  const service = await startTestService({ modelOf: () => always(declares('the_end')) })
  const kase = await openCase(service)
  const answer = await kase.round()
  expect(outcome(answer)).toBe('failed no_decision')
  expect((await answers(kase, 1)).every(({ code }) => code === 'invalid_arguments')).toBe(true)
})
