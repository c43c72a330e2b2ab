/** The statements behind `graph_overview`. */
import { z } from 'zod'
import { HypothesisRow, LeadRow, PhenomenonBrief, SourceRow } from '../../domain/views/graph-overview.ts'
import { EvidenceKind } from '../../domain/vocabulary.ts'
import { CaseNode } from '../commands/case.ts'
import { statement } from '../statement.ts'

const parameters = z.object({ investigation: z.uuid() })
const count = z.int().nonnegative()

export const overviewCase = statement('views/overview-case', {
  parameters,
  row: z.object({ investigation: CaseNode, now: z.number().transform((at) => new Date(at).toISOString()) }),
})

export const overviewHypotheses = statement('views/overview-hypotheses', {
  parameters,
  row: HypothesisRow.omit({ confidence: true, recentFlip: true, outstanding: true, tallies: true }).extend({
    short: z.string(),
    number: count,
    flippedIn: count.nullable(),
    tallies: z.array(z.tuple([z.string(), EvidenceKind, count])),
  }),
})

export const overviewSources = statement('views/overview-sources', {
  parameters,
  row: SourceRow.extend({ short: z.string() }),
})

export const overviewOutstanding = statement('views/overview-outstanding', {
  parameters,
  row: LeadRow.omit({ outcome: true, reason: true }).extend({
    number: count,
    openedAt: z.string().nullable(),
    leaseUntil: z.string().nullable(),
    losses: count,
  }),
})

export const overviewEnded = statement('views/overview-ended', { parameters, row: LeadRow })
export const overviewLoose = statement('views/overview-loose', { parameters, row: PhenomenonBrief })

export const revisionOf = statement('views/revision', { parameters, row: z.object({ revision: count }) })
