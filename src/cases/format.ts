/** A case as data: what is known at the start, what a look at each artefact shows, and, apart, what was true. */
import { z } from 'zod'
import { CaseStart, HypothesisStart, SourceStart } from '../domain/case-start.ts'
import {
  EntityInput,
  EvidenceInput,
  FactInput,
  InvocationInput,
  outputLimit,
  PhenomenonInput,
} from '../domain/records.ts'
import { InvocationOutcome, Slug } from '../domain/vocabulary.ts'

const CaseSource = SourceStart.extend({ key: Slug.describe('by which the findings name it') }).meta({
  id: 'CaseSource',
})
const CaseHypothesis = HypothesisStart.omit({ phenomena: true })
  .extend({ key: Slug.describe('by which findings and truth name it') })
  .meta({ id: 'CaseHypothesis' })

/** `case.yaml`: what is known at the start. It goes into the service as it stands. */
export const CaseFile = CaseStart.extend({
  sources: z.array(CaseSource).min(1).max(100),
  hypotheses: z.array(CaseHypothesis).min(1).max(200),
}).meta({ id: 'CaseFile' })
export type CaseFile = z.infer<typeof CaseFile>

const ShownFact = FactInput.omit({ invocation: true }).meta({ id: 'ShownFact' })
const ShownEvidence = EvidenceInput.extend({ hypothesis: Slug.describe('key of a hypothesis of the case') }).meta({
  id: 'ShownEvidence',
})

/** What there is to be seen in the output of one look. */
export const ShownPhenomenon = PhenomenonInput.omit({ source: true })
  .extend({
    artefact: Slug.optional().describe(
      'where the trace comes from, if not from the artefact looked at; its witness counts',
    ),
    facts: z.array(ShownFact).min(1).max(100),
    occurredAt: z.iso.datetime('a time in UTC, such as 2015-03-24T13:58:33Z').optional().describe('in UTC'),
    entities: z.array(EntityInput).max(100).default([]),
    evidence: z.array(ShownEvidence).max(200).default([]).describe('for every hypothesis that it bears on'),
  })
  .meta({ id: 'ShownPhenomenon' })
export type ShownPhenomenon = z.infer<typeof ShownPhenomenon>

/** What a look at one artefact of one source shows. */
export const Finding = InvocationInput.pick({ tool: true, version: true, arguments: true })
  .extend({
    source: Slug.describe('key of a source of the case'),
    artefact: Slug.describe("key of one of the source's artefacts"),
    outcome: InvocationOutcome.default('found'),
    output: z.string().max(outputLimit).default('').describe('of the tool: what the facts quote'),
    phenomena: z.array(ShownPhenomenon).max(1000).default([]),
  })
  .meta({ id: 'Finding' })
export type Finding = z.infer<typeof Finding>

/** `findings.yaml`: one entry for each artefact that holds something. Any other artefact is looked at and empty. */
export const FindingsFile = z.array(Finding).max(20_000).meta({ id: 'FindingsFile' })
export type FindingsFile = z.infer<typeof FindingsFile>

const Verdict = z
  .strictObject({
    truth: z.boolean(),
    why: z.string().trim().min(1).max(1000).describe('what shows it'),
  })
  .meta({ id: 'Verdict' })

/** `truth.yaml`: whether each hypothesis was true. Only for scoring; no service or strategist ever reads it. */
export const TruthFile = z.record(Slug, Verdict).meta({ id: 'TruthFile' })
export type TruthFile = z.infer<typeof TruthFile>
