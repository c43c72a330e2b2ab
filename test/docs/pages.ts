/** The pages for people, as tests read them: their text, their tables, and the code blocks that carry a mark. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const checkout = join(import.meta.dirname, '..', '..')

export function textOf(path: string): string {
  return readFileSync(join(checkout, path), 'utf8')
}

/** README, CONTRIBUTING and every page of docs/, by their paths. */
export function pages(): string[] {
  const guides = readdirSync(join(checkout, 'docs'), { recursive: true, encoding: 'utf8' })
  return [
    'README.md',
    'CONTRIBUTING.md',
    ...guides.filter((path) => path.endsWith('.md')).map((path) => `docs/${path}`),
  ]
}

/** The code block below `<!-- <mark> -->`. Throws where there is none, or more than one. */
export function blockAt(path: string, mark: string): string {
  const blocks = [...textOf(path).matchAll(/<!-- (.+?) -->\n+```\w*\n([\s\S]*?)^```/gm)]
  const [found, another] = blocks.filter(([, own]) => own === mark)
  if (found?.[2] === undefined || another) throw new Error(`${path} does not have exactly one block marked ${mark}`)
  return found[2]
}

/** Every block of a language. */
export function blocksIn(path: string, language: string): string[] {
  const blocks = textOf(path).matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)
  return [...blocks].flatMap(([, own, text = '']) => (own === language ? [text] : []))
}

/** The rows of every table of a page, as cells, without heads. */
export function rowsIn(path: string): string[][] {
  const lines = textOf(path).split('\n')
  const isRow = (line: string | undefined) => line?.startsWith('|') === true
  const isRule = (line: string | undefined) => /^\|[ :|-]+$/.test(line ?? '')
  const rows = lines.filter((line, at) => isRow(line) && !isRule(line) && !isRule(lines[at + 1]))
  return rows.map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  )
}

/** What stands in backticks. */
export function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
}
