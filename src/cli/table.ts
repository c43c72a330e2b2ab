/** Tables for eyes: as wide as needed, one column giving way where the line is too short. */
import { tame } from '../domain/text/hostile.ts'
import { padEnd, padStart, type Paint, widthOf } from './text.ts'

export type Column = {
  readonly title: string
  readonly right?: true
  /** The one that is cut. */ readonly gives?: true
}
type Look = { readonly width: number; readonly paint: Paint }

const gap = '  '
const least = 8

/** Cells may hold colours, but not those of the column that gives way. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  { width, paint }: Look,
): string[] {
  const natural = columns.map(({ title }, at) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[at] ?? ''))))
  const excess = natural.reduce((sum, one) => sum + one + gap.length, -gap.length) - width
  const widths = natural.map((one, at) => (columns[at]?.gives && excess > 0 ? Math.max(least, one - excess) : one))
  const line = (cells: readonly string[]) =>
    columns
      .map((column, at) => cellOf(cells[at] ?? '', { column, width: widths[at] ?? 0 }))
      .join(gap)
      .trimEnd()
  return [paint.dim(line(columns.map(({ title }) => title))), ...rows.map(line)]
}

function cellOf(text: string, { column, width }: { column: Column; width: number }): string {
  const fitting = column.gives ? tame(text, width) : text
  return column.right ? padStart(fitting, width) : padEnd(fitting, width)
}
