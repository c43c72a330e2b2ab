/** Other programs: where they are, and what they say. */
import { execFile } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type Answer = { readonly ok: boolean; readonly output: string; readonly errors: string }
export type Call = {
  readonly environment: NodeJS.ProcessEnv
  /** Milliseconds until it is ended. */
  readonly patience: number
  readonly signal?: AbortSignal | undefined
}

/** Runs a program to its end; a program that is missing, fails or takes too long answers `ok: false`. */
export function run(program: string, parameters: readonly string[], call: Call): Promise<Answer> {
  const { environment: env, patience: timeout, signal } = call
  const options = { env, timeout, maxBuffer: 64 << 20, ...(signal && { signal }) }
  return new Promise((settle) => {
    execFile(program, parameters, options, (error, output, errors) =>
      settle({ ok: !error, output: output.trim(), errors: errors.trim() || (error ? failure(error) : '') }),
    )
  })
}

function failure(error: Error & { killed?: boolean }): string {
  return error.killed ? 'it did not answer in time' : error.message
}

/** Where a program is on the PATH, or in one of the other folders; undefined if nowhere. */
export function findProgram(name: string, environment: NodeJS.ProcessEnv, others: readonly string[] = []) {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...others, ...folders].map((folder) => join(folder, name)).find(isProgram)
}

export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile()
  } catch {
    return false
  }
}

/** The last lines of what a program said. */
export function lastLines(text: string, count = 15): string {
  return text.trimEnd().split('\n').slice(-count).join('\n')
}
