/** What is wrong with a case file: where, and what was expected there. */
import { AppError } from '../errors.ts'

export type Place = readonly (string | number)[]
export type Problem = { readonly path: Place; readonly expected: string }
export type LocatedFile = {
  readonly folder: string
  readonly file: string
  readonly lineOf: (path: Place) => number | undefined
}

const shown = 10

/** One error for all the problems of a file, a line each. `details.problems` holds file, path, line and expectation. */
export function caseFileError(from: LocatedFile, problems: readonly Problem[], cause?: unknown): AppError {
  const located = problems.slice(0, shown).map(({ path, expected }) => locate(from, { path, expected }))
  const lines = located.map(({ file, path, line, expected }) => {
    const place = [path, line === undefined ? '' : `(line ${line})`].filter((text) => text !== '').join(' ')
    return place === '' ? `${file}: ${expected}` : `${file}: ${place}: ${expected}`
  })
  const more = problems.length > shown ? [`and ${problems.length - shown} more`] : []
  return new AppError('case_file', [...lines, ...more].join('\n'), {
    cause,
    details: { folder: from.folder, problems: located },
  })
}

function locate(from: LocatedFile, { path, expected }: Problem) {
  return { file: from.file, path: written(path), line: from.lineOf(path), expected }
}

/** `[3].phenomena[0].facts[1].quote` */
function written(path: Place): string {
  return path.map((step, index) => (typeof step === 'number' ? `[${step}]` : named(step, index === 0))).join('')
}

function named(step: string, first: boolean): string {
  if (!/^[A-Za-z0-9_]+$/.test(step)) return `[${JSON.stringify(step)}]`
  return first ? step : `.${step}`
}
