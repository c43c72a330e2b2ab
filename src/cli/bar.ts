/** A confidence between 0 and 1 as a bar, and how it moved. */
import type { Paint } from './text.ts'

export type Move = { readonly from: number; readonly to: number }

/** What stayed is solid, what was won is shaded, what was lost is lightly shaded. */
export function bar({ from, to }: Move, paint: Paint, cells = 20): string {
  const [before, after] = [Math.round(from * cells), Math.round(to * cells)]
  const solid = '█'.repeat(Math.min(before, after))
  const won = '▓'.repeat(Math.max(0, after - before))
  const lost = '░'.repeat(Math.max(0, before - after))
  const rest = '·'.repeat(cells - Math.max(before, after))
  return `${solid}${paint.green(won)}${paint.red(lost)}${paint.dim(rest)}`
}

/** Two decimals, never a certainty that the arithmetic does not give. */
export function confidence(value: number): string {
  if (value > 0.99 && value < 1) return '>.99'
  if (value < 0.01 && value > 0) return '<.01'
  return value.toFixed(2)
}
