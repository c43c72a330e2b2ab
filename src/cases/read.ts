/** Reads one YAML file of a case folder by a schema. Every complaint names the file, the path in it and the line. */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { type Document, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { caseFileError, type LocatedFile, type Place, type Problem } from './problem.ts'

export type FileToRead<Shape extends z.ZodType> = {
  readonly folder: string
  readonly file: string
  readonly shape: Shape
  readonly maxBytes: number
}

/** A file's content together with where everything in it stands. */
export type ReadFile<Content> = LocatedFile & { readonly content: Content }

/** More than any hand-written file needs; a bomb needs thousands. */
const maxAliases = 100

/** Throws `case_file`. */
export async function readCaseFile<Shape extends z.ZodType>(
  asked: FileToRead<Shape>,
): Promise<ReadFile<z.output<Shape>>> {
  const lines = new LineCounter()
  const document = parsed(asked, { text: await textOf(asked), lines })
  const located = { folder: asked.folder, file: asked.file, lineOf: (path: Place) => lineOf(path, { document, lines }) }
  const result = asked.shape.safeParse(plain(document, located))
  if (!result.success) throw caseFileError(located, result.error.issues.map(problemOf), result.error)
  return { ...located, content: result.data }
}

async function textOf({ folder, file, maxBytes }: FileToRead<z.ZodType>): Promise<string> {
  const nowhere = { folder, file, lineOf: () => undefined }
  const path = join(folder, file)
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) throw caseFileError(nowhere, [{ path: [], expected: `expected this file in ${folder}` }])
  if (found.size > maxBytes) {
    throw caseFileError(nowhere, [{ path: [], expected: `expected at most ${maxBytes} bytes, it has ${found.size}` }])
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path))
  } catch (cause) {
    throw caseFileError(nowhere, [{ path: [], expected: 'expected a readable file in UTF-8' }], cause)
  }
}

type Text = { readonly text: string; readonly lines: LineCounter }

function parsed({ folder, file }: FileToRead<z.ZodType>, { text, lines }: Text): Document {
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const [fault] = [...document.errors, ...document.warnings]
  if (fault === undefined) return document
  const at = { folder, file, lineOf: () => lines.linePos(fault.pos[0]).line }
  const tooDeep = fault.code === 'RESOURCE_EXHAUSTION'
  const expected = tooDeep ? 'expected YAML that is less deeply nested' : `expected YAML: ${fault.message}`
  throw caseFileError(at, [{ path: [], expected }], fault)
}

function plain(document: Document, located: LocatedFile): unknown {
  try {
    return document.toJS({ maxAliasCount: maxAliases })
  } catch (cause) {
    throw caseFileError(
      located,
      [{ path: [], expected: `expected YAML with at most ${maxAliases} aliases in all` }],
      cause,
    )
  }
}

type Parsed = { readonly document: Document; readonly lines: LineCounter }

/** The line of the value at a path; of what holds it, where it is missing. */
function lineOf(path: Place, { document, lines }: Parsed): number | undefined {
  const node: unknown = document.getIn(path, true)
  const found = z.object({ range: z.tuple([z.number()]).rest(z.number()) }).safeParse(node)
  if (found.success) return lines.linePos(found.data.range[0]).line
  return path.length === 0 ? undefined : lineOf(path.slice(0, -1), { document, lines })
}

function problemOf(issue: z.core.$ZodIssue): Problem {
  const steps = issue.path.filter((step) => typeof step !== 'symbol')
  if (issue.code !== 'unrecognized_keys') return { path: steps, expected: issue.message }
  return {
    path: [...steps, ...issue.keys.slice(0, 1)],
    expected: 'expected no such field: the format does not know it',
  }
}
