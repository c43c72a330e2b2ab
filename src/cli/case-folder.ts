/** Case folders as people name them: by path, or by the name of one that comes with the house. */
import { existsSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TruthFile } from '../cases/format.ts'
import { type CaseFolder, loadCase, loadTruth } from '../cases/load.ts'
import { loadCatalogue } from '../service/catalogue.ts'

const ours = fileURLToPath(new URL('../../seeds/cases', import.meta.url))
export const usualCase = 'nist-data-leakage'

export type LoadedCase = CaseFolder & {
  readonly name: string
  /** As a person would write it. */
  readonly path: string
  /** Given out only when it is asked for, after the end; null where the folder has none. */
  readonly truth: () => Promise<TruthFile | null>
}

/** Throws `case_file`. */
export async function openCaseFolder(named: string): Promise<LoadedCase> {
  const folder = placeOf(named)
  const { start, findings } = await loadCase(folder, await loadCatalogue())
  const truth = () => (existsSync(join(folder, 'truth.yaml')) ? loadTruth(folder, start) : Promise.resolve(null))
  // only checked, and let go: a mistake in it should not come to light when the whole case has been played
  await truth()
  return {
    start,
    findings,
    name: basename(folder),
    path: shortPath(folder),
    truth,
  }
}

function placeOf(named: string): string {
  const own = join(ours, named)
  return !existsSync(named) && /^[\w-]+$/.test(named) && existsSync(own) ? own : resolve(named)
}

function shortPath(folder: string): string {
  const fromHere = relative('.', folder)
  return fromHere === '' || fromHere.startsWith('..') ? folder : fromHere
}
