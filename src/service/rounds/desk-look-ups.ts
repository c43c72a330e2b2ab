/** The look-ups of a round, the newest first: rows for code, and a short table for a language model, evidence marked as data. */
import { columnsOf, table } from '../../domain/text/table.ts'
import type { Desk } from '../../strategist/desk.ts'
import type { Context } from '../context.ts'
import { entities, hypothesisDetail, leads, phenomena, timeline } from '../reading/look-ups.ts'

/** How many rows of a look-up a model is shown. */
const limit = 40
/** One more, to know whether there are more. */
const more = limit + 1

/** What a model sees of each: its columns, and of those that are free text how many characters. */
const columns = {
  hypothesis: {
    names: ['alias', 'status', 'logOdds', 'evidence', 'witnesses', 'needsCorroboration', 'contested', 'statement'],
    text: { statement: 300 },
  },
  waterfall: { names: ['witness', 'kind', 'n', 'adds', 'pieces'], text: { pieces: 400 } },
  phenomena: {
    names: ['alias', 'source', 'artefact', 'occurredAt', 'withdrawnAt', 'evidence', 'name', 'interpretation'],
    text: { evidence: 300, name: 120, interpretation: 200 },
  },
  timeline: { names: ['occurredAt', 'alias', 'source', 'artefact', 'name'], text: { name: 120 } },
  entities: { names: ['kind', 'mentions', 'phenomena', 'value'], text: { value: 120 } },
  leads: {
    names: [
      'alias',
      'state',
      'outcome',
      'hypothesis',
      'source',
      'artefact',
      'role',
      'expects',
      'instruction',
      'endedWhy',
    ],
    text: { instruction: 160, endedWhy: 120 },
  },
} as const

type LookUps = Pick<Desk, 'hypothesis' | 'phenomena' | 'timeline' | 'entities' | 'leads'>

export function lookUpsFor(context: Context, investigation: string, marker: string): LookUps {
  const show = <Row extends Record<string, unknown>>(what: keyof typeof columns, rows: readonly Row[]) => ({
    rows,
    text: table(columnsOf(columns[what].names, columns[what].text), rows, marker).join('\n'),
  })
  /** No model should take a page for the whole. */
  const first = <Row extends Record<string, unknown>>(what: keyof typeof columns, rows: readonly Row[]) => {
    const page = show(what, rows.slice(0, limit))
    return rows.length <= limit
      ? page
      : { ...page, text: `${page.text}\nand more that are not shown: ask more narrowly` }
  }
  return {
    hypothesis: async (name) => {
      const { waterfall, ...rest } = await hypothesisDetail(context, investigation, name)
      const [head, bars] = [show('hypothesis', [rest]), show('waterfall', waterfall)]
      return { rows: { ...rest, waterfall }, text: `${head.text}\n\n${bars.text}` }
    },
    phenomena: async (query) => first('phenomena', await phenomena(context, investigation, { ...query, limit: more })),
    timeline: async (query) => first('timeline', await timeline(context, investigation, { ...query, limit: more })),
    entities: async (query) => first('entities', await entities(context, investigation, { ...query, limit: more })),
    leads: async (query) =>
      first('leads', (await leads(context, investigation, { ...query, limit: 10_000 })).toReversed()),
  }
}
