/** The read-only look-ups: one question each. */
import { z } from 'zod'
import { Entry } from '../../domain/journal/chain.ts'
import { EntityRow, PhenomenonRow, RoundRow, TimelineRow, Waterfall } from '../../domain/views/look-ups.ts'
import { LeadState } from '../../domain/vocabulary.ts'
import { LeadNode } from '../../domain/lead-node.ts'
import { CaseNode } from '../commands/case.ts'
import { statement } from '../statement.ts'

const count = z.int().nonnegative()
const text = z.string()
const orNull = z.string().nullable()
const investigation = z.uuid()
const page = { after: count, limit: z.int().positive() }
const newestFirst = { before: count, limit: z.int().positive() }

export const waterfall = statement('views/hypothesis', { parameters: z.object({ hypothesis: text }), row: Waterfall })
export const phenomenaOfSource = statement('views/phenomena-of-source', {
  parameters: z.object({ source: text, ...newestFirst }),
  row: PhenomenonRow,
})
export const phenomenaOfHypothesis = statement('views/phenomena-of-hypothesis', {
  parameters: z.object({ hypothesis: text, ...newestFirst }),
  row: PhenomenonRow,
})
export const phenomenaByText = statement('views/phenomena-by-text', {
  parameters: z.object({ investigation, query: text, limit: z.int().positive() }),
  row: PhenomenonRow,
})
export const timeline = statement('views/timeline', {
  parameters: z.object({ investigation, from: text, to: text, afterId: text, limit: z.int().positive() }),
  row: TimelineRow,
})
export const entities = statement('views/entities', {
  parameters: z.object({ prefix: text, after: text, text: orNull, limit: z.int().positive() }),
  row: EntityRow,
})
const leadRow = z.object({ lead: LeadNode, buildsOn: z.array(text) })
export const leads = statement('views/leads', {
  parameters: z.object({ investigation, states: z.array(LeadState), ...page }),
  row: leadRow,
})
export const lead = statement('views/lead', { parameters: z.object({ reference: text }), row: leadRow })
export const rounds = statement('views/rounds', {
  parameters: z.object({ investigation, from: count, limit: z.int().positive() }),
  row: z.object({ round: RoundRow, leads: z.array(text) }),
})
export const journal = statement('views/journal', {
  parameters: z.object({ after: text, end: text, limit: z.int().positive() }),
  row: Entry,
})
export const cases = statement('views/cases', {
  parameters: z.object({ before: text, beforeId: text, limit: z.int().positive() }),
  row: z.object({ investigation: CaseNode }),
})
export const roundEntry = statement('views/round-entry', {
  parameters: z.object({ round: text }),
  row: z.object({ seq: count, body: text }),
})
