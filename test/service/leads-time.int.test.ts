/** What runs out: leases, leads that nobody claims, and what comes too late. Reads show it, writes note it. */
import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Claim, type LabCase, one, refusal, startLab } from '../support/case-builder.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const signed = { by: 'Ada Bell', why: 'it is good work' }

/** A lead whose lease of a second has run out. */
async function lost(lab: LabCase, claiming: Record<string, unknown> = {}): Promise<Claim> {
  const claim = await lab.held({ on: 'DISK', artefact: 'events' }, { leaseSeconds: 1, ...claiming })
  await pause(1100)
  return claim
}

const late = (lab: LabCase) =>
  lab.sights({ on: 'DISK', artefact: 'events', text: 'a logon', evidence: { COPIED: 'supports' } })

test('a lease that has run out shows in reads at once, and reads write nothing', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lost(lab)
  const { revision } = (await lab.overview()).header
  expect(await lab.lead(claim.alias)).toMatchObject({ state: 'open', worker: null, losses: 1 })
  expect((await lab.overview()).outstanding).toMatchObject([{ alias: claim.alias, state: 'open' }])
  expect((await lab.send('GET', 'leads?state=claimed')).body).toEqual({ leads: [] })
  expect((await lab.overview()).header.revision).toBe(revision)
  expect(await lab.types()).not.toContain('lead_lapsed')
})

test('the next write first notes the lost lease, in an entry of its own by the service', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lost(lab)
  await lab.see({ on: 'DISK', text: 'something else' })
  expect((await lab.entries()).slice(-2)).toMatchObject([
    { type: 'lead_lapsed', actor: 'service', body: { lead: claim.alias.split('-')[0], what: 'lease' } },
    { type: 'recorded' },
  ])
  expect((await lab.verify()).ok).toBe(true)
})

test('a write that is refused still commits what had run out, and nothing of itself', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lost(lab)
  const before = await lab.types()
  expect(refusal(await lab.withdraw('P1-aa'), 422).code).toBe('unknown_phenomenon')
  expect(await lab.types()).toEqual([...before, 'lead_lapsed'])
  expect(refusal(await lab.withdraw('P1-aa'), 422).code).toBe('unknown_phenomenon')
  expect(await lab.types()).toEqual([...before, 'lead_lapsed'])
  expect((await lab.verify()).ok).toBe(true)
})

test('a lead whose lease was lost is handed to the next worker, and the first is told', async () => {
  const { open } = await startLab()
  const lab = await open()
  const first = await lost(lab)
  const second = one(await lab.claim({ worker: 'w2' }))
  expect(second).toMatchObject({ id: first.id, epoch: 2 })
  expect((await lab.types()).slice(-2)).toEqual(['lead_lapsed', 'lead_claimed'])
  expect(refusal(await lab.under(first, 'heartbeat'), 409).code).toBe('lease_lost')
  await lab.recordUnder(second, { on: 'DISK', artefact: 'events', text: 'a logon' })
  expect(await lab.end(second, 'complete')).toMatchObject({ state: 'done' })
})

test('a heartbeat keeps the lease, leaves no entry, and never shortens it', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lab.held({ on: 'DISK', artefact: 'events' }, { leaseSeconds: 2 })
  const before = await lab.types()
  expect(await lab.under(claim, 'heartbeat', { leaseSeconds: 600 })).toMatchObject({
    status: 200,
    body: { leaseUntil: expect.any(String) },
  })
  const { leaseUntil } = await lab.lead(claim.alias)
  await lab.under(claim, 'heartbeat')
  expect((await lab.lead(claim.alias))['leaseUntil']).toBe(leaseUntil)
  await pause(2100)
  await lab.recordUnder(claim, { on: 'DISK', artefact: 'events', text: 'a logon' })
  expect(await lab.types()).toEqual([...before, 'recorded'])
  expect((await lab.verify()).ok).toBe(true)
})

test('a lead that lost its lease three times has failed as lease_expired', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lost(lab)
  for (const worker of ['w2', 'w3']) {
    expect(one(await lab.claim({ worker, leaseSeconds: 1 })).id).toBe(claim.id)
    await pause(1100)
  }
  expect(await lab.lead(claim.alias)).toMatchObject({ state: 'failed', outcome: 'lease_expired', losses: 3 })
  expect(await lab.claim()).toEqual([])
  expect((await lab.types()).filter((type) => type === 'lead_lapsed')).toHaveLength(3)
  expect((await lab.overview()).ended).toMatchObject([
    { alias: claim.alias, state: 'failed', outcome: 'lease_expired', reason: 'its lease ran out 3 times' },
  ])
  expect((await lab.send('GET', 'views/marginal-yield')).body).toMatchObject({
    rounds: [{ leadsFailed: 1, closed: true, counts: false }],
  })
  expect((await lab.verify()).ok).toBe(true)
})

test.each(['complete', 'fail', 'release'])(
  'what its last holder says after the third lost lease comes too late: %s',
  async (verb) => {
    const { open } = await startLab({ limits: { unclaimedSeconds: 3600, lostLeases: 1 } })
    const lab = await open()
    const claim = await lost(lab)
    const said = await lab.under(claim, verb, verb === 'complete' ? { summary: 'x' } : { why: 'x' })
    expect(refusal(said, 409).code).toBe('lease_lost')
    expect((await lab.send('GET', 'views/marginal-yield')).body).toMatchObject({
      rounds: [{ leadsFailed: 1, leadsOutstanding: 0, closed: true }],
    })
    expect(await lab.lead(claim.alias)).toMatchObject({ state: 'failed', outcome: 'lease_expired' })
    expect((await lab.verify()).ok).toBe(true)
  },
)

test.each(['reject', 'edit'])('a lead that nobody claimed in time has ended before a person can %s it', async (act) => {
  const { open } = await startLab({ limits: { unclaimedSeconds: 1, lostLeases: 3 } })
  const lab = await open()
  const { alias } = one(await lab.leads({ on: 'DISK', artefact: 'events' }))
  await pause(1100)
  const body = act === 'edit' ? { ...signed, instruction: 'Look twice.' } : signed
  expect(refusal(await lab.send('POST', `leads/${alias}/${act}`, body), 409).code).toBe('lead_state')
  expect((await lab.send('GET', 'views/marginal-yield')).body).toMatchObject({
    rounds: [{ leadsFailed: 1, leadsOutstanding: 0, closed: true }],
  })
  expect((await lab.verify()).ok).toBe(true)
})

test('a lead that nobody claims in time has failed as unclaimed: reads show it, the next write notes it', async () => {
  const { open } = await startLab({ limits: { unclaimedSeconds: 1, lostLeases: 3 } })
  const lab = await open()
  const lead = one(await lab.leads({ on: 'DISK', artefact: 'events' }))
  await pause(1100)
  expect(await lab.lead(lead.alias)).toMatchObject({ state: 'failed', outcome: 'unclaimed' })
  expect(await lab.overview()).toMatchObject({
    outstanding: [],
    ended: [{ alias: lead.alias, state: 'failed', outcome: 'unclaimed' }],
  })
  expect(await lab.types()).not.toContain('lead_lapsed')
  expect(await lab.claim()).toEqual([])
  expect((await lab.entries()).at(-1)).toMatchObject({ type: 'lead_lapsed', body: { what: 'unclaimed' } })
  expect((await lab.verify()).ok).toBe(true)
})

test('the time unclaimed counts from when the lead last became open', async () => {
  const { open } = await startLab({ limits: { unclaimedSeconds: 3, lostLeases: 3 } })
  const lab = await open()
  const claim = await lab.held({ on: 'DISK', artefact: 'events' })
  await pause(2500)
  await lab.end(claim, 'release')
  await pause(1000)
  expect(await lab.lead(claim.alias)).toMatchObject({ state: 'open' })
  expect(await lab.claim()).toHaveLength(1)
})

test('while a case is paused no lead grows old unclaimed; after it each has its whole time again', async () => {
  const { open } = await startLab({ limits: { unclaimedSeconds: 2, lostLeases: 3 } })
  const lab = await open()
  const lead = one(await lab.leads({ on: 'DISK', artefact: 'events' }))
  await lab.send('PATCH', '', { action: 'pause', ...signed })
  await pause(2100)
  await lab.see({ on: 'DISK', text: 'something' })
  expect(await lab.lead(lead.alias)).toMatchObject({ state: 'open' })
  await lab.send('PATCH', '', { action: 'resume', ...signed })
  expect(await lab.lead(lead.alias)).toMatchObject({ state: 'open' })
  expect(await lab.types()).not.toContain('lead_lapsed')
  await pause(2100)
  expect(await lab.lead(lead.alias)).toMatchObject({ state: 'failed', outcome: 'unclaimed' })
  expect((await lab.verify()).ok).toBe(true)
})

test('a pause keeps no lease alive', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lab.held({ on: 'DISK', artefact: 'events' }, { leaseSeconds: 1 })
  await lab.send('PATCH', '', { action: 'pause', ...signed })
  await pause(1100)
  expect(await lab.lead(claim.alias)).toMatchObject({ state: 'open', losses: 1 })
})

test.each(['records', 'complete', 'fail', 'release'] as const)(
  'what comes after the lease was lost is refused and kept as a late record: %s',
  async (act) => {
    const { open } = await startLab()
    const lab = await open()
    const claim = await lost(lab)
    const body = {
      records: late(lab),
      complete: { summary: 'read it' },
      fail: { why: 'gone' },
      release: { why: 'shift' },
    }[act]
    const used = await lab.used('toolCalls')
    expect(refusal(await lab.under(claim, act, body), 409)).toMatchObject({
      code: 'lease_lost',
      lead: claim.alias,
      state: 'open',
    })
    const [lapsed, kept] = (await lab.entries()).slice(-2)
    expect(lapsed).toMatchObject({ type: 'lead_lapsed' })
    expect(kept).toMatchObject({
      type: 'late_record',
      body: { lead: 'L1', tokenHash: sha256(claim.token), command: act === 'records' ? 'record' : act },
    })
    expect(JSON.stringify(kept)).not.toContain(claim.token)
    expect(await lab.used('toolCalls')).toBe(used)
    expect(await lab.belief('COPIED')).toMatchObject({ evidence: 0, logOdds: 0 })
    expect((await lab.verify()).ok).toBe(true)
  },
)

test('a token that never was the lead’s leaves nothing behind', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lab.held({ on: 'DISK', artefact: 'events' })
  const other = await lab.held({ on: 'DISK', artefact: 'files' })
  const before = await lab.standing()
  for (const token of ['guessed', other.token]) {
    for (const [act, body] of [
      ['records', late(lab)],
      ['complete', {}],
      ['fail', { why: 'x' }],
      ['release', {}],
      ['heartbeat', {}],
    ] as const) {
      expect(refusal(await lab.under({ id: claim.id, token }, act, body), 409).code, act).toBe('lease_lost')
    }
  }
  expect(await lab.standing()).toEqual(before)
  const nowhere = await lab.under({ id: '01a1fc04-183a-7753-bc24-d4fbf0b486ae', token: claim.token }, 'complete')
  expect(refusal(nowhere, 404).code).toBe('not_found')
})

test('a token of a lead that has ended is late too, and so is one of a case that was closed', async () => {
  const { open } = await startLab()
  const lab = await open()
  const ended = await lab.held({ on: 'DISK', artefact: 'events' })
  await lab.end(ended, 'fail')
  expect(refusal(await lab.under(ended, 'records', late(lab)), 409)).toMatchObject({
    code: 'lease_lost',
    state: 'failed',
  })
  const claim = await lab.held({ on: 'DISK', artefact: 'files' })
  await lab.send('POST', 'close', signed)
  expect(await lab.lead(claim.alias)).toMatchObject({ state: 'cancelled' })
  expect(refusal(await lab.under(claim, 'records', late(lab)), 409)).toMatchObject({
    code: 'lease_lost',
    state: 'cancelled',
  })
  expect((await lab.types()).filter((type) => type === 'late_record')).toHaveLength(2)
})

test('a late record may be adopted by a person, once, whoever asks: it counts then, outside its lead, even in an ended case', async () => {
  const { open } = await startLab()
  const lab = await open()
  const claim = await lost(lab)
  await lab.under(claim, 'records', late(lab))
  const { seq } = one((await lab.entries()).filter(({ type }) => type === 'late_record'))
  await lab.send('POST', 'close', signed)

  const adopted = await lab.send('POST', `late-records/${seq}/adopt`, signed)
  expect(adopted).toMatchObject({ status: 201, body: { evidence: { recorded: 1 } } })
  expect((await lab.entries()).at(-1)).toMatchObject({
    type: 'recorded',
    actor: 'person:Ada Bell',
    body: { adopts: seq, lead: null, why: 'it is good work' },
  })
  expect((await lab.belief('COPIED')).logOdds).toBe(1)
  expect(await lab.used('toolCalls')).toBe(1)

  const again = await lab.send('POST', `late-records/${seq}/adopt`, { by: 'Bo Crane', why: 'me too' })
  expect(again.body).toEqual(adopted.body)
  expect(await lab.used('toolCalls')).toBe(1)
  expect(refusal(await lab.send('POST', 'late-records/1/adopt', signed), 404).code).toBe('not_found')
  expect((await lab.verify()).ok).toBe(true)
})

test('a lead that awaits approval neither runs out nor is handed out, and the clock stands still with it', async () => {
  const { open } = await startLab({ limits: { unclaimedSeconds: 2, lostLeases: 3 } })
  const lab = await open({ requireApproval: true })
  const lead = one(await lab.leads({ on: 'DISK', artefact: 'events' }))
  expect(await lab.claim()).toEqual([])
  const used = await lab.used('minutes')
  await pause(2100)
  expect(await lab.lead(lead.alias)).toMatchObject({ state: 'awaiting_approval' })
  expect(await lab.used('minutes')).toBe(used)
  expect(await lab.send('POST', `leads/${lead.alias}/approve`, signed)).toMatchObject({
    status: 200,
    body: { state: 'open' },
  })
  expect(await lab.claim()).toHaveLength(1)
  expect((await lab.verify()).ok).toBe(true)
})
