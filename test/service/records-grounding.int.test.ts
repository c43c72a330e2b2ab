/** What a record must rest on: facts that stand in the stored output of a tool that ran on the same source. */
import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { type LabCase, refusal, startLab } from '../support/case-builder.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** One tool run on the disk and one phenomenon with these facts. */
function looked(lab: LabCase, output: string, ...facts: Record<string, unknown>[]) {
  const source = lab.alias('DISK')
  const quoted = facts.map((fact) => ({ fact: 'It says so.', invocation: 'run', ...fact }))
  return {
    invocations: [{ key: 'run', tool: 'lab tool', source, artefacts: ['events'], outcome: 'found', output }],
    phenomena: [{ source, artefact: 'events', facts: quoted }],
  }
}

/** Refused with this code at this place, and nothing written. */
async function refused(
  lab: LabCase,
  body: unknown,
  { status = 422, ...expected }: { status?: number; code: string; field?: string },
) {
  const before = await lab.standing()
  const problem = refusal(await lab.send('POST', 'records', body), status)
  expect(problem).toMatchObject(expected)
  expect(await lab.standing()).toEqual(before)
  return problem
}

test('a quote that does not stand in the output is refused, the fact is named, and nothing of the call is written', async () => {
  const { open } = await startLab()
  const lab = await open()
  const body = looked(lab, 'logon mvoss 17:38', { quote: 'logon mvoss' }, { quote: 'logon jdoe' })
  await refused(lab, body, { code: 'quote_not_found', field: 'phenomena[0].facts[1].quote' })
})

test('white space does not count in a quote', async () => {
  const { open } = await startLab()
  const lab = await open()
  const output = '17:38  logon\tmvoss\r\n17:42  logoff\u00a0mvoss\n'
  const quotes = ['logon mvoss', 'logonmvoss', 'mvoss 17:42', '17:42\n\n  log off mvoss', ' mvoss ']
  const { phenomena } = await lab.record(looked(lab, output, ...quotes.map((quote) => ({ quote }))))
  expect(phenomena).toHaveLength(1)
})

test.each([
  ['another case of letters', 'Logon mvoss'],
  ['a changed sign', 'logon mvoss, 17:38'],
  ['a letter that only looks alike', 'logon mvos\u0455'],
  ['a composed letter for a decomposed one', 'caf\u00e9'],
  ['the words in another order', 'mvoss logon'],
  ['words left out between', 'logon 17:38'],
  ['more than there is', 'logon mvoss 17:38 cafe\u0301 17:39'],
])('otherwise a quote stands to the letter: %s is refused', async (_, quote) => {
  const { open } = await startLab()
  const lab = await open()
  await refused(lab, looked(lab, 'logon mvoss 17:38 cafe\u0301', { quote }), { code: 'quote_not_found' })
})

test('a quote of nothing but white space is no quote', async () => {
  const { open } = await startLab()
  const lab = await open()
  const { errors } = await refused(lab, looked(lab, 'logon', { quote: ' \n\t' }), {
    status: 400,
    code: 'invalid_request',
  })
  expect(errors).toMatchObject([{ path: 'phenomena.0.facts.0.quote' }])
})

test('a phenomenon without a fact is refused', async () => {
  const { open } = await startLab()
  const lab = await open()
  const { errors } = await refused(lab, looked(lab, 'logon'), { status: 400, code: 'invalid_request' })
  expect(errors).toMatchObject([{ path: 'phenomena.0.facts' }])
})

test('a fact quotes a tool that ran on its own source', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [run] = looked(lab, 'logon mvoss').invocations
  const onStick = { source: lab.alias('STICK'), facts: [{ fact: 'x', quote: 'logon', invocation: 'run' }] }
  await refused(
    lab,
    { invocations: [run], phenomena: [onStick] },
    { code: 'wrong_source', field: 'phenomena[0].facts[0].invocation' },
  )
})

test('a fact quotes an invocation of the call or an earlier one of the case, and no other', async () => {
  const { open, openBeside } = await startLab()
  const lab = await open()
  const elsewhere = await openBeside(lab)
  const foreign = (await elsewhere.record(looked(elsewhere, 'logon mvoss', { quote: 'logon' }))).invocations[0]?.id
  const own = (await lab.record(looked(lab, 'logon mvoss', { quote: 'logon' }))).invocations[0]?.id
  const about = (invocation: unknown) => ({
    phenomena: [{ source: lab.alias('DISK'), facts: [{ fact: 'x', quote: 'mvoss', invocation }] }],
  })

  for (const invocation of [
    foreign,
    'run',
    'T9',
    'T1|x',
    lab.alias('COPIED'),
    '00000000-0000-7000-8000-000000000000',
  ]) {
    await refused(lab, about(invocation), { code: 'unknown_invocation', field: 'phenomena[0].facts[0].invocation' })
  }
  expect((await lab.send('POST', 'records', about(own))).status).toBe(201)
})

test('an earlier invocation is quoted by what was stored of it', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [earlier] = (await lab.record({ invocations: looked(lab, 'logon mvoss').invocations })).invocations
  const about = (quote: string) => ({
    phenomena: [{ source: lab.alias('DISK'), facts: [{ fact: 'x', quote, invocation: earlier?.id }] }],
  })
  await refused(lab, about('logon jdoe'), { code: 'quote_not_found' })
  expect((await lab.send('POST', 'records', about('logon mvoss'))).status).toBe(201)
})

test('in a call the key of an invocation goes before the name of an earlier one, and names one only', async () => {
  const { open } = await startLab()
  const lab = await open()
  await lab.record({ invocations: looked(lab, 'logon mvoss').invocations })
  const body = looked(lab, 'logoff mvoss', { quote: 'logoff', invocation: 'T1' })
  await lab.record({ ...body, invocations: body.invocations.map((run) => ({ ...run, key: 'T1' })) })
  const twice = { invocations: [...body.invocations, ...body.invocations] }
  await refused(lab, twice, { code: 'duplicate_key', field: 'invocations[1].key' })
})

test('the SHA-256 of a whole output is reckoned, and checked where it is sent', async () => {
  const { open } = await startLab()
  const lab = await open()
  const [run] = looked(lab, 'logon mvoss').invocations
  await refused(
    lab,
    { invocations: [{ ...run, sha256: sha256('logon') }] },
    { code: 'sha256_mismatch', field: 'invocations[0].sha256' },
  )
  await lab.record({ invocations: [run, { ...run, key: 'again', sha256: sha256('logon mvoss') }] })
  const recorded = (await lab.entries()).at(-1)?.body
  expect(recorded).toMatchObject({
    invocations: [{ sha256: sha256('logon mvoss') }, { sha256: sha256('logon mvoss') }],
  })
})

test('an excerpt comes with the SHA-256 of the whole, which is believed, and quotes are checked in the excerpt', async () => {
  const { open } = await startLab()
  const lab = await open()
  const body = looked(lab, '... logon mvoss ...', { quote: 'logon mvoss' })
  const excerpt = (changes: object) => ({
    ...body,
    invocations: body.invocations.map((run) => ({ ...run, excerpt: true, ...changes })),
  })
  await refused(lab, excerpt({}), { code: 'sha256_mismatch', field: 'invocations[0].sha256' })
  await lab.record(excerpt({ sha256: sha256('the whole log') }))
  expect((await lab.entries()).at(-1)?.body).toMatchObject({
    invocations: [{ excerpt: true, sha256: sha256('the whole log') }],
  })
})

test.each([
  ['letters', 'a'.repeat(65_536), 'a'.repeat(65_537)],
  ['bytes, not characters', 'é'.repeat(32_768), `${'é'.repeat(32_768)}a`],
])('an output is taken whole up to 64 kB and refused above it, by its field: %s', async (_, most, over) => {
  const { open } = await startLab()
  const lab = await open()
  await lab.record({ invocations: looked(lab, most).invocations })
  const { errors } = await refused(
    lab,
    { invocations: looked(lab, over).invocations },
    { status: 400, code: 'invalid_request' },
  )
  expect(errors).toMatchObject([{ path: 'invocations.0.output' }])
})

test.each(['failed', 'empty'])('a look that %s shows nothing: it cannot be quoted', async (outcome) => {
  const { open } = await startLab()
  const lab = await open()
  const { invocations, phenomena } = lab.sights({ on: 'DISK', text: 'Permission denied' })
  const looks = invocations.map((given) => ({ ...given, outcome }))
  await refused(
    lab,
    { invocations: looks, phenomena },
    { code: 'nothing_found', field: 'phenomena[0].facts[0].invocation' },
  )
})

test('sources, artefacts, hypotheses and phenomena must be of this case, by alias with the right letters or by id', async () => {
  const { open, openBeside } = await startLab()
  const lab = await open()
  const other = await openBeside(lab)
  const [seen = ''] = await other.see({ on: 'DISK', text: 'a copy' })
  const ids = await idsOf(other)
  const wrong = (alias: string) => `${alias.slice(0, -2)}${alias.endsWith('aa') ? 'bb' : 'aa'}`
  const sight = (source: string, changes: object = {}) => ({
    invocations: [{ key: 'k', tool: 't', source, outcome: 'empty', ...changes }],
  })
  const judged = (hypothesis: string) => lab.sights({ on: 'DISK', text: 'x', evidence: { [hypothesis]: 'supports' } })
  const later = (phenomenon: string) => ({
    evidence: [{ phenomenon, hypothesis: lab.alias('COPIED'), kind: 'supports', why: 'x' }],
  })

  const sources = [wrong(lab.alias('DISK')), 'DISK', 'S1', other.alias('DISK'), ids.source, lab.alias('COPIED'), lab.id]
  for (const source of sources) await refused(lab, sight(source), { code: 'unknown_source' })
  const hypotheses = [wrong(lab.alias('COPIED')), 'H1', other.alias('COPIED'), ids.hypothesis, lab.alias('DISK')]
  for (const hypothesis of hypotheses) await refused(lab, judged(hypothesis), { code: 'unknown_hypothesis' })
  for (const phenomenon of ['P1', seen, ids.phenomenon, wrong(seen), lab.id])
    await refused(lab, later(phenomenon), { code: 'unknown_phenomenon' })
  await refused(lab, sight(lab.alias('DISK'), { artefacts: ['nothing'] }), {
    code: 'unknown_artefact',
    field: 'invocations[0].artefacts',
  })
  await refused(lab, sight(lab.alias('STICK'), { artefacts: ['events'] }), { code: 'unknown_artefact' })
})

const Phenomena = z.object({ phenomena: z.array(z.object({ id: z.uuid() })) })

/** Ids of the first things of a case. */
async function idsOf(lab: LabCase) {
  const { sources, hypotheses } = await lab.overview()
  const { phenomena } = Phenomena.parse((await lab.send('GET', `phenomena?source=${lab.alias('DISK')}`)).body)
  return { source: sources[0]?.id ?? '', hypothesis: hypotheses[0]?.id ?? '', phenomenon: phenomena[0]?.id ?? '' }
}

test('what a record names may be named by id as well', async () => {
  const { open } = await startLab()
  const lab = await open()
  const { sources, hypotheses } = await lab.overview()
  const body = looked(lab, 'logon mvoss', { quote: 'logon' })
  const evidence = [{ hypothesis: hypotheses.find(({ key }) => key === 'COPIED')?.id, kind: 'supports', why: 'x' }]
  await lab.record({
    ...body,
    phenomena: body.phenomena.map((given) => ({ ...given, source: sources[0]?.id, evidence })),
  })
  expect((await lab.belief('COPIED')).logOdds).toBe(1)
})
