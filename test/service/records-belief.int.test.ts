/** Belief as 1-domain says it, over REST: weights, damping, witnesses, rivals, withdrawals. */
import { expect, test } from 'vitest'
import { type LabCase, one, refusal, startLab } from '../support/case-builder.ts'

/** What 1-domain says of a hypothesis, in the words of the view. */
async function standing(lab: LabCase, hypothesis = 'COPIED') {
  const { status, logOdds, needsCorroboration, contested } = await lab.belief(hypothesis)
  return { status, logOdds: Number(logOdds.toFixed(9)), needsCorroboration, contested }
}
const plain = { needsCorroboration: false, contested: false }

test('the worked example: 4.0 from two witnesses, 3.5 and 2.5 as evidence is withdrawn, the last for want of a second witness', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [first = ''] = await lab.see(
    { on: 'DISK', artefact: 'files', text: 'the folder was opened', evidence: { COPIED: 'supports' } },
    { on: 'DISK', artefact: 'journal', text: 'the drawing was read', evidence: { COPIED: 'supports' } },
    { on: 'DISK', artefact: 'files', text: 'a copy lies beside it', evidence: { COPIED: 'direct_evidence' } },
  )
  const [theirs = ''] = await lab.see(
    { on: 'STICK', artefact: 'files', text: 'the drawing is on the stick', evidence: { COPIED: 'supports' } },
    { on: 'STICK', artefact: 'files', text: 'its date is older', evidence: { COPIED: 'weakens' } },
  )
  expect(await standing(lab)).toEqual({ status: 'supported', logOdds: 4, ...plain })

  expect((await lab.withdraw(first)).status).toBe(200)
  expect(await standing(lab)).toEqual({ status: 'supported', logOdds: 3.5, ...plain })

  expect((await lab.withdraw(theirs)).status).toBe(200)
  expect(await standing(lab)).toEqual({ status: 'active', logOdds: 2.5, needsCorroboration: true, contested: false })
  expect((await lab.verify()).ok).toBe(true)
})

test('a record answers how the hypotheses that it touched stand now, and their rivals', async () => {
  const { open } = await startLab()
  const lab = await open()
  const { hypotheses, evidence } = await lab.record(
    lab.sights({ on: 'DISK', artefact: 'files', text: 'a copy', evidence: { COPIED: 'direct_evidence' } }),
  )
  expect(evidence).toEqual({ recorded: 1, unchanged: 0 })
  expect(hypotheses).toEqual([
    { alias: lab.alias('COPIED'), status: 'active', logOdds: 2, confidence: expect.closeTo(0.990099, 6) },
    { alias: lab.alias('OTHER'), status: 'active', logOdds: 0, confidence: 0.5 },
  ])
})

test('pieces of one kind from one witness are damped, another witness starts again, and kinds count apart', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.see(
    { on: 'DISK', artefact: 'files', text: 'one', evidence: { COPIED: 'supports' } },
    { on: 'DISK', artefact: 'journal', text: 'two', evidence: { COPIED: 'supports' } },
    { on: 'DISK', artefact: 'files', text: 'three', evidence: { COPIED: 'supports' } },
    { on: 'DISK', artefact: 'files', text: 'four', evidence: { COPIED: 'contradicts' } },
    { on: 'DISK', artefact: 'events', text: 'five', evidence: { COPIED: 'supports' } },
  )
  const { logOdds, tallies, evidence, witnesses, sources } = await lab.belief('COPIED')
  expect(logOdds).toBeCloseTo(1 + 1 / 2 + 1 / 3 - 2 + 1, 9)
  expect({ evidence, witnesses, sources }).toEqual({ evidence: 5, witnesses: 2, sources: 1 })
  expect(tallies).toHaveLength(3)
  expect(tallies).toEqual(
    expect.arrayContaining([
      { witness: 'DISK/file-system', kind: 'supports', n: 3 },
      { witness: 'DISK/file-system', kind: 'contradicts', n: 1 },
      { witness: 'DISK/event-log', kind: 'supports', n: 1 },
    ]),
  )
})

test('the order in which evidence arrives, and in how many calls, does not matter', async () => {
  const { open } = await startLab()
  const sights = [
    { on: 'DISK', artefact: 'files', text: 'one', evidence: { COPIED: 'supports' } },
    { on: 'DISK', artefact: 'journal', text: 'two', evidence: { COPIED: 'supports' } },
    { on: 'STICK', artefact: 'files', text: 'three', evidence: { COPIED: 'contradicts' } },
    { on: 'DISK', artefact: 'events', text: 'four', evidence: { COPIED: 'direct_evidence' } },
  ] as const
  const together = await open()
  await together.see(...sights)
  const apart = await open()
  for (const sight of sights.toReversed()) await apart.see(sight)
  expect(await standing(together)).toEqual({ status: 'supported', logOdds: 1.5, ...plain })
  expect(await standing(apart)).toEqual(await standing(together))
})

test('three views of one file system are one witness, an event log of the same disk is another', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.see(
    { on: 'DISK', artefact: 'files', text: 'one', evidence: { COPIED: 'supports' } },
    { on: 'DISK', artefact: 'journal', text: 'two', evidence: { COPIED: 'supports' } },
  )
  expect(await standing(lab)).toMatchObject({ status: 'active', logOdds: 1.5, needsCorroboration: true })
  await lab.see({ on: 'DISK', artefact: 'events', text: 'three', evidence: { COPIED: 'supports' } })
  expect(await standing(lab)).toMatchObject({ status: 'supported', logOdds: 2.5, needsCorroboration: false })
})

test('two images of one disk are one witness', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.see(
    { on: 'DISK', artefact: 'events', text: 'logged on', evidence: { COPIED: 'supports' } },
    { on: 'COPY', artefact: 'events', text: 'logged on', evidence: { COPIED: 'supports' } },
  )
  expect(await lab.belief('COPIED')).toMatchObject({
    logOdds: 1.5,
    witnesses: 1,
    sources: 2,
    status: 'active',
    needsCorroboration: true,
  })
})

test('a phenomenon that names no artefact is witnessed by its source alone', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.see(
    { on: 'STATEMENT', text: 'she came at nine', evidence: { COPIED: 'supports' } },
    { on: 'DISK', text: 'a sticker', evidence: { COPIED: 'supports' } },
  )
  const { tallies, status } = await lab.belief('COPIED')
  expect(tallies.map(({ witness }) => witness).toSorted()).toEqual(['DISK', 'STATEMENT'])
  expect(status).toBe('supported')
})

test('prerequisites move belief but never affirm: a witness that holds nothing else is none of the two', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.see(
    { on: 'DISK', artefact: 'files', text: 'a copy', evidence: { COPIED: 'direct_evidence' } },
    { on: 'STICK', artefact: 'files', text: 'there is room', evidence: { COPIED: 'prerequisite_met' } },
  )
  expect(await standing(lab)).toMatchObject({ status: 'active', logOdds: 2.5, needsCorroboration: true })
  await lab.see({ on: 'STICK', artefact: 'files', text: 'there it is', evidence: { COPIED: 'supports' } })
  expect(await standing(lab)).toMatchObject({ status: 'supported', logOdds: 3.5 })
})

test('where no witness affirms at all, more than the second is missing', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.see(
    { on: 'DISK', artefact: 'files', text: 'one', evidence: { COPIED: 'prerequisite_met' } },
    { on: 'DISK', artefact: 'events', text: 'two', evidence: { COPIED: 'prerequisite_met' } },
  )
  expect(await standing(lab)).toEqual({ status: 'active', logOdds: 1, ...plain })
})

test('two witnesses against refute, one does not, however much it says', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.see(
    { on: 'DISK', artefact: 'files', text: 'one', evidence: { COPIED: 'contradicts' } },
    { on: 'DISK', artefact: 'journal', text: 'two', evidence: { COPIED: 'contradicts' } },
  )
  expect(await standing(lab)).toEqual({ status: 'active', logOdds: -3, needsCorroboration: true, contested: false })
  await lab.see({ on: 'STICK', artefact: 'files', text: 'three', evidence: { COPIED: 'weakens' } })
  expect(await standing(lab)).toEqual({ status: 'refuted', logOdds: -3.5, ...plain })
})

test('silence never refutes: looks that find nothing change no belief', async () => {
  const { open } = await startLab()
  const lab = await open()
  const empty = ['events', 'prefetch', 'files', 'journal'].map((artefact) => ({
    key: artefact,
    tool: 'lab tool',
    source: lab.alias('DISK'),
    artefacts: [artefact],
    outcome: 'empty',
  }))
  await lab.record({ invocations: empty })
  expect(await standing(lab)).toEqual({ status: 'active', logOdds: 0, ...plain })
  expect(await lab.belief('COPIED')).toMatchObject({ evidence: 0, witnesses: 0, confidence: 0.5 })
})

test('log odds that reach a threshold exactly, to nine decimals, have reached it', async () => {
  const { open } = await startLab()
  const lab = await open({ thresholds: { supported: 0.9090909090909091 } })
  await lab.see(
    { on: 'DISK', artefact: 'files', text: 'one', evidence: { COPIED: 'supports' } },
    { on: 'DISK', artefact: 'events', text: 'two', evidence: { COPIED: 'supports' } },
    { on: 'STICK', artefact: 'files', text: 'three', evidence: { COPIED: 'weakens' } },
    { on: 'DISK', artefact: 'prefetch', text: 'four', evidence: { COPIED: 'weakens' } },
  )
  expect(await standing(lab)).toEqual({ status: 'supported', logOdds: 1, ...plain })
})

test('a case has its own priors, weights and thresholds', async () => {
  const { open } = await startLab()
  const lab = await open({
    weights: { supports: 0.3, weakens: -0.1 },
    thresholds: { supported: 0.95, refuted: 0.05 },
    hypotheses: [{ key: 'COPIED', statement: 'Copied.', topics: ['execution'], prior: 0.9 }],
  })
  await lab.see(
    { on: 'DISK', artefact: 'files', text: 'one', evidence: { COPIED: 'supports' } },
    { on: 'STICK', artefact: 'files', text: 'two', evidence: { COPIED: 'weakens' } },
  )
  expect(await standing(lab)).toEqual({ status: 'active', logOdds: 1.154242509, ...plain })
  await lab.see({ on: 'DISK', artefact: 'events', text: 'three', evidence: { COPIED: 'supports' } })
  expect(await standing(lab)).toEqual({ status: 'supported', logOdds: 1.454242509, ...plain })
})

test('of two rivals that would both be supported only the stronger is, the other stays active and contested', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.see(
    { on: 'DISK', artefact: 'files', text: 'hers', evidence: { COPIED: 'direct_evidence', OTHER: 'supports' } },
    { on: 'STICK', artefact: 'files', text: 'hers too', evidence: { COPIED: 'supports', OTHER: 'supports' } },
  )
  expect(await standing(lab, 'COPIED')).toEqual({ status: 'supported', logOdds: 3, ...plain })
  expect(await standing(lab, 'OTHER')).toEqual({
    status: 'active',
    logOdds: 2,
    needsCorroboration: false,
    contested: true,
  })
})

test('of two rivals that are believed alike neither is supported, and more evidence for one decides', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [first = ''] = await lab.see(
    { on: 'DISK', artefact: 'files', text: 'one', evidence: { COPIED: 'supports', OTHER: 'supports' } },
    { on: 'STICK', artefact: 'files', text: 'two', evidence: { COPIED: 'supports', OTHER: 'supports' } },
  )
  const tied = { status: 'active', logOdds: 2, needsCorroboration: false, contested: true }
  expect(await standing(lab, 'COPIED')).toEqual(tied)
  expect(await standing(lab, 'OTHER')).toEqual(tied)

  await lab.see({ on: 'DISK', artefact: 'events', text: 'three', evidence: { OTHER: 'supports' } })
  expect(await standing(lab, 'COPIED')).toEqual(tied)
  expect(await standing(lab, 'OTHER')).toEqual({ status: 'supported', logOdds: 3, ...plain })

  // What its rival loses a hypothesis wins, without any evidence of its own.
  await lab.withdraw(first, 'OTHER')
  await lab.see({ on: 'DISK', artefact: 'events', text: 'four', evidence: { OTHER: 'contradicts' } })
  expect(await standing(lab, 'COPIED')).toEqual({ status: 'supported', logOdds: 2, ...plain })
  expect((await lab.verify()).ok).toBe(true)
})

test('the same kind again changes nothing, another kind is refused', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [seen = ''] = await lab.see({ on: 'DISK', artefact: 'files', text: 'a copy', evidence: { COPIED: 'supports' } })
  const again = await lab.judge(seen, 'COPIED', 'supports')
  expect(again).toMatchObject({ status: 201, body: { evidence: { recorded: 0, unchanged: 1 } } })
  expect((await lab.belief('COPIED')).logOdds).toBe(1)

  const before = await lab.standing()
  const other = refusal(await lab.judge(seen, 'COPIED', 'direct_evidence'), 409)
  expect(other).toMatchObject({ code: 'evidence_exists', field: 'evidence[0]' })
  expect(await lab.standing()).toEqual(before)
})

test('one call cannot give two kinds for one phenomenon and hypothesis', async () => {
  const { open } = await startLab()
  const lab = await open()
  const body = lab.sights({ on: 'DISK', text: 'a copy', evidence: { COPIED: 'supports' } })
  const evidence = [
    { hypothesis: lab.alias('COPIED'), kind: 'supports', why: 'yes' },
    { hypothesis: lab.alias('COPIED'), kind: 'weakens', why: 'no' },
  ]
  const reply = await lab.send('POST', 'records', {
    ...body,
    phenomena: body.phenomena.map((given) => ({ ...given, evidence })),
  })
  expect(refusal(reply, 409)).toMatchObject({ code: 'evidence_exists', field: 'phenomena[0].evidence[1]' })
})

test('what is withdrawn for one hypothesis goes on counting for the others, and no longer blocks another kind', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [seen = ''] = await lab.see({
    on: 'DISK',
    artefact: 'files',
    text: 'a copy',
    evidence: { COPIED: 'direct_evidence', WIPED: 'weakens' },
  })
  const { body } = await lab.withdraw(seen, 'COPIED')
  expect(body).toMatchObject({
    hypotheses: [{ alias: lab.alias('COPIED'), logOdds: 0 }, { alias: lab.alias('OTHER') }],
  })
  expect((await lab.belief('WIPED')).logOdds).toBe(-0.5)

  expect(await lab.judge(seen, 'COPIED', 'supports')).toMatchObject({
    status: 201,
    body: { evidence: { recorded: 1 } },
  })
  expect((await lab.belief('COPIED')).logOdds).toBe(1)
  expect((await lab.verify()).ok).toBe(true)
})

test('a withdrawal moves the later pieces of its tally up one rank', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [first = '', second = '', third = ''] = await lab.see(
    { on: 'DISK', artefact: 'files', text: 'one', evidence: { COPIED: 'supports' } },
    { on: 'DISK', artefact: 'files', text: 'two', evidence: { COPIED: 'supports' } },
    { on: 'DISK', artefact: 'files', text: 'three', evidence: { COPIED: 'supports' } },
  )
  await lab.withdraw(first)
  const { body } = await lab.send('GET', `hypotheses/${lab.alias('COPIED')}`)
  expect(body).toMatchObject({
    waterfall: [
      {
        witness: 'DISK/file-system',
        n: 2,
        adds: 1.5,
        pieces: [
          { phenomenon: second, k: 1, adds: 1 },
          { phenomenon: third, k: 2, adds: 0.5 },
        ],
      },
    ],
  })
})

test('a withdrawn phenomenon stays on record with who and why, counts for nothing, and cannot be withdrawn or judged again', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [seen = ''] = await lab.see({ on: 'DISK', artefact: 'files', text: 'a copy', evidence: { COPIED: 'supports' } })
  await lab.withdraw(seen)
  const { body } = await lab.send('GET', `phenomena?source=${lab.alias('DISK')}`)
  expect(body).toMatchObject({ phenomena: [{ alias: seen, withdrawnAt: expect.stringMatching(/^20/), evidence: [] }] })
  expect(one((await lab.entries()).filter(({ type }) => type === 'withdrawn'))).toMatchObject({
    actor: 'person:Ada Bell',
    body: { why: 'misread', hypothesis: null },
  })
  expect((await lab.overview()).sources[0]).toMatchObject({ key: 'DISK', phenomena: 0 })

  const before = await lab.standing()
  expect(refusal(await lab.withdraw(seen), 409).code).toBe('already_withdrawn')
  expect(refusal(await lab.withdraw(seen, 'COPIED'), 409).code).toBe('already_withdrawn')
  expect(refusal(await lab.judge(seen, 'WIPED', 'supports'), 409).code).toBe('already_withdrawn')
  expect(await lab.standing()).toEqual(before)
})

test('evidence that a phenomenon does not give cannot be withdrawn', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [seen = ''] = await lab.see({ on: 'DISK', artefact: 'files', text: 'a copy', evidence: { COPIED: 'supports' } })
  expect(refusal(await lab.withdraw(seen, 'WIPED'), 409).code).toBe('already_withdrawn')
  expect((await lab.belief('COPIED')).logOdds).toBe(1)
})
