/** What a worker records in one call: tool invocations, and what they showed. */
import { z } from 'zod'
import { isWritable } from './moment.ts'
import { EvidenceKind, InvocationOutcome, Slug } from './vocabulary.ts'

const Reference = z.string().min(1).max(64)

/** Bytes of an output that is sent whole. */
export const outputLimit = 65_536

const fits = (output: string) => Buffer.byteLength(output) <= outputLimit

export const InvocationInput = z
  .strictObject({
    key: Slug.describe('names it within this call, for the facts that quote it'),
    tool: z.string().trim().min(1).max(200),
    version: z.string().max(100).default(''),
    arguments: z.string().max(4000).default(''),
    source: Reference.describe('alias or id'),
    artefacts: z
      .array(Slug)
      .max(200)
      .optional()
      .describe('what it examined; left out: what the catalogue says the tool examines'),
    outcome: InvocationOutcome,
    output: z
      .string()
      .max(outputLimit, { abort: true })
      .refine(fits, 'at most 64 kB: send an excerpt with the SHA-256 of the whole')
      .default('')
      .describe('whole, up to 64 kB; above it an excerpt'),
    excerpt: z.boolean().default(false).describe('`output` is only a part; then `sha256` is needed'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe('of the whole output'),
    cached: z.boolean().default(false).describe('answered from a cache: marks coverage, costs nothing'),
  })
  .meta({ id: 'InvocationInput' })
export type InvocationInput = z.infer<typeof InvocationInput>

export const FactInput = z
  .strictObject({
    fact: z.string().trim().min(1).max(2000),
    quote: z
      .string()
      .min(1)
      .max(8000)
      .regex(/\S/, 'more than white space')
      .describe('stands in the output; white space does not count'),
    invocation: Reference.describe('key of an invocation of this call, or id of an earlier one'),
  })
  .meta({ id: 'FactInput' })
export type FactInput = z.infer<typeof FactInput>

export const EntityInput = z
  .strictObject({
    kind: z.enum(['account', 'person', 'device', 'file', 'address']),
    value: z
      .string()
      .trim()
      .min(1)
      .max(1000)
      .refine((value) => normalised(value).length <= 1000, 'at most 1,000 characters in its normal form (NFKC)'),
  })
  .meta({ id: 'EntityInput' })
export type EntityInput = z.infer<typeof EntityInput>

export const EvidenceInput = z
  .strictObject({
    hypothesis: Reference.describe('alias or id'),
    kind: EvidenceKind,
    why: z.string().trim().min(1).max(1000),
  })
  .meta({ id: 'EvidenceInput' })
export type EvidenceInput = z.infer<typeof EvidenceInput>

export const PhenomenonInput = z
  .strictObject({
    source: Reference.describe('alias or id; the facts quote invocations on it'),
    artefact: Slug.optional().describe("key of one of the source's artefacts; its witness is the phenomenon's"),
    facts: z.array(FactInput).min(1).max(100),
    interpretation: z.string().max(4000).default(''),
    occurredAt: z.iso
      .datetime({ offset: true, abort: true })
      .refine(isWritable, 'a moment between the years 0 and 9999, in UTC')
      .optional(),
    entities: z.array(EntityInput).max(100).default([]),
    evidence: z.array(EvidenceInput).max(200).default([]),
  })
  .meta({ id: 'PhenomenonInput' })
export type PhenomenonInput = z.infer<typeof PhenomenonInput>

const LaterEvidenceInput = EvidenceInput.extend({
  phenomenon: Reference.describe('alias or id of an earlier one'),
}).meta({
  id: 'LaterEvidenceInput',
})

export const RecordsInput = z
  .strictObject({
    recordKey: z.string().min(1).max(200).optional().describe('the same again gives the first answer'),
    invocations: z.array(InvocationInput).max(1000).default([]),
    phenomena: z.array(PhenomenonInput).max(1000).default([]),
    evidence: z.array(LaterEvidenceInput).max(1000).default([]).describe('on phenomena recorded earlier'),
  })
  .refine((body) => body.invocations.length + body.phenomena.length + body.evidence.length > 0, 'nothing to record')
  .meta({ id: 'RecordsInput' })
export type RecordsInput = z.infer<typeof RecordsInput>

/** Whether a quote stands in an output. White space does not count. */
export function stands(quote: string, output: string): boolean {
  const bare = (text: string) => text.replaceAll(/\s+/gu, '')
  return bare(output).includes(bare(quote))
}

/** The value under which an entity is one node in its case: Unicode-normalised, trimmed, lower case. */
export function normalised(value: string): string {
  return value.normalize('NFKC').trim().replaceAll(/\s+/gu, ' ').toLowerCase()
}
