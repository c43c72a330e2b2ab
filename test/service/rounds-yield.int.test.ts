/** What came of a round: when it closes, what it counts, when it is dry, and what undoes that. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { proposes, scripted, talks, type Move } from '../support/scripted-model.ts'
import { expectReply, startTestService } from '../support/service.ts'
import { openCase, type Look, type TestCase } from './round-case.ts'

async function serving(changes: Record<string, unknown> = {}) {
  let model = scripted()
  const use = (...moves: Move[]) => void (model = scripted(...moves))
  const service = await startTestService({ modelOf: () => model })
  const kase = await openCase(service, changes)
  /** A round with these leads, all of them carried out like this. */
  const rounds = async (leads: Record<string, unknown>[], look?: Look) => {
    use(proposes(...leads.map((lead) => kase.lead(lead))))
    await kase.round()
    await kase.work(look)
  }
  return { service, kase, use, rounds }
}

const Row = z.object({
  round: z.int(),
  closed: z.boolean(),
  counts: z.boolean(),
  dry: z.boolean(),
  newPhenomena: z.int(),
  newEvidence: z.int(),
  withdrawals: z.int(),
  flips: z.int(),
  absoluteChange: z.number(),
  leadsHit: z.int(),
  leadsContrary: z.int(),
  leadsMissed: z.int(),
  leadsFailed: z.int(),
  leadsOutstanding: z.int(),
})
const Yield = z.object({ rounds: z.array(Row), dryInARow: z.int() })
const yields = async (kase: TestCase, last = 20) =>
  expectReply(await kase.call('GET', `/views/marginal-yield?rounds=${last}`), 200, Yield)
const newest = async (kase: TestCase) => {
  const [row] = (await yields(kase)).rounds
  if (row === undefined) throw new Error('no round was proposed')
  return row
}
const nothing = {
  newPhenomena: 0,
  newEvidence: 0,
  withdrawals: 0,
  flips: 0,
  absoluteChange: 0,
  leadsHit: 0,
  leadsContrary: 0,
  leadsMissed: 0,
  leadsFailed: 0,
}

describe('a proposed round', () => {
  test('closes in the transaction that ends its last lead, and counts from then on', async () => {
    const { service, kase, use } = await serving()
    use(proposes(kase.lead(), kase.lead({ artefact: 'events' })))
    await kase.round()
    const claimed = await kase.claim()
    expect(await newest(kase)).toEqual({
      round: 1,
      closed: false,
      counts: false,
      dry: false,
      ...nothing,
      leadsOutstanding: 2,
    })
    for (const [index, lead] of claimed.entries()) {
      const look = { key: 'x', tool: 't', source: kase.of('PC'), artefacts: [lead.artefact?.key], outcome: 'empty' }
      expect(
        (await service.call('POST', `/v1/leads/${lead.id}/records`, { token: lead.token, invocations: [look] })).status,
      ).toBe(201)
      expect((await service.call('POST', `/v1/leads/${lead.id}/complete`, { token: lead.token })).status).toBe(200)
      expect((await newest(kase)).closed).toBe(index === 1)
    }
    expect(await newest(kase)).toMatchObject({
      closed: true,
      counts: true,
      dry: true,
      leadsMissed: 2,
      leadsOutstanding: 0,
    })
  })

  test('closes when a person rejects its last lead, and does not count then', async () => {
    const { kase, use } = await serving({ requireApproval: true })
    use(proposes(kase.lead()))
    const { decision } = await kase.round()
    const lead = decision?.type === 'propose' ? decision.leads[0]?.alias : ''
    expect((await kase.act(`/leads/${lead}/reject`)).status).toBe(200)
    expect(await newest(kase)).toMatchObject({
      closed: true,
      counts: false,
      dry: false,
      leadsFailed: 1,
      leadsOutstanding: 0,
    })
  })

  test('counts what is recorded under its leads: phenomena, evidence, flips, and how far belief moved', async () => {
    const { kase, rounds } = await serving()
    await rounds([{}, { artefact: 'events' }], { evidence: { COPIED: 'direct_evidence', WIPED: 'weakens' } })
    expect(await newest(kase)).toEqual({
      ...nothing,
      round: 1,
      closed: true,
      counts: true,
      dry: false,
      newPhenomena: 2,
      newEvidence: 4,
      flips: 2,
      absoluteChange: 5,
      leadsHit: 2,
      leadsOutstanding: 0,
    })
  })

  test('tells hits from contraries: against the kind of evidence that the lead expected', async () => {
    const { kase, rounds } = await serving()
    await rounds([{ expects: 'weakens' }, { artefact: 'events' }], { evidence: { COPIED: 'supports' } })
    expect(await newest(kase)).toMatchObject({ leadsHit: 1, leadsContrary: 1, leadsMissed: 0, dry: false })
  })

  test('is dry although it found something, where that is about no hypothesis that was active when it opened', async () => {
    const { kase, rounds } = await serving()
    await kase.resolve('WIPED')
    await rounds([{}], { evidence: { WIPED: 'supports' } })
    expect(await newest(kase)).toMatchObject({ newPhenomena: 1, newEvidence: 1, leadsMissed: 1, dry: true })
  })

  test('is not dry where no lead missed, and does not count where none was done', async () => {
    const { kase, rounds } = await serving()
    await rounds([{}], { outcome: 'failed' })
    expect(await newest(kase)).toMatchObject({ closed: true, counts: false, dry: false, leadsFailed: 1 })
    await rounds([{ artefact: 'events' }], { evidence: { COPIED: 'supports' } })
    expect(await newest(kase)).toMatchObject({ counts: true, dry: false })
  })
})

describe('what is recorded outside a lead', () => {
  test('belongs to the newest decided round', async () => {
    const { kase, rounds } = await serving()
    await rounds([{}])
    await rounds([{ artefact: 'events' }])
    await kase.observe('STICK', 'deleted', { evidence: { WIPED: 'supports' } })
    const { rounds: rows } = await yields(kase)
    expect(rows.map(({ round, newEvidence, dry }) => [round, newEvidence, dry])).toEqual([
      [2, 1, false],
      [1, 0, true],
    ])
  })

  test('before the first decision belongs to the intake, which is no round of the strategist', async () => {
    const { kase } = await serving()
    await kase.observe('STICK', 'deleted', { evidence: { WIPED: 'supports' } })
    expect(await yields(kase)).toEqual({ rounds: [], dryInARow: 0 })
    const { rounds } = expectReply(
      await kase.call('GET', '/rounds'),
      200,
      z.object({ rounds: z.array(z.object({ number: z.int(), newPhenomena: z.int(), newEvidence: z.int() })) }),
    )
    expect(rounds).toEqual([{ number: 0, newPhenomena: 1, newEvidence: 1 }])
  })

  test('under a lead belongs to the round that proposed it, even when a newer one is decided', async () => {
    const { service, kase, use } = await serving({ overlapRounds: true })
    use(proposes(kase.lead()), proposes(kase.lead({ artefact: 'prefetch', hypothesis: kase.of('WIPED') })))
    await kase.round()
    const [lead] = await kase.claim()
    await kase.round()
    const line = 'found late'
    const records = {
      token: lead?.token,
      invocations: [{ key: 'x', tool: 't', source: kase.of('PC'), artefacts: ['mru'], outcome: 'found', output: line }],
      phenomena: [
        {
          source: kase.of('PC'),
          artefact: 'mru',
          facts: [{ fact: line, quote: line, invocation: 'x' }],
          evidence: [{ hypothesis: kase.of('COPIED'), kind: 'supports', why: 'x' }],
        },
      ],
    }
    expect((await service.call('POST', `/v1/leads/${lead?.id}/records`, records)).status).toBe(201)
    expect((await yields(kase)).rounds.map(({ round, newEvidence }) => [round, newEvidence])).toEqual([
      [2, 0],
      [1, 1],
    ])
  })
})

describe('dry rounds in a row', () => {
  test('are counted from the newest back, over those that count, and a rich one ends the row', async () => {
    const { kase, rounds } = await serving()
    await rounds([{}])
    expect((await yields(kase)).dryInARow).toBe(1)
    await rounds([{ artefact: 'prefetch', hypothesis: kase.of('WIPED') }], { outcome: 'failed' })
    expect((await yields(kase)).dryInARow).toBe(1)
    await rounds([{ artefact: 'events' }])
    expect((await yields(kase)).dryInARow).toBe(2)
    await rounds([{ source: kase.of('STICK'), artefact: 'deleted', role: 'media' }], {
      evidence: { COPIED: 'supports' },
    })
    expect((await yields(kase)).dryInARow).toBe(0)
  })

  test('are undone by later evidence, and come back when it is withdrawn only as a withdrawal', async () => {
    const { kase, rounds } = await serving()
    await rounds([{}])
    const late = await kase.observe('STICK', 'deleted', { evidence: { COPIED: 'supports' } })
    expect((await yields(kase)).dryInARow).toBe(0)
    expect((await kase.act(`/phenomena/${late}/withdraw`)).status).toBe(200)
    expect(await newest(kase)).toMatchObject({ newEvidence: 1, withdrawals: 1, absoluteChange: 2, dry: false })
  })
})

describe('the view', () => {
  test('shows proposed rounds only, newest first, and three of them unless asked for more', async () => {
    const { kase, use, rounds } = await serving()
    for (const lead of [{}, { artefact: 'events' }]) await rounds([lead])
    use(talks(), talks(), talks())
    await kase.round()
    for (const lead of [
      { artefact: 'prefetch', hypothesis: kase.of('WIPED') },
      { source: kase.of('STICK'), artefact: 'deleted', role: 'media' },
    ])
      await rounds([lead])
    const usual = expectReply(await kase.call('GET', '/views/marginal-yield'), 200, Yield)
    expect(usual.rounds.map(({ round }) => round)).toEqual([5, 4, 2])
    expect((await yields(kase)).rounds.map(({ round }) => round)).toEqual([5, 4, 2, 1])
    expect([usual.dryInARow, (await yields(kase, 1)).dryInARow]).toEqual([4, 4])
  })
})
