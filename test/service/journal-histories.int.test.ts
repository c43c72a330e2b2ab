/** After any history belief equals what the journal's entries add up to, reckoned a second time, and the verifier agrees. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RecordsAnswered } from '../../src/http/routes/shapes.ts'
import { type Claim, type LabCase, type Sight, startLab } from '../support/case-builder.ts'
import type { Reply } from '../support/service.ts'
import { beliefsOf, type Reckoned } from './reckoning.ts'

const kinds = [
  'direct_evidence',
  'supports',
  'consequence_observed',
  'prerequisite_met',
  'weakens',
  'contradicts',
] as const
const hypotheses = ['COPIED', 'OTHER', 'WIPED'] as const
const places = [
  { on: 'DISK', artefact: 'events' },
  { on: 'DISK', artefact: 'prefetch' },
  { on: 'DISK', artefact: 'files' },
  { on: 'DISK', artefact: 'journal' },
  { on: 'DISK' },
  { on: 'COPY', artefact: 'events' },
  { on: 'STICK', artefact: 'files' },
  { on: 'STATEMENT' },
] as const

const pick = fc.nat({ max: 1000 })
const about = fc.constantFrom(...hypotheses)
const kind = fc.constantFrom(...kinds)
/** Twelve texts in eight places, so that histories meet what they know already. */
const sight: fc.Arbitrary<Sight> = fc
  .record({
    place: fc.constantFrom(...places),
    text: fc.nat({ max: 11 }),
    evidence: fc.dictionary(about, kind, { maxKeys: 3 }),
  })
  .map(({ place, text, evidence }) => ({ ...place, text: `fact ${text}`, evidence }))
const sights = fc.array(sight, { minLength: 1, maxLength: 4 })

type Held = { phenomena: string[]; claims: Claim[] }
/** Makes its calls and answers them: each may be refused, but never fail. */
type Deed = (lab: LabCase, held: Held) => Promise<Reply | undefined>

const deed = fc.oneof(
  {
    weight: 8,
    arbitrary: sights.map(
      (seen): Deed =>
        (lab, held) =>
          remembered(lab.send('POST', 'records', lab.sights(...seen)), held),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(pick, about, kind).map(
      ([at, hypothesis, how]): Deed =>
        async (lab, { phenomena }) =>
          on(phenomena, at, (name) => lab.judge(name, hypothesis, how)),
    ),
  },
  {
    weight: 3,
    arbitrary: pick.map(
      (at): Deed =>
        async (lab, { phenomena }) =>
          on(phenomena, at, (name) => lab.withdraw(name)),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(pick, about).map(
      ([at, hypothesis]): Deed =>
        async (lab, { phenomena }) =>
          on(phenomena, at, (name) => lab.withdraw(name, hypothesis)),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.constantFrom(...places), about, kind).map(
      ([place, hypothesis, expects]): Deed =>
        (lab) =>
          lab.send('POST', 'leads', asked(lab, { ...place, hypothesis, expects })),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.integer({ min: 1, max: 2 }).map((max): Deed => async (lab, { claims }) => {
      claims.push(...(await lab.claim({ max })))
      return undefined
    }),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(pick, sights).map(
      ([at, seen]): Deed =>
        async (lab, held) =>
          on(held.claims, at, (claim) => remembered(lab.under(claim, 'records', lab.sights(...seen)), held)),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.tuple(pick, fc.constantFrom('complete', 'fail', 'release')).map(
      ([at, act]): Deed =>
        async (lab, { claims }) =>
          on(claims, at, (claim) => lab.under(claim, act, act === 'fail' ? { why: 'x' } : {})),
    ),
  },
)

function on<T>(things: readonly T[], at: number, act: (thing: T) => Promise<Reply>): Promise<Reply> | undefined {
  const thing = things[at % things.length]
  return thing === undefined ? undefined : act(thing)
}

async function remembered(calling: Promise<Reply>, { phenomena }: Held): Promise<Reply> {
  const reply = await calling
  if (reply.status !== 201) return reply
  const { phenomena: named } = RecordsAnswered.parse(reply.body)
  phenomena.push(...named.map(({ alias }) => alias))
  return reply
}

function asked(
  lab: LabCase,
  { on: source, artefact, hypothesis, expects }: { on: string; artefact?: string; hypothesis: string; expects: string },
) {
  const place = { source: lab.alias(source), ...(artefact === undefined ? {} : { artefact }) }
  const lead = {
    ...place,
    hypothesis: lab.alias(hypothesis),
    expects,
    role: source === 'STICK' ? 'media' : 'disk',
    instruction: 'Look.',
    why: 'It could tell.',
  }
  return { lead, by: 'Ada Bell', why: 'to be sure' }
}

/** As the view has it, in the words of the reckoning. */
async function shown(lab: LabCase): Promise<Reckoned[]> {
  const { hypotheses: rows } = await lab.overview()
  const inOrder = rows.toSorted((a, b) => a.alias.localeCompare(b.alias))
  return inOrder.map(
    ({
      key,
      logOdds,
      status,
      evidence,
      witnesses,
      witnessesFor,
      witnessesAgainst,
      sources,
      needsCorroboration,
      contested,
    }) => {
      return {
        key,
        logOdds,
        status,
        evidence,
        witnesses,
        witnessesFor,
        witnessesAgainst,
        sources,
        needsCorroboration,
        contested,
      }
    },
  )
}

const refusals = [200, 201, 409]
const seed = 20260321

test(
  `belief equals what the entries add up to, after fifteen random histories of twenty-five commands (seed ${seed})`,
  { timeout: 240_000 },
  async () => {
    const { open } = await startLab()
    const outcomes = new Map<string, number>()
    const history = fc.asyncProperty(
      fc.array(deed, { minLength: 25, maxLength: 25 }),
      fc.constantFrom(0.5, 0.2, 0.9),
      async (deeds, prior) => {
        const lab = await open({
          hypotheses: hypotheses.map((key) => ({
            key,
            statement: key,
            topics: ['execution'],
            prior,
            ...(key === 'OTHER' ? { rivalOf: 'COPIED' } : {}),
          })),
        })
        await lab.leads(
          { on: 'DISK', artefact: 'events' },
          { on: 'STICK', artefact: 'files', role: 'media', about: 'OTHER', expects: 'weakens' },
        )
        await lab.leads({ on: 'DISK', artefact: 'prefetch', about: 'WIPED', expects: 'contradicts' })
        const held = { phenomena: [], claims: [] }
        for (const act of deeds) {
          const reply = await act(lab, held)
          if (!reply) continue
          expect(refusals, JSON.stringify(reply.body)).toContain(reply.status)
          outcomes.set(`${reply.status}`, (outcomes.get(`${reply.status}`) ?? 0) + 1)
        }
        const found = await shown(lab)
        const reckoned = beliefsOf(await lab.entries())
        expect(found).toEqual(reckoned.map((row) => ({ ...row, logOdds: expect.closeTo(row.logOdds, 9) })))
        expect(
          found.every(({ logOdds }, index) => Math.abs(logOdds - (reckoned[index]?.logOdds ?? Number.NaN)) <= 1e-9),
        ).toBe(true)
        expect(await lab.verify()).toMatchObject({ ok: true, chain: [], replay: [], graph: [] })
      },
    )
    await fc.assert(history, { seed, numRuns: 15, endOnFailure: true })
    expect([...outcomes.keys()].toSorted()).toEqual(['200', '201', '409'])
  },
)
