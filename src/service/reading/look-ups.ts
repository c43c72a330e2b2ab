/** The look-ups: one question each, read-only, in pages. */
import { aliasOf } from '../../domain/overview.ts'
import { nodeKey } from '../../domain/identity.ts'
import type { Entry } from '../../domain/journal/chain.ts'
import { asOf } from '../../domain/lead.ts'
import { inUtc, isMoment } from '../../domain/moment.ts'
import { LeadState } from '../../domain/vocabulary.ts'
import type { EntityRow, PhenomenonRow, RoundRow, TimelineRow, Waterfall } from '../../domain/views/look-ups.ts'
import { AppError } from '../../errors.ts'
import type { Run } from '../../graph/database.ts'
import * as look from '../../graph/views/look-ups.ts'
import type { LeadNode } from '../../domain/lead-node.ts'
import { overviewCase } from '../../graph/views/overview.ts'
import type { Context } from '../context.ts'
import { entryKey } from '../../domain/nodes/entry-node.ts'
import { findHypotheses, findSources, reference, unknown } from '../references.ts'
import { noCase } from './views.ts'

export type Page = { readonly after?: number | undefined; readonly limit: number }

export function hypothesisDetail(context: Context, investigation: string, name: string): Promise<Waterfall> {
  return context.database.read('hypothesis', async (run) => {
    await theCase(run, investigation)
    const { key } = (await findHypotheses(run, investigation, [name]))(name)
    const [found] = await run(look.waterfall, { hypothesis: key })
    if (!found) throw unknown('hypothesis', name)
    return { ...found, rival: found.rival === null ? null : aliasOf(investigation, 'hypothesis', found.rival) }
  })
}

export type PhenomenaQuery = Page & {
  source?: string | undefined
  hypothesis?: string | undefined
  text?: string | undefined
}

/** By exactly one of source, hypothesis and text. Newest first, `after` the number of the last one seen; by text, the best first. */
export function phenomena(context: Context, investigation: string, query: PhenomenaQuery): Promise<PhenomenonRow[]> {
  const { source, hypothesis, text, after, limit } = query
  if ([source, hypothesis, text].filter((by) => by !== undefined).length !== 1) {
    throw new AppError('invalid_request', 'ask for phenomena by exactly one of source, hypothesis and text')
  }
  if (text !== undefined && after !== undefined)
    throw new AppError(
      'invalid_request',
      'after: what is found by text comes by relevance, in one page; narrow the text',
    )
  return context.database.read('phenomena', async (run) => {
    await theCase(run, investigation)
    const found = await phenomenaBy(run, investigation, { source, hypothesis, text, before: after ?? newest, limit })
    return found.map((row) => ({ ...row, source: sourceAlias(investigation, row.source) }))
  })
}

async function phenomenaBy(
  run: Run,
  investigation: string,
  query: PhenomenaQuery & { before: number },
): Promise<PhenomenonRow[]> {
  const { source, hypothesis, text = '', before, limit } = query
  if (source !== undefined) {
    const { key } = (await findSources(run, investigation, [source]))(source)
    return run(look.phenomenaOfSource, { source: key, before, limit })
  }
  if (hypothesis !== undefined) {
    const { key } = (await findHypotheses(run, investigation, [hypothesis]))(hypothesis)
    return run(look.phenomenaOfHypothesis, { hypothesis: key, before, limit })
  }
  const words = text.split(/\s+/u).filter((word) => /[\p{L}\p{N}]/u.test(word))
  if (words.length === 0) throw new AppError('invalid_request', 'text: name at least one word with letters or digits')
  const scope = `+scope:${investigation.replaceAll('-', '')}`
  return run(look.phenomenaByText, {
    investigation,
    query: [scope, ...words.slice(0, 12).map(phrase)].join(' '),
    limit,
  })
}

/** Each as a phrase, so that the index itself takes it apart as it took apart what it holds: file names, addresses. */
function phrase(word: string): string {
  return `+"${word.replaceAll(/["\\]/g, '\\$&')}"`
}

/** No phenomenon has a greater number. */
const newest = Number.MAX_SAFE_INTEGER

export type TimelineQuery = {
  from?: string | undefined
  to?: string | undefined
  afterId?: string | undefined
  limit: number
}

export function timeline(context: Context, investigation: string, query: TimelineQuery): Promise<TimelineRow[]> {
  const { from: first = '0001-01-01T00:00:00Z', to: last = '9999-12-31T23:59:59.999Z', afterId = '', limit } = query
  const [from, to] = [momentOf('from', first), momentOf('to', last)]
  return context.database.read('timeline', async (run) => {
    await theCase(run, investigation)
    const found = await run(look.timeline, { investigation, from, to, afterId, limit })
    return found.map((row) => ({ ...row, source: sourceAlias(investigation, row.source) }))
  })
}

function momentOf(name: string, text: string): string {
  if (isMoment(text)) return inUtc(text)
  const expected = 'a date and time with its zone, such as 2015-03-25T14:00:00Z'
  throw new AppError('invalid_request', `${name}: expected ${expected}`, { details: { field: name } })
}

export type EntitiesQuery = {
  kind?: string | undefined
  text?: string | undefined
  after?: string | undefined
  limit: number
}

export function entities(context: Context, investigation: string, query: EntitiesQuery): Promise<EntityRow[]> {
  const { kind, text, after, limit } = query
  return context.database.read('entities', async (run) => {
    await theCase(run, investigation)
    const prefix = nodeKey(investigation, kind === undefined ? 'entity|' : `entity|${kind}|`)
    return run(look.entities, {
      prefix,
      after: after === undefined ? '' : nodeKey(investigation, `entity|${after}`),
      text: text ?? null,
      limit,
    })
  })
}

export type ShownLead = Omit<LeadNode, 'claimTokenHash' | 'tokenHashes' | 'investigation'> & {
  investigation: string
  buildsOn: string[]
}

/** Leads as they stand now, whether or not a write has come by to say so. */
export function leads(
  context: Context,
  investigation: string,
  query: Page & { state?: LeadState | undefined },
): Promise<ShownLead[]> {
  const { state, after = 0, limit } = query
  return context.database.read('leads', async (run) => {
    const { investigation: node, now } = await theCase(run, investigation)
    const found = await run(look.leads, {
      investigation,
      states: LeadState.options,
      after,
      limit: state === undefined ? limit : 10_000,
    })
    const shown = found.map(({ lead, buildsOn }) => shownLead({ ...lead, ...asOf(lead, now, node.limits) }, buildsOn))
    return shown.filter((lead) => state === undefined || lead.state === state).slice(0, limit)
  })
}

export function lead(context: Context, investigation: string, name: string): Promise<ShownLead> {
  return context.database.read('lead', async (run) => {
    const { investigation: node, now } = await theCase(run, investigation)
    const [found] = await run(look.lead, { reference: reference(investigation, 'lead', name) })
    if (found?.lead.investigation !== investigation) throw unknown('lead', name)
    return shownLead({ ...found.lead, ...asOf(found.lead, now, node.limits) }, found.buildsOn)
  })
}

function shownLead({ claimTokenHash: _, tokenHashes: __, ...lead_ }: LeadNode, buildsOn: string[]): ShownLead {
  const { investigation } = lead_
  return {
    ...lead_,
    hypothesis: aliasOf(investigation, 'hypothesis', lead_.hypothesis),
    source: aliasOf(investigation, 'source', lead_.source),
    buildsOn,
  }
}

export type ShownRound = RoundRow & { leads: string[] }

/** Newest first; `after`: the number of the last one seen. */
export function rounds(context: Context, investigation: string, { after, limit }: Page): Promise<ShownRound[]> {
  return context.database.read('rounds', async (run) => {
    const { investigation: node } = await theCase(run, investigation)
    const from = after === undefined ? node.headNumber : Math.max(0, after - 1)
    if (after === 0) return []
    const found = await run(look.rounds, { investigation, from, limit })
    return found.map(({ round, leads: names }) => ({ ...round, leads: names }))
  })
}

/** `after`: the `seq` of the last entry seen. */
export function journal(context: Context, investigation: string, { after = 0, limit }: Page): Promise<Entry[]> {
  return context.database.read('journal', async (run) => {
    await theCase(run, investigation)
    const behind = entryKey(investigation, after)
    return run(look.journal, { after: behind, end: nodeKey(investigation, 'F'), limit })
  })
}

export async function theCase(run: Run, investigation: string) {
  const [found] = await run(overviewCase, { investigation })
  if (found) return found
  throw noCase(investigation)
}

function sourceAlias(investigation: string, key: string): string {
  return aliasOf(investigation, 'source', key.slice(key.indexOf('|') + 1))
}
