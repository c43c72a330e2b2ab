/** What a strategist may propose, and what it is told when it may not: each rule through the service, on a real graph. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { proposes, says, scripted, talks, type Move } from '../support/scripted-model.ts'
import { expectReply, startTestService } from '../support/service.ts'
import { events, mru, openCase, outcome, type RoundReply, type TestCase } from './round-case.ts'

type Prepare = (kase: TestCase) => Promise<void>
type Script = (kase: TestCase) => readonly Move[]

/** A case, brought where a test wants it, and then one round in which the model makes these moves. */
async function played(script: Script, prepare: Prepare = async () => undefined, changes: Record<string, unknown> = {}) {
  let moves: readonly Move[] = []
  const service = await startTestService({ modelOf: () => scripted(...moves) })
  const kase = await openCase(service, changes)
  moves = script(kase)
  await prepare(kase)
  const answer = await kase.round()
  return { service, kase, answer, ...(await told(kase, answer)) }
}

const Answer = z.object({ name: z.string(), ok: z.boolean(), code: z.string(), content: z.string() })
const Shown = z.object({ transcript: z.object({ turns: z.array(z.object({ answers: z.array(Answer) })) }) })

/** The codes of all answers that the model got, and their words. */
async function told(kase: TestCase, { round }: RoundReply) {
  const shown = expectReply(await kase.call('GET', `/rounds/${round?.number}`), 200, Shown)
  const answers = shown.transcript.turns.flatMap((turn) => turn.answers)
  return { codes: answers.map(({ code }) => code), words: answers.map(({ content }) => content) }
}

/** Makes the model propose one lead, has it carried out, and so makes that look a past one. */
const looked =
  (look: Parameters<TestCase['work']>[0]): Prepare =>
  async (kase) => {
    expect(outcome(await kase.round())).toBe('propose 1')
    await kase.work(look)
  }

describe('a decision', () => {
  test('is one lead, two or three', async () => {
    const { answer, kase } = await played((kase) => [
      proposes(
        kase.lead(),
        kase.lead({ artefact: 'events' }),
        kase.lead({ source: kase.of('STICK'), artefact: 'deleted', role: 'media' }),
      ),
    ])
    expect(outcome(answer)).toBe('propose 3')
    expect(answer.decision).toMatchObject({
      leads: [
        { artefact: 'mru', source: kase.of('PC'), hypothesis: kase.of('COPIED'), state: 'open' },
        { artefact: 'events' },
        { artefact: 'deleted', source: kase.of('STICK') },
      ],
    })
  })

  test('leaves a fourth lead out and says that a round holds no more', async () => {
    const { answer, codes, words } = await played((kase) => [
      proposes(
        kase.lead(),
        kase.lead({ artefact: 'events' }),
        kase.lead({ artefact: 'prefetch' }),
        kase.lead({ source: kase.of('STICK'), artefact: 'deleted', role: 'media' }),
      ),
    ])
    expect(outcome(answer)).toBe('propose 3')
    expect(codes).toEqual(['accepted', 'accepted', 'accepted', 'too_many_leads'])
    expect(words[3]).toMatch(/holds no more\. Propose it in the next round/)
  })

  test('waits for a person where the case asks for approval', async () => {
    const { answer } = await played((kase) => [proposes(kase.lead())], undefined, { requireApproval: true })
    expect(answer.decision).toMatchObject({ leads: [{ state: 'awaiting_approval' }] })
  })

  test('is what is accepted of one message: what is refused beside it does not count', async () => {
    const { answer, codes } = await played((kase) => [
      proposes(kase.lead({ role: 'astrologer' }), kase.lead(), kase.lead({ artefact: 'events' })),
    ])
    expect(outcome(answer)).toBe('propose 2')
    expect(codes).toEqual(['unknown_role', 'accepted', 'accepted'])
  })

  test('is the first message with an accepted proposal: the model is not asked again', async () => {
    const { answer } = await played((kase) => [proposes(kase.lead({ role: 'astrologer' })), proposes(kase.lead())])
    expect(outcome(answer)).toBe('propose 1')
    expect(answer.usage).toMatchObject({ modelCalls: 2, toolCalls: 2, inputTokens: 2000, outputTokens: 100 })
  })

  test('is none where a declaration stands beside another call: none of them is run', async () => {
    const { answer, codes, kase } = await played((kase) => [
      says(
        { name: 'propose_lead', args: kase.lead() },
        { name: 'declare_investigation_complete', args: { reason: 'coverage_saturated', explanation: 'x' } },
      ),
      proposes(kase.lead({ artefact: 'events' })),
    ])
    expect(codes).toEqual(['declare_alone', 'declare_alone', 'accepted'])
    expect(answer.decision).toMatchObject({ leads: [{ artefact: 'events', hypothesis: kase.of('COPIED') }] })
  })

  test('is asked for again, with only the two record tools, when a message calls no tool', async () => {
    const service = await startTestService({ modelOf: () => model })
    const kase = await openCase(service)
    const model = scripted(talks(), talks(), proposes(kase.lead()))
    expect(outcome(await kase.round())).toBe('propose 1')
    expect(model.asked.map(({ tools }) => tools.length)).toEqual([11, 2, 2])
    expect(model.asked[1]?.tools).toEqual(['propose_lead', 'declare_investigation_complete'])
    expect(model.asked[1]?.messages.at(-1)?.text).toMatch(/^Decide now\./)
  })

  test('is never read out of silence: three messages without a call fail the round, and the case stays open', async () => {
    const { answer, kase } = await played(() => [talks(), talks(), talks('All is done, the case is complete.')])
    expect(outcome(answer)).toBe('failed no_decision')
    expect((await kase.call('GET', '')).body).toMatchObject({ status: 'open' })
  })
})

describe('a proposal is refused, and the model told what to do instead,', () => {
  const otherCase = '0199a000-0000-7000-8000-000000000001'
  test.each<[what: string, change: (kase: TestCase) => Record<string, unknown>, code: string, advice: RegExp]>([
    [
      'for a hypothesis that does not exist',
      () => ({ hypothesis: 'H7-qq' }),
      'unknown_hypothesis',
      /alias that graph_overview gives/,
    ],
    [
      'for a hypothesis without its check letters',
      () => ({ hypothesis: 'H1' }),
      'unknown_hypothesis',
      /alias that graph_overview gives/,
    ],
    [
      'for a source that does not exist',
      () => ({ source: 'S9-aa' }),
      'unknown_source',
      /alias that graph_overview gives/,
    ],
    [
      'for an id where an alias belongs',
      () => ({ source: otherCase }),
      'unknown_source',
      /alias that graph_overview gives/,
    ],
    [
      'for a source in the place of a hypothesis',
      (kase) => ({ hypothesis: kase.of('PC') }),
      'unknown_hypothesis',
      /alias that graph_overview gives/,
    ],
    ['for a role that no worker has', () => ({ role: 'astrologer' }), 'unknown_role', /roles of this case: .*disk/],
    [
      'for an artefact of another source',
      () => ({ artefact: 'deleted' }),
      'unknown_artefact',
      /key from source_coverage, or name no artefact/,
    ],
    [
      'for a phenomenon that does not exist',
      () => ({ buildsOn: ['P4-xx'] }),
      'unknown_phenomenon',
      /Leave it out, or look it up/,
    ],
    ['for a kind of evidence that does not exist', () => ({ expects: 'proof' }), 'invalid_arguments', /Put that right/],
    ['for an empty instruction', () => ({ instruction: '   ' }), 'invalid_arguments', /instruction/],
    [
      'for an instruction of 501 characters',
      () => ({ instruction: 'x'.repeat(501) }),
      'invalid_arguments',
      /instruction/,
    ],
    ['for no reason why', () => ({ why: '' }), 'invalid_arguments', /why/],
    ['for a reason of 501 characters', () => ({ why: 'x'.repeat(501) }), 'invalid_arguments', /why/],
    [
      'for building on four phenomena',
      () => ({ buildsOn: ['P1-aa', 'P2-aa', 'P3-aa', 'P4-aa'] }),
      'invalid_arguments',
      /buildsOn/,
    ],
    [
      'for a window that ends before it begins',
      () => ({ window: { from: '2026-03-02T00:00:00Z', to: '2026-03-01T00:00:00Z' } }),
      'invalid_arguments',
      /window/,
    ],
    ['for a field that there is not', () => ({ weight: 12 }), 'invalid_arguments', /weight/],
  ])('%s', async (_, change, code, advice) => {
    const { answer, codes, words } = await played((kase) => [proposes(kase.lead(change(kase))), proposes(kase.lead())])
    expect(codes).toEqual([code, 'accepted'])
    expect(words[0]).toMatch(advice)
    expect(outcome(answer)).toBe('propose 1')
  })

  test('for a hypothesis of another case, whose aliases do not pass here', async () => {
    const service = await startTestService({ modelOf: () => model })
    const [kase, other] = [await openCase(service), await openCase(service)]
    const model = scripted(proposes(kase.lead({ hypothesis: other.of('WIPED') })), proposes(kase.lead()))
    const { codes } = await told(kase, await kase.round())
    expect(codes).toEqual(['unknown_hypothesis', 'accepted'])
  })

  test('for a hypothesis that is resolved', async () => {
    const { codes, words, kase } = await played(
      (kase) => [proposes(kase.lead()), proposes(kase.lead({ hypothesis: kase.of('WIPED'), artefact: 'prefetch' }))],
      (kase) => kase.resolve('COPIED'),
    )
    expect(codes).toEqual(['hypothesis_resolved', 'accepted'])
    expect(words[0]).toBe(`${kase.of('COPIED')} is supported already. Cite a hypothesis that is still active.`)
  })

  test('for building on a phenomenon that was withdrawn', async () => {
    let phenomenon = ''
    const { codes } = await played(
      (kase) => [() => proposes(kase.lead({ buildsOn: [phenomenon] })), proposes(kase.lead())],
      async (kase) => {
        phenomenon = await kase.observe('PC', 'events', {})
        expectReply(await kase.act(`/phenomena/${phenomenon}/withdraw`), 200, z.unknown())
      },
    )
    expect(codes).toEqual(['phenomenon_withdrawn', 'accepted'])
  })

  test('for the same look as one just accepted in the message, whatever the hypothesis', async () => {
    const { codes, answer } = await played((kase) => [
      proposes(kase.lead({ artefact: 'events' }), kase.lead({ artefact: 'events', hypothesis: kase.of('WIPED') })),
    ])
    expect(codes).toEqual(['accepted', 'lead_outstanding'])
    expect(outcome(answer)).toBe('propose 1')
  })
})

describe('the same look again', () => {
  const again: Script = (kase) => [
    proposes(kase.lead()),
    proposes(kase.lead()),
    proposes(kase.lead({ artefact: 'events' })),
  ]
  /** The script for a case in which the look has been asked for twice before. */
  const third: Script = (kase) => [proposes(kase.lead()), ...again(kase)]

  /** Runs all rounds of a script with one model, so that its moves go on from round to round. */
  async function rounds(script: Script, prepare: Prepare, changes: Record<string, unknown> = {}) {
    let moves: readonly Move[] = []
    let call = 0
    const next: Move = (asked) => {
      const move = moves[call++]
      if (move === undefined || move instanceof Error) throw move ?? new Error('no move left')
      return typeof move === 'function' ? move(asked) : move
    }
    const service = await startTestService({ modelOf: () => scripted(next, next, next) })
    const kase = await openCase(service, changes)
    moves = script(kase)
    await prepare(kase)
    const answer = await kase.round()
    return { kase, answer, ...(await told(kase, answer)) }
  }

  test('is refused while the first is outstanding, and its id is given', async () => {
    const { codes, words, kase } = await rounds(again, async (kase) => void (await kase.round()), {
      overlapRounds: true,
    })
    const { leads } = expectReply(
      await kase.call('GET', '/leads?state=open'),
      200,
      z.object({ leads: z.array(z.object({ alias: z.string() })) }),
    )
    expect(codes).toEqual(['lead_outstanding', 'accepted'])
    expect(words[0]).toBe(`Lead ${leads[0]?.alias} asks for the same look and is outstanding. Propose another look.`)
  })

  test('is refused as already looked at when it was done', async () => {
    const { codes, words } = await rounds(again, looked({ outcome: 'empty' }))
    expect(codes).toEqual(['already_looked', 'accepted'])
    expect(words[0]).toMatch(/Look elsewhere, or build on a phenomenon that was recorded after it/)
  })

  test('is refused for another hypothesis, too: a worker records everything it sees', async () => {
    const { codes } = await rounds(
      (kase) => [
        proposes(kase.lead({ artefact: 'events' })),
        proposes(kase.lead({ artefact: 'events', hypothesis: kase.of('WIPED') })),
        proposes(kase.lead()),
      ],
      looked({ outcome: 'empty' }),
    )
    expect(codes).toEqual(['already_looked', 'accepted'])
  })

  test('without an artefact is another look for another hypothesis, or another kind of evidence', async () => {
    const free = (kase: TestCase, change: Record<string, unknown> = {}) => {
      const { artefact: _, ...lead } = kase.lead(change)
      return lead
    }
    const { answer, codes } = await rounds(
      (kase) => [
        proposes(free(kase)),
        proposes(free(kase), free(kase, { expects: 'weakens' }), free(kase, { hypothesis: kase.of('WIPED') })),
      ],
      looked({ outcome: 'empty' }),
    )
    expect(codes).toEqual(['already_looked', 'accepted', 'accepted'])
    expect(outcome(answer)).toBe('propose 2')
  })

  test('is allowed when it builds on something recorded after that look', async () => {
    let fresh = ''
    const { answer, codes } = await rounds(
      (kase) => [proposes(kase.lead()), () => proposes(kase.lead({ buildsOn: [fresh] }))],
      async (kase) => {
        await looked({ outcome: 'empty' })(kase)
        fresh = await kase.observe('STICK', 'deleted', {})
      },
    )
    expect(codes).toEqual(['accepted'])
    expect(answer.decision).toMatchObject({ leads: [{ artefact: 'mru', buildsOn: [fresh] }] })
  })

  test('is refused when it builds on something that was known before that look', async () => {
    let old = ''
    const { codes } = await rounds(
      (kase) => [
        proposes(kase.lead()),
        () => proposes(kase.lead({ buildsOn: [old] })),
        proposes(kase.lead({ artefact: 'events' })),
      ],
      async (kase) => {
        old = await kase.observe('STICK', 'deleted', {})
        await looked({ outcome: 'empty' })(kase)
      },
    )
    expect(codes).toEqual(['already_looked', 'accepted'])
  })

  test('is allowed once more after it failed, then already looked at', async () => {
    const { codes, words } = await rounds(third, async (kase) => {
      await looked({ outcome: 'failed' })(kase)
      await looked({ outcome: 'failed' })(kase)
    })
    expect(codes).toEqual(['already_looked', 'accepted'])
    expect(words[0]).toMatch(/failed twice \(L1-[a-z]{2}|failed twice \(L2-[a-z]{2}, L1-[a-z]{2}\)/)
  })

  test('that failed twice since it was last done is refused even with new knowledge', async () => {
    let fresh = ''
    const withFresh = (kase: TestCase) => () => proposes(kase.lead({ buildsOn: [fresh] }))
    const { codes } = await rounds(
      (kase) => [
        proposes(kase.lead()),
        withFresh(kase),
        withFresh(kase),
        withFresh(kase),
        proposes(kase.lead({ artefact: 'events' })),
      ],
      async (kase) => {
        await looked({ outcome: 'empty' })(kase)
        fresh = await kase.observe('STICK', 'deleted', {})
        await looked({ outcome: 'failed' })(kase)
        await looked({ outcome: 'failed' })(kase)
      },
    )
    expect(codes).toEqual(['already_looked', 'accepted'])
  })

  test('is refused as already looked at when a person rejected it', async () => {
    const { codes } = await rounds(
      again,
      async (kase) => {
        const { decision } = await kase.round()
        const lead = decision?.type === 'propose' ? decision.leads[0]?.alias : undefined
        expectReply(await kase.act(`/leads/${lead}/reject`), 200, z.unknown())
      },
      { requireApproval: true },
    )
    expect(codes).toEqual(['already_looked', 'accepted'])
  })

  test('is as if never proposed when it was cancelled', async () => {
    const { codes } = await rounds(
      (kase) => [proposes(kase.lead()), proposes(kase.lead())],
      async (kase) => {
        await kase.round()
        expectReply(await kase.act('/close'), 200, z.unknown())
        expectReply(await kase.act('/reopen'), 200, z.unknown())
      },
    )
    expect(codes).toEqual(['accepted'])
  })

  test('can be reopened by a person, as a new lead', async () => {
    const { kase } = await rounds(
      (kase) => [proposes(kase.lead()), proposes(kase.lead({ artefact: 'events' }))],
      looked({ outcome: 'empty' }),
    )
    const { leads } = expectReply(
      await kase.call('GET', '/leads?state=done'),
      200,
      z.object({ leads: z.array(z.object({ alias: z.string() })) }),
    )
    const { lead, state } = expectReply(
      await kase.act(`/leads/${leads[0]?.alias}/reopen`),
      201,
      z.object({ lead: z.string(), state: z.string() }),
    )
    expect([lead.slice(0, 3), state]).toEqual(['L3-', 'open'])
  })
})

test('a phenomenon that a lead builds on twice is built on once', async () => {
  let known = ''
  const { answer, kase } = await played(
    (kase) => [() => proposes(kase.lead({ buildsOn: [known, known] }))],
    async (kase) => {
      known = await kase.observe('PC', 'events', {})
    },
  )
  expect(answer.decision).toMatchObject({ leads: [{ buildsOn: [known] }] })
  expect((await kase.call('GET', '/verify')).body).toMatchObject({ ok: true, graph: [] })
})

test('roles given at creation are known beside those of the catalogue', async () => {
  const { codes } = await played((kase) => [proposes(kase.lead({ role: 'interviewer' }))], undefined, {
    roles: ['interviewer'],
  })
  expect(codes).toEqual(['accepted'])
})

test('a hypothesis and a source that were added later can be cited', async () => {
  const names = { hypothesis: '', source: '' }
  const { codes } = await played(
    (kase) => [() => proposes(kase.lead(names))],
    async (kase) => {
      const Added = z.object({ alias: z.string() })
      const hypothesis = { statement: 'They were mailed.', topics: ['exfiltration'] }
      const source = { kind: 'phone', label: 'Phone', artefacts: [mru, events] }
      names.hypothesis = expectReply(await kase.call('POST', '/hypotheses', hypothesis), 201, Added).alias
      names.source = expectReply(await kase.call('POST', '/sources', source), 201, Added).alias
    },
  )
  expect(codes).toEqual(['accepted'])
})
