/** What people do with leads: add, approve, edit, reject and reopen them, each with a name and a reason. */
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type LabCase, one, refusal, startLab } from '../support/case-builder.ts'

const signed = { by: 'Ada Bell', why: 'we need to know' }

function asked(lab: LabCase, changes: Record<string, unknown> = {}) {
  const lead = {
    hypothesis: lab.alias('COPIED'),
    source: lab.alias('DISK'),
    artefact: 'events',
    role: 'disk',
    expects: 'supports',
    instruction: 'Look.',
    why: 'It could tell.',
    ...changes,
  }
  return { lead, ...signed }
}

const act = (lab: LabCase, alias: string | undefined, what: string, body: object = signed) =>
  lab.send('POST', `leads/${alias}/${what}`, body)

test("a person's own lead is handed out like any other, belongs to no round, and is signed", async () => {
  const { open } = await startLab()
  const lab = await open()
  const added = await lab.send('POST', 'leads', asked(lab))
  expect(added).toMatchObject({ status: 201, body: { lead: expect.stringMatching(/^L1-/), state: 'open' } })
  const claim = one(await lab.claim())
  expect(await lab.lead(claim.alias)).toMatchObject({ round: null, madeBy: 'person:Ada Bell', tainted: false })
  expect(one((await lab.entries()).filter(({ type }) => type === 'lead_added'))).toMatchObject({
    actor: 'person:Ada Bell',
    body: { why: 'we need to know', reopens: null },
  })
  await lab.recordUnder(claim, { on: 'DISK', artefact: 'events', text: 'a logon', evidence: { COPIED: 'supports' } })
  expect(await lab.end(claim, 'complete')).toMatchObject({ outcome: 'hit' })
  expect((await lab.verify()).ok).toBe(true)
})

test.each([
  ['an unknown hypothesis', { hypothesis: 'H9-aa' }, 422, 'unknown_hypothesis'],
  ['an unknown source', { source: 'S9-aa' }, 422, 'unknown_source'],
  ['an unknown role', { role: 'oracle' }, 422, 'unknown_role'],
  ['an artefact of another source', { artefact: 'nothing' }, 422, 'unknown_artefact'],
  ['an unknown phenomenon', { buildsOn: ['P9-aa'] }, 422, 'unknown_phenomenon'],
  ['an unknown kind', { expects: 'proves' }, 400, 'invalid_request'],
  ['an empty instruction', { instruction: ' ' }, 400, 'invalid_request'],
  ['an instruction that is too long', { instruction: 'x'.repeat(501) }, 400, 'invalid_request'],
  ['four phenomena', { buildsOn: ['P1', 'P2', 'P3', 'P4'] }, 400, 'invalid_request'],
  [
    'a window that ends before it begins',
    { window: { from: '2026-03-27T00:00:00Z', to: '2026-03-26T00:00:00Z' } },
    400,
    'invalid_request',
  ],
])('it keeps to the rules of the strategist’s: %s is refused', async (_, changes, status, code) => {
  const { open } = await startLab()
  const lab = await open()
  const before = await lab.standing()
  expect(refusal(await lab.send('POST', 'leads', asked(lab, changes)), status).code).toBe(code)
  expect(await lab.standing()).toEqual(before)
})

test('a hypothesis that is resolved is no reason for a lead, a withdrawn phenomenon nothing to build on', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [, seen = ''] = await lab.see(
    { on: 'DISK', artefact: 'files', text: 'one', evidence: { COPIED: 'supports' } },
    { on: 'STICK', artefact: 'files', text: 'two', evidence: { COPIED: 'supports' } },
  )
  expect(refusal(await lab.send('POST', 'leads', asked(lab)), 409).code).toBe('hypothesis_resolved')
  await lab.withdraw(seen)
  expect(refusal(await lab.send('POST', 'leads', asked(lab, { buildsOn: [seen] })), 409).code).toBe('already_withdrawn')
})

test('the same look again: outstanding it is refused, whatever the hypothesis, and its id is given', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [lead] = await lab.leads({ on: 'DISK', artefact: 'events' })
  const again = refusal(await lab.send('POST', 'leads', asked(lab, { hypothesis: lab.alias('WIPED') })), 409)
  expect(again.code).toBe('lead_outstanding')
  expect(again.detail).toContain(lead?.alias)
  expect((await lab.send('POST', 'leads', asked(lab, { artefact: 'files' }))).status).toBe(201)
})

test('the same look again: done it is refused, unless it builds on a phenomenon recorded after that look', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [before = ''] = await lab.see({ on: 'STICK', text: 'before' })
  const claim = await lab.held({ on: 'DISK', artefact: 'events' })
  await lab.recordUnder(claim, { on: 'DISK', artefact: 'events', text: 'a logon' })
  await lab.end(claim, 'complete')
  expect(refusal(await lab.send('POST', 'leads', asked(lab)), 409).code).toBe('already_looked')
  expect(refusal(await lab.send('POST', 'leads', asked(lab, { buildsOn: [before] })), 409).code).toBe('already_looked')
  const [after = ''] = await lab.see({ on: 'STICK', text: 'after' })
  expect((await lab.send('POST', 'leads', asked(lab, { buildsOn: [before, after] }))).status).toBe(201)
})

test('the same look again: failed it may be asked for once more, cancelled as if it had never been', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.end(await lab.held({ on: 'DISK', artefact: 'events' }), 'fail')
  expect((await lab.send('POST', 'leads', asked(lab))).status).toBe(201)
  await lab.send('POST', 'close', signed)
  await lab.send('POST', 'reopen', signed)
  expect((await lab.types()).filter((type) => type === 'lead_cancelled')).toHaveLength(1)
  expect((await lab.send('POST', 'leads', asked(lab))).status).toBe(201)
  await lab.end(one(await lab.claim()), 'fail')
  expect(refusal(await lab.send('POST', 'leads', asked(lab)), 409).code).toBe('already_looked')
})

test('without an artefact the same look is the same hypothesis, role, source and kind', async () => {
  const { open } = await startLab()
  const lab = await open()
  const bare = (changes: object = {}) => asked(lab, { artefact: undefined, ...changes })
  expect((await lab.send('POST', 'leads', bare())).status).toBe(201)
  expect(refusal(await lab.send('POST', 'leads', bare()), 409).code).toBe('lead_outstanding')
  for (const changes of [
    { hypothesis: lab.alias('WIPED') },
    { expects: 'weakens' },
    { source: lab.alias('COPY') },
    { role: 'media' },
  ]) {
    expect((await lab.send('POST', 'leads', bare(changes))).status).toBe(201)
  }
})

test('where approval is needed a lead waits until a person approves it, with words of their own, or rejects it', async () => {
  const { open } = await startLab()
  const lab = await open({ requireApproval: true })
  const [first, second] = await lab.leads({ on: 'DISK', artefact: 'events' }, { on: 'DISK', artefact: 'files' })
  expect(await lab.claim({ max: 5 })).toEqual([])
  expect(
    (await act(lab, first?.alias, 'edit', { instruction: 'Read the logons of 26 March.', ...signed })).body,
  ).toMatchObject({ state: 'awaiting_approval' })
  expect((await act(lab, first?.alias, 'approve')).body).toMatchObject({ state: 'open' })
  expect((await act(lab, second?.alias, 'reject')).body).toMatchObject({ state: 'rejected' })
  expect(one(await lab.claim({ max: 5 }))).toMatchObject({ id: first?.id, instruction: 'Read the logons of 26 March.' })
  expect((await lab.entries()).slice(-4).map(({ type, actor }) => [type, actor])).toEqual([
    ['lead_edited', 'person:Ada Bell'],
    ['lead_approved', 'person:Ada Bell'],
    ['lead_rejected', 'person:Ada Bell'],
    ['lead_claimed', 'worker:w1'],
  ])
  expect(await lab.lead(second?.alias ?? '')).toMatchObject({ state: 'rejected', endedWhy: 'we need to know' })
  expect((await lab.verify()).ok).toBe(true)
})

test('a rejected look is not to be asked for again', async () => {
  const { open } = await startLab()
  const lab = await open({ requireApproval: true })
  const lead = one(await lab.leads({ on: 'DISK', artefact: 'events' }))
  await act(lab, lead.alias, 'reject')
  expect(refusal(await lab.send('POST', 'leads', asked(lab)), 409).code).toBe('already_looked')
})

test('what has been claimed or has ended can be neither approved, edited nor rejected', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lab.held({ on: 'DISK', artefact: 'events' })
  const before = await lab.standing()
  const acts: [what: string, body: object][] = [
    ['approve', signed],
    ['edit', { instruction: 'x', ...signed }],
    ['reject', signed],
  ]
  for (const [what, body] of acts)
    expect(refusal(await act(lab, claim.alias, what, body), 409).code, what).toBe('lead_state')
  expect(refusal(await act(lab, claim.alias, 'reopen'), 409).code).toBe('lead_state')
  expect(await lab.standing()).toEqual(before)
  await lab.end(claim, 'fail')
  for (const [what, body] of acts)
    expect(refusal(await act(lab, claim.alias, what, body), 409).code, what).toBe('lead_state')
})

test('a person may have any look made again: a new, open lead that reopens the old one', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lab.held({ on: 'DISK', artefact: 'events', instruction: 'Read the logons.', entities: ['mvoss'] })
  await lab.recordUnder(claim, { on: 'DISK', artefact: 'events', text: 'a logon' })
  await lab.end(claim, 'complete')
  expect(await act(lab, claim.alias, 'reopen')).toMatchObject({
    status: 201,
    body: { lead: expect.stringMatching(/^L2-/), state: 'open' },
  })
  expect(one(await lab.claim())).toMatchObject({
    instruction: 'Read the logons.',
    entities: ['mvoss'],
    artefact: { key: 'events' },
  })
  expect((await lab.entries()).at(-2)).toMatchObject({ type: 'lead_added', body: { reopens: 'L1' } })
  expect(refusal(await act(lab, claim.alias, 'reopen'), 409).code).toBe('lead_outstanding')
  expect((await lab.verify()).ok).toBe(true)
})

test('a reopened lead keeps what it built on, but for what was withdrawn, and stays marked as written by a model', async () => {
  const { open } = await startLab()
  const lab = await open()
  const seen = await lab.see({ on: 'DISK', text: 'one' }, { on: 'DISK', text: 'two' })
  const claim = await lab.held({ on: 'DISK', artefact: 'events', buildsOn: seen })
  await lab.end(claim, 'fail')
  await lab.withdraw(seen[1] ?? '')
  expect((await act(lab, claim.alias, 'reopen')).status).toBe(201)
  expect(one(await lab.claim())).toMatchObject({ tainted: claim['tainted'], known: [{ alias: seen[0] }] })
  expect(claim).toMatchObject({ tainted: true, known: [{ alias: seen[0] }, { alias: seen[1] }] })
  expect((await lab.verify()).ok).toBe(true)
})

test('closing a case whose leads all await approval leaves a clock that the journal adds up to', async () => {
  const { open } = await startLab()
  const lab = await open({ requireApproval: true })
  await lab.leads({ on: 'DISK', artefact: 'events' }, { on: 'DISK', artefact: 'files' })
  await pause(30)
  expect((await lab.send('POST', 'close', signed)).status).toBe(200)
  expect(await lab.verify()).toMatchObject({ ok: true, graph: [] })
  await lab.send('POST', 'reopen', signed)
  expect(await lab.verify()).toMatchObject({ ok: true, graph: [] })
})

test.each([
  ['0000-01-01T00:00:00+01:00', '2015-03-25T00:00:00Z'],
  ['9999-12-31T23:59:59-01:00', '9999-12-31T23:59:59-01:00'],
])('a window that its zone pushes out of the calendar is refused: %s', async (from, to) => {
  const { open } = await startLab()
  const lab = await open()
  expect(refusal(await lab.send('POST', 'leads', asked(lab, { window: { from, to } })), 400).code).toBe(
    'invalid_request',
  )
  expect((await lab.verify()).ok).toBe(true)
})

test('a reopened lead is open even where approval is needed: a person has asked for it', async () => {
  const { open } = await startLab()
  const lab = await open({ requireApproval: true })
  const lead = one(await lab.leads({ on: 'DISK', artefact: 'events' }))
  await act(lab, lead.alias, 'reject')
  expect((await act(lab, lead.alias, 'reopen')).body).toMatchObject({ state: 'open' })
  expect(await lab.claim()).toHaveLength(1)
  expect((await lab.verify()).ok).toBe(true)
})
