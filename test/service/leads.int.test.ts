/** Leads in the hands of workers: claiming, recording under a lease, and how they end. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { type LabCase, one, refusal, startLab } from '../support/case-builder.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const emptyLook = (lab: LabCase, changes: object = {}) => ({
  invocations: [
    { key: 'k', tool: 'lab tool', source: lab.alias('DISK'), artefacts: ['events'], outcome: 'empty', ...changes },
  ],
})

test('a worker is handed leads of its roles in the case asked for, the oldest first, at most as many as it takes', async () => {
  const { open } = await startLab()
  const [lab, other] = [await open(), await open()]
  const [events, files, prefetch] = await lab.leads(
    { on: 'DISK', artefact: 'events' },
    { on: 'STICK', artefact: 'files', role: 'media' },
    { on: 'DISK', artefact: 'prefetch' },
  )
  await other.leads({ on: 'DISK', artefact: 'events' })
  expect((await lab.claim({ roles: ['disk'], max: 1 })).map(({ alias }) => alias)).toEqual([events?.alias])
  expect((await lab.claim({ max: 20 })).map(({ alias }) => alias)).toEqual([files?.alias, prefetch?.alias])
  expect(await lab.claim({ max: 20 })).toEqual([])
  expect(await other.claim({ roles: ['media'] })).toEqual([])
})

test('a claimed lead comes with all that its worker needs', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [seen = ''] = await lab.see({
    on: 'DISK',
    artefact: 'files',
    text: 'a copy',
    phenomenon: { interpretation: 'hers?' },
  })
  const claim = await lab.held({
    on: 'DISK',
    artefact: 'events',
    instruction: 'Read the logons.',
    why: 'Who was there?',
    buildsOn: [seen],
    entities: ['mvoss'],
    window: { from: '2026-03-26T18:00:00+01:00', to: '2026-03-26T20:00:00+01:00' },
  })
  expect(claim).toMatchObject({
    investigation: lab.id,
    role: 'disk',
    expects: 'supports',
    instruction: 'Read the logons.',
    why: 'Who was there?',
    entities: ['mvoss'],
    windowFrom: '2026-03-26T17:00:00.000Z',
    windowTo: '2026-03-26T19:00:00.000Z',
    tainted: true,
    epoch: 1,
    source: { alias: lab.alias('DISK'), key: 'DISK', kind: 'lab-disk', label: 'Disk of the workstation' },
    hypothesis: {
      alias: lab.alias('COPIED'),
      key: 'COPIED',
      statement: 'Mira Voss copied the drawings.',
      status: 'active',
    },
    artefact: { key: 'events', tools: ['read events'] },
    known: [{ alias: seen, name: 'a copy', interpretation: 'hers?', artefact: 'files' }],
    leaseUntil: expect.stringMatching(/^20\d\d-/),
    audit: { cypher: expect.stringContaining(claim.id), browser: expect.stringContaining('cmd=edit') },
  })
})

test('a token is told once and stored only as its hash', async () => {
  const { open, call } = await startLab()
  const lab = await open()
  const claim = await lab.held({ on: 'DISK', artefact: 'events' })
  await lab.recordUnder(claim, { on: 'DISK', artefact: 'events', text: 'a logon' })
  await lab.end(claim, 'complete')
  const told = JSON.stringify([await lab.standing(), (await call('GET', '/v1/investigations?limit=5')).body])
  expect(told).not.toContain(claim.token)
  expect(one((await lab.entries()).filter(({ type }) => type === 'lead_claimed')).body).toMatchObject({
    worker: 'w1',
    epoch: 1,
    tokenHash: sha256(claim.token),
  })
  const { body } = await lab.send('GET', `leads/${claim.alias}`)
  expect(JSON.stringify(body)).not.toContain(sha256(claim.token))
})

test('sixteen workers at once over twenty leads get sixteen different ones', async () => {
  const { open } = await startLab()
  const artefacts = Array.from({ length: 20 }, (_, index) => ({
    key: `a${index}`,
    name: `a${index}`,
    topics: ['execution'],
    role: 'disk',
  }))
  const lab = await open({ sources: [{ key: 'DISK', kind: 'lab-disk', label: 'Disk', artefacts }] })
  await lab.leads(...artefacts.map(({ key }) => ({ on: 'DISK', artefact: key })))
  const claims = await Promise.all(Array.from({ length: 16 }, (_, worker) => lab.claim({ worker: `w${worker}` })))
  expect(claims.map((taken) => taken.length)).toEqual(Array.from({ length: 16 }, () => 1))
  expect(new Set(claims.flat().map(({ id }) => id)).size).toBe(16)
  expect(await lab.claim({ max: 20 })).toHaveLength(4)
  expect((await lab.verify()).ok).toBe(true)
})

test('leads that a case does not hand out do not keep a worker from those of another case', async () => {
  const { open } = await startLab()
  const role = `role-${Math.random().toString(36).slice(2)}`
  const [spent, other] = [await open({ roles: [role], budgets: { toolCalls: 1 } }), await open({ roles: [role] })]
  const looks = ['events', 'prefetch', 'files', 'journal'].map((artefact) => ({ on: 'DISK', artefact, role }))
  await spent.leads(...looks, { on: 'STICK', role }, { on: 'COPY', role })
  const [lead] = await other.leads({ on: 'DISK', artefact: 'events', role })
  await spent.record(emptyLook(spent))
  expect(await spent.claim({ roles: [role], max: 20 })).toEqual([])
  const claims = await other.claim({ roles: [role], investigation: undefined })
  expect(claims.map(({ alias }) => alias)).toEqual([lead?.alias])
})

test('of several cases each lead that is left is handed out, however many a spent case still holds', async () => {
  const { open } = await startLab()
  const role = `role-${Math.random().toString(36).slice(2)}`
  const [spent, other] = [await open({ roles: [role], budgets: { toolCalls: 1 } }), await open({ roles: [role] })]
  await spent.leads({ on: 'DISK', artefact: 'events', role }, { on: 'DISK', artefact: 'prefetch', role })
  const looks = ['events', 'prefetch', 'files', 'journal'].map((artefact) => ({ on: 'DISK', artefact, role }))
  const left = await other.leads(...looks)
  await spent.record(emptyLook(spent))
  const claims = await other.claim({ roles: [role], investigation: undefined, max: 4 })
  expect(claims.map(({ alias }) => alias)).toEqual(left.map(({ alias }) => alias))
})

test('a claim that finds nothing leaves the case as it was, and one in a case that there is not is refused', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.leads({ on: 'DISK', artefact: 'events' })
  const before = await lab.types()
  expect(await lab.claim({ roles: ['media'] })).toEqual([])
  expect(await lab.types()).toEqual(before)
  const asked = { worker: 'w1', roles: ['disk'], investigation: '01890000-0000-7000-8000-000000000000' }
  expect(refusal(await lab.send('POST', '/v1/leads/claim', asked), 404).code).toBe('not_found')
})

test('while a case is paused nothing is handed out, and what is claimed may end', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.leads({ on: 'DISK', artefact: 'events' }, { on: 'DISK', artefact: 'files' })
  const claim = one(await lab.claim())
  await lab.send('PATCH', '', { action: 'pause', by: 'Ada Bell', why: 'lunch' })
  expect(await lab.claim()).toEqual([])
  await lab.recordUnder(claim, { on: 'DISK', artefact: 'events', text: 'a logon' })
  expect(await lab.end(claim, 'complete')).toMatchObject({ state: 'done' })
  await lab.send('PATCH', '', { action: 'resume', by: 'Ada Bell', why: 'fed' })
  expect(await lab.claim()).toHaveLength(1)
})

test('at the cap of tool calls no lead is handed out, and records of a claimed one are still taken', async () => {
  const { open } = await startLab()
  const lab = await open({ budgets: { toolCalls: 2 } })
  await lab.leads({ on: 'DISK', artefact: 'events' }, { on: 'DISK', artefact: 'files' })
  const claim = one(await lab.claim())
  await lab.recordUnder(
    claim,
    { on: 'DISK', artefact: 'events', text: 'one' },
    { on: 'DISK', artefact: 'events', text: 'two' },
  )
  expect(await lab.claim()).toEqual([])
  await lab.recordUnder(claim, { on: 'DISK', artefact: 'events', text: 'three' })
  expect(await lab.used('toolCalls')).toBe(3)
})

test.each([
  ['hit', { expects: 'supports' }, 'direct_evidence', 2],
  ['contrary', { expects: 'supports' }, 'weakens', -0.5],
  ['hit', { expects: 'weakens' }, 'contradicts', -2],
  ['contrary', { expects: 'contradicts' }, 'prerequisite_met', 0.5],
] as const)(
  'a lead is a %s by the sign of what it moved against the sign of what it expected: %o, %s',
  async (outcome, look, kind, moved) => {
    const { open } = await startLab()
    const lab = await open()
    const claim = await lab.held({ on: 'DISK', artefact: 'events', ...look })
    await lab.recordUnder(claim, { on: 'DISK', artefact: 'events', text: 'seen', evidence: { COPIED: kind } })
    expect(await lab.end(claim, 'complete', { summary: 'read it' })).toEqual({
      lead: claim.alias,
      state: 'done',
      outcome,
      moved,
    })
    expect((await lab.overview()).ended).toMatchObject([{ alias: claim.alias, outcome, reason: 'read it' }])
  },
)

test('a lead that moved its hypothesis nowhere, or only others, is a miss', async () => {
  const { open } = await startLab()
  const lab = await open()
  const nothing = await lab.held({ on: 'DISK', artefact: 'events' })
  await lab.under(nothing, 'records', emptyLook(lab))
  expect(await lab.end(nothing, 'complete')).toMatchObject({ outcome: 'miss', moved: 0 })
  const other = await lab.held({ on: 'DISK', artefact: 'files' })
  await lab.recordUnder(other, { on: 'DISK', artefact: 'files', text: 'wiped', evidence: { WIPED: 'direct_evidence' } })
  expect(await lab.end(other, 'complete')).toMatchObject({ outcome: 'miss', moved: 0 })
  const balanced = await lab.held({ on: 'DISK', artefact: 'prefetch' })
  await lab.recordUnder(
    balanced,
    { on: 'DISK', artefact: 'prefetch', text: 'for', evidence: { COPIED: 'prerequisite_met' } },
    { on: 'DISK', artefact: 'prefetch', text: 'against', evidence: { COPIED: 'weakens' } },
  )
  expect(await lab.end(balanced, 'complete')).toMatchObject({ outcome: 'miss', moved: 0 })
  expect((await lab.verify()).ok).toBe(true)
})

test('only its own records count for a lead, as they arrived: damped as they were, and later withdrawals leave it', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lab.held({ on: 'DISK', artefact: 'files' })
  await lab.see({ on: 'DISK', artefact: 'journal', text: 'by another', evidence: { COPIED: 'supports' } })
  const [own = ''] = await lab.recordUnder(claim, {
    on: 'DISK',
    artefact: 'files',
    text: 'its own',
    evidence: { COPIED: 'supports' },
  })
  await lab.withdraw(own)
  expect(await lab.end(claim, 'complete')).toMatchObject({ outcome: 'hit', moved: 0.5 })
  expect((await lab.belief('COPIED')).logOdds).toBe(1)
  expect((await lab.verify()).ok).toBe(true)
})

test('what is recorded under a lead belongs to the round that proposed it, and the round closes with its last lead', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.leads({ on: 'DISK', artefact: 'events' }, { on: 'DISK', artefact: 'files' })
  await lab.leads({ on: 'DISK', artefact: 'prefetch' })
  const [first, second] = await lab.claim({ max: 2 })
  if (!first || !second) throw new Error('no leads')
  await lab.recordUnder(first, { on: 'DISK', artefact: 'events', text: 'a logon', evidence: { COPIED: 'supports' } })
  await lab.end(first, 'complete')
  const yields = async () => (await lab.send('GET', 'views/marginal-yield')).body
  expect(await yields()).toMatchObject({
    rounds: [
      { round: 2, newPhenomena: 0 },
      { round: 1, newPhenomena: 1, newEvidence: 1, leadsHit: 1, leadsOutstanding: 1, closed: false, counts: false },
    ],
  })
  await lab.end(second, 'fail')
  expect(await yields()).toMatchObject({
    rounds: [
      { round: 2 },
      { round: 1, leadsHit: 1, leadsFailed: 1, leadsOutstanding: 0, closed: true, counts: true, dry: false },
    ],
  })
})

test('completing needs a look that found something or nothing; a look that failed is none', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lab.held({ on: 'DISK' })
  const before = await lab.standing()
  expect(refusal(await lab.under(claim, 'complete'), 409)).toMatchObject({ code: 'nothing_looked_at' })
  expect(await lab.standing()).toEqual(before)
  await lab.under(claim, 'records', emptyLook(lab, { outcome: 'failed' }))
  expect(refusal(await lab.under(claim, 'complete'), 409).code).toBe('nothing_looked_at')
  await lab.under(claim, 'records', emptyLook(lab, { artefacts: [], cached: true }))
  expect(await lab.end(claim, 'complete')).toMatchObject({ state: 'done', outcome: 'miss' })
})

test('a lead that names an artefact completes only if that artefact of its source was among those looked at', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lab.held({ on: 'DISK', artefact: 'events' })
  await lab.under(claim, 'records', emptyLook(lab, { artefacts: ['prefetch'] }))
  await lab.under(claim, 'records', emptyLook(lab, { source: lab.alias('COPY') }))
  await lab.record(emptyLook(lab))
  expect(refusal(await lab.under(claim, 'complete'), 409)).toMatchObject({
    code: 'nothing_looked_at',
    artefact: 'events',
  })
  await lab.under(claim, 'records', emptyLook(lab))
  expect(await lab.end(claim, 'complete')).toMatchObject({ state: 'done' })
})

test.each(['complete', 'fail', 'release'] as const)(
  'to %s twice with the same token and body gives the first answer, another body is refused',
  async (act) => {
    const { open } = await startLab()
    const lab = await open()
    const claim = await lab.held({ on: 'DISK', artefact: 'events' })
    await lab.recordUnder(claim, { on: 'DISK', artefact: 'events', text: 'a logon', evidence: { COPIED: 'supports' } })
    const body = act === 'complete' ? { summary: 'read it' } : { why: 'read it' }
    const first = await lab.end(claim, act, body)
    const before = await lab.standing()
    expect(await lab.end(claim, act, body)).toEqual(first)
    expect((await lab.under(claim, act, body, { 'idempotency-key': 'another' })).body).toEqual(first)
    expect(refusal(await lab.under(claim, act, act === 'complete' ? { summary: 'x' } : { why: 'x' }), 422).code).toBe(
      'idempotency_mismatch',
    )
    expect(await lab.standing()).toEqual(before)
  },
)

test("a worker's record key makes its record harmless to repeat, and no key of a record is in the way of an ending", async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lab.held({ on: 'DISK', artefact: 'events' })
  const body = {
    recordKey: 'complete',
    ...lab.sights({ on: 'DISK', artefact: 'events', text: 'a logon', evidence: { COPIED: 'supports' } }),
  }
  const first = await lab.under(claim, 'records', body)
  const again = await lab.under(claim, 'records', body)
  expect(again.body).toEqual(first.body)
  expect(await lab.used('toolCalls')).toBe(1)
  expect(refusal(await lab.under(claim, 'records', { recordKey: 'complete', ...emptyLook(lab) }), 422).code).toBe(
    'idempotency_mismatch',
  )
  expect(await lab.end(claim, 'complete')).toMatchObject({ outcome: 'hit', moved: 1 })
})

test('a refused record under a lead writes nothing and leaves the lead with its worker', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lab.held({ on: 'DISK', artefact: 'events' })
  const before = await lab.standing()
  const { invocations, phenomena } = lab.sights({ on: 'DISK', artefact: 'events', text: 'a logon' })
  const wrong = phenomena.map((given) => ({
    ...given,
    facts: [{ fact: 'x', quote: 'a logoff', invocation: invocations[0]?.['key'] }],
  }))
  expect(refusal(await lab.under(claim, 'records', { invocations, phenomena: wrong }), 422).code).toBe(
    'quote_not_found',
  )
  expect(await lab.standing()).toEqual(before)
  expect((await lab.under(claim, 'records', emptyLook(lab))).status).toBe(201)
})

test('a lead that could not be carried out fails with its reason', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lab.held({ on: 'DISK', artefact: 'events' })
  expect(await lab.end(claim, 'fail')).toEqual({
    lead: claim.alias,
    state: 'failed',
    outcome: 'could_not_look',
    moved: 0,
  })
  expect(await lab.lead(claim.alias)).toMatchObject({
    state: 'failed',
    endedWhy: 'the disk does not spin',
    worker: 'w1',
  })
})

test('a released lead is open again for another worker, and has lost no lease', async () => {
  const { open } = await startLab({ limits: { unclaimedSeconds: 3600, lostLeases: 1 } })
  const lab = await open()
  const first = await lab.held({ on: 'DISK', artefact: 'events' })
  expect(await lab.end(first, 'release', { why: 'shift over' })).toMatchObject({
    state: 'open',
    outcome: null,
    moved: null,
  })
  const second = one(await lab.claim({ worker: 'w2' }))
  expect(second).toMatchObject({ id: first.id, epoch: 2 })
  expect(second.token).not.toBe(first.token)
  expect(await lab.lead(first.alias)).toMatchObject({ state: 'claimed', worker: 'w2', losses: 0 })
  expect(await lab.types()).not.toContain('lead_lapsed')
})

test('leads are listed by state with their audit, one is shown by alias or id, and only in its own case', async () => {
  const { open, openBeside } = await startLab()
  const lab = await open()
  const other = await openBeside(lab)
  const [first, second] = await lab.leads({ on: 'DISK', artefact: 'events' }, { on: 'DISK', artefact: 'files' })
  const claim = one(await lab.claim())
  const listed = async (query: string) => (await lab.send('GET', `leads?${query}`)).body
  expect(await listed('state=open')).toMatchObject({
    leads: [{ alias: second?.alias, state: 'open', audit: { cypher: expect.stringContaining(second?.id ?? '') } }],
  })
  expect(await listed('state=claimed')).toMatchObject({ leads: [{ alias: claim.alias }] })
  expect(await listed('limit=1')).toMatchObject({ leads: [{ alias: first?.alias }] })
  expect(await listed('after=1')).toMatchObject({ leads: [{ alias: second?.alias }] })
  expect(await lab.lead(first?.id ?? '')).toMatchObject({
    alias: first?.alias,
    hypothesis: lab.alias('COPIED'),
    source: lab.alias('DISK'),
  })
  for (const name of [first?.id ?? '', first?.alias ?? '', 'L1'])
    expect(refusal(await other.send('GET', `leads/${name}`), 404).code).toBe('not_found')
})
