/** Links within the README, the other pages at the root and docs/ lead somewhere: to a file, and to a heading in it. */
import { existsSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { allFiles, filesUnder, textOf } from './files.ts'
import { type Finding, lineAt } from './finding.ts'

export function findBrokenLinks(root: string): Finding[] {
  const pages = [
    ...filesUnder(root, '.', '.md').filter((path) => !path.includes('/')),
    ...filesUnder(root, 'docs', '.md'),
  ]
  return [...pages.flatMap((page) => brokenLinks(root, page)), ...missingPages(root)]
}

const inText = /!?\[[^\]]*\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g
const asReference = /^[ \t]*\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)/gm
const inHtml = /\b(?:href|src)="([^"]+)"/g

function brokenLinks(root: string, page: string): Finding[] {
  const text = withoutCode(textOf(root, page))
  return [inText, asReference, inHtml].flatMap((form) =>
    [...text.matchAll(form)].flatMap(({ index, 1: target = '' }) => {
      const reason = brokenBecause(root, page, target)
      return reason === undefined ? [] : [{ file: page, line: lineAt(text, index), message: `${target}: ${reason}` }]
    }),
  )
}

function brokenBecause(root: string, page: string, target: string): string | undefined {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) return undefined
  const [path = '', anchor] = target.split('#', 2)
  const file = path === '' ? page : posix.join(posix.dirname(page), decodeURIComponent(path))
  if (file.startsWith('..') || path.startsWith('/')) return 'leads out of the repository'
  if (!existsSync(join(root, file))) return 'no such file'
  if (anchor === undefined || !file.endsWith('.md')) return undefined
  return anchorsOf(textOf(root, file)).has(anchor) ? undefined : 'no such heading'
}

/** The anchors of a page as GitHub makes them: of its headings, and those that it names itself. */
function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>()
  const headings = [...withoutCode(text, 'fences').matchAll(/^#{1,6}\s+(.+?)\s*#*$/gm)].map(({ 1: heading = '' }) => {
    const slug = slugOf(heading)
    const before = seen.get(slug) ?? 0
    seen.set(slug, before + 1)
    return before === 0 ? slug : `${slug}-${before}`
  })
  const named = [...text.matchAll(/\b(?:id|name)="([^"]+)"/g)].map(({ 1: name = '' }) => name)
  return new Set([...headings, ...named])
}

function slugOf(heading: string): string {
  const plain = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1').replaceAll(/[`*]/g, '')
  return plain
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{M}\s_-]/gu, '')
    .replaceAll(/\s/g, '-')
}

/** The text with its code blanked out, so that lines stay where they are. */
function withoutCode(text: string, what: 'all' | 'fences' = 'all'): string {
  const blank = (code: string) => code.replaceAll(/[^\n]/g, ' ')
  const fenced = text.replaceAll(/^(\s*)(```|~~~)[\s\S]*?^\s*\2/gm, blank)
  return what === 'fences' ? fenced : fenced.replaceAll(/`[^`\n]*`/g, blank)
}

/** Pages of docs/ that code and statements speak of, in comments and messages. */
function missingPages(root: string): Finding[] {
  const speaking = allFiles(root).filter((path) => /^(src|cypher|scripts)\//.test(path) && isFile(root, path))
  return speaking.flatMap((path) => {
    const text = textOf(root, path)
    return [...text.matchAll(/(?<![\w./-])docs\/[\w./-]+\.md\b/g)]
      .filter(({ 0: page }) => !existsSync(join(root, page)))
      .map(({ 0: page, index }) => ({
        file: path,
        line: lineAt(text, index),
        message: `speaks of ${page}, which does not exist`,
      }))
  })
}

function isFile(root: string, path: string): boolean {
  return statSync(join(root, path)).isFile()
}
