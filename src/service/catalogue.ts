/** The catalogue: what each kind of source usually holds, from `seeds/catalogue/`. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { z } from 'zod'
import { CatalogueEntry } from '../domain/artefact.ts'
import { AppError } from '../errors.ts'

export type Catalogue = ReadonlyMap<string, CatalogueEntry>

const seeds = fileURLToPath(new URL('../../seeds/catalogue', import.meta.url))

/** Reads every `.yaml` of a folder: kind of source -> entry. Throws `case_file`, naming the file. */
export async function loadCatalogue(folder: string = seeds): Promise<Catalogue> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.yaml')).toSorted()
  const entries = await Promise.all(files.map((file) => readEntry(join(folder, file))))
  const kinds = entries.map(({ kind }) => kind)
  const again = kinds.findIndex((kind, index) => kinds.indexOf(kind) !== index)
  if (again !== -1)
    throw new AppError(
      'case_file',
      `${files[again]}: kind: expected a kind that no other file describes, not ${kinds[again]}`,
    )
  return new Map(entries.map((entry) => [entry.kind, entry]))
}

async function readEntry(path: string): Promise<CatalogueEntry> {
  const text = await readFile(path, 'utf8')
  const result = CatalogueEntry.safeParse(yamlOf(text, path))
  if (!result.success)
    throw new AppError('case_file', `${path}: ${z.prettifyError(result.error)}`, { cause: result.error })
  const keys = result.data.artefacts.map(({ key }) => key)
  const doubled = keys.find((key, index) => keys.indexOf(key) !== index)
  if (doubled !== undefined)
    throw new AppError('case_file', `${path}: artefacts: expected each key once, not ${doubled} twice`)
  return result.data
}

function yamlOf(text: string, path: string): unknown {
  try {
    return parse(text)
  } catch (cause) {
    throw new AppError(
      'case_file',
      `${path}: expected YAML: ${cause instanceof Error ? cause.message : String(cause)}`,
      { cause },
    )
  }
}
