/** The statements behind `source_coverage`. */
import { z } from 'zod'
import { ArtefactRow } from '../../domain/views/source-coverage.ts'
import { EvidenceKind, LeadState, Technique, Topic } from '../../domain/vocabulary.ts'
import { statement } from '../statement.ts'

const investigation = z.uuid()

export const coverageArtefacts = statement('views/coverage-artefacts', {
  parameters: z.object({ investigation, source: z.string().nullable() }),
  row: ArtefactRow.omit({ gap: true, informs: true, touches: true, leadPossible: true, looks: true }).extend({
    short: z.string(),
  }),
})

export const coverageLeads = statement('views/coverage-leads', {
  parameters: z.object({ investigation }),
  row: z.object({
    role: z.string(),
    expects: EvidenceKind,
    hypothesis: z.string(),
    source: z.string(),
    artefact: z.string().nullable(),
    state: LeadState,
    looked: z.array(z.string()).nullable(),
    number: z.int(),
    moved: z.array(z.tuple([z.string(), z.number()])),
  }),
})

export const coverageHypotheses = statement('views/coverage-hypotheses', {
  parameters: z.object({ investigation }),
  row: z.object({
    short: z.string(),
    alias: z.string(),
    topics: z.array(Topic),
    predicts: z.array(Technique),
    excludes: z.array(Technique),
    number: z.int(),
  }),
})
