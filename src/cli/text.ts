/** Text on a terminal: colours, widths as people see them, and lines that fit. */
import { stripVTControlCharacters } from 'node:util'
import { tame } from '../domain/text/hostile.ts'

const codes = { bold: [1, 22], dim: [2, 22], red: [31, 39], green: [32, 39], yellow: [33, 39], cyan: [36, 39] } as const
type Colour = keyof typeof codes
export type Paint = Readonly<Record<Colour, (text: string) => string>>

export function paintWith(colours: boolean): Paint {
  const painter = (colour: Colour) => {
    const [on, off] = codes[colour]
    return (text: string) => (colours && text !== '' ? `\u001B[${on}m${text}\u001B[${off}m` : text)
  }
  return {
    bold: painter('bold'),
    dim: painter('dim'),
    red: painter('red'),
    green: painter('green'),
    yellow: painter('yellow'),
    cyan: painter('cyan'),
  }
}

const characters = new Intl.Segmenter()

/** Columns that a text takes, colours left out. */
export function widthOf(text: string): number {
  return [...characters.segment(stripVTControlCharacters(text))].length
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)))
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text
}

/** Somebody else's text in lines of a width, at most so many; the last one ends in `…` where something is left out. */
export function wrapped(text: string, width: number, most = 100): string[] {
  const lines: string[] = []
  let rest = tame(text, width * most + 1)
  while (rest !== '' && lines.length < most) {
    const line = firstLine(rest, width)
    const left = rest.slice(line.length).trimStart()
    lines.push(left !== '' && lines.length === most - 1 ? `${firstLine(rest, width - 2)} …` : line)
    rest = left
  }
  return lines
}

/** As many whole words as fit; a word that is longer than the line is cut. */
function firstLine(text: string, width: number): string {
  if (text.length <= width) return text
  const end = text.lastIndexOf(' ', width)
  return text.slice(0, end > 0 ? end : width)
}

/** `1 lead`, `2 leads`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** JSON in one line; characters that a reader cannot see are written as escapes, which mean the same. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (hidden) =>
    Array.from(
      { length: hidden.length },
      (_, unit) => `\\u${hidden.charCodeAt(unit).toString(16).padStart(4, '0')}`,
    ).join(''),
  )
}
