/** Rows as tab-separated text for a language model: a third of the tokens of pretty JSON, one line a row. */
import { marked, tame } from './hostile.ts'

/** What a cell shows. A list is joined by commas; null, undefined, '' and an empty list show as `-`. */
export type Cell = string | number | boolean | null | undefined | readonly string[]

/**
 * A column: its name, what it shows (left out: the row's field of that name), and whether that is free text, which is
 * marked as data and cut to so many characters. Free text belongs last.
 */
export type Column<Row> = { readonly name: string; readonly value: (row: Row) => Cell; readonly text?: number }

const mostInCell = 200
const mostInList = 12

/** A line of names and one line for each row. `marker` encloses free text: a random word of this round. */
export function table<Row>(columns: readonly Column<Row>[], rows: readonly Row[], marker: string): string[] {
  const names = columns.map(({ name }) => name).join('\t')
  return [
    names,
    ...rows.map((row) => columns.map((column) => cellOf(column.value(row), column.text, marker)).join('\t')),
  ]
}

/** The columns of records by the names of their fields; `text` gives the free ones and how much of them is shown. */
export function columnsOf(
  names: readonly string[],
  text: Readonly<Record<string, number>> = {},
): Column<Readonly<Record<string, unknown>>>[] {
  return names.map((name) => {
    const most = Object.hasOwn(text, name) ? text[name] : undefined
    return { name, value: (row) => shown(row[name]), ...(most === undefined ? {} : { text: most }) }
  })
}

/** Yes or nothing, so that a table of few exceptions reads easily. */
export function ticked(flags: Readonly<Record<string, boolean>>): string[] {
  return Object.entries(flags).flatMap(([name, is]) => (is ? [name] : []))
}

/** A number with its sign and two decimals, such as +0.30. */
export function signed(value: number): string {
  const text = value.toFixed(2)
  return value < 0 ? text : `+${text}`
}

function cellOf(cell: Cell, text: number | undefined, marker: string): string {
  const plain = typeof cell === 'object' && cell !== null ? joined(cell) : String(cell ?? '')
  const tamed = tame(plain, text ?? mostInCell)
  if (tamed === '') return '-'
  return text === undefined ? tamed : marked(plain, marker, text)
}

function joined(list: readonly string[]): string {
  const rest = list.length - mostInList
  return rest > 0 ? `${list.slice(0, mostInList).join(',')},+${rest}` : list.join(',')
}

function shown(value: unknown): Cell {
  if (value === null || value === undefined || typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return value
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : JSON.stringify(value)
}
