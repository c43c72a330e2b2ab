/** What the house's style asks of names and of the top of a file, as far as no linter says it. */
import { basename } from 'node:path'
import { filesUnder, textOf } from './files.ts'
import { type Finding, lineAt } from './finding.ts'

const vague = /(^|-)(managers?|helpers?|utils?|utilities|misc|common)(-|\.|$)/
const vagueType =
  /^(?:export )?(?:abstract )?(?:class|type|interface) (I[A-Z][a-z]\w*|\w*(?:Manager|Helper|Utils?))\b/gm

export function findStyle(root: string): Finding[] {
  const files = ['src', 'test', 'scripts'].flatMap((folder) =>
    ['.ts', '.mjs'].flatMap((end) => filesUnder(root, folder, end)),
  )
  return files.flatMap((path) => {
    const text = textOf(root, path)
    return [...vagueNames(path, text), ...headless(path, text)]
  })
}

function vagueNames(path: string, text: string): Finding[] {
  const types = [...text.matchAll(vagueType)].map(({ index, 1: name }) => ({
    file: path,
    line: lineAt(text, index),
    message: `${name} says what kind of thing it is, not what it holds`,
  }))
  return vague.test(basename(path)) ? [{ file: path, message: 'is not named after what it holds' }, ...types] : types
}

function headless(path: string, text: string): Finding[] {
  const body = text.replace(/^#!.*\n/, '')
  return body.startsWith('/**')
    ? []
    : [{ file: path, line: 1, message: 'has no sentence at its top that says why it exists' }]
}
