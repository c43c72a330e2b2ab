/** JSON Schemas of the case format and of the catalogue, for editors and for people without this code. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { CatalogueEntry } from '../domain/artefact.ts'
import { CaseFile, FindingsFile, TruthFile } from './format.ts'

const schemas = {
  'seeds/cases/case.schema.json': CaseFile,
  'seeds/cases/findings.schema.json': FindingsFile,
  'seeds/cases/truth.schema.json': TruthFile,
  'seeds/catalogue/catalogue.schema.json': CatalogueEntry,
} as const

/** Path in the repository -> the schema that belongs there. What a file may leave out is optional in it. */
export function jsonSchemas(): ReadonlyMap<string, unknown> {
  return new Map(
    Object.entries(schemas).map(([path, schema]) => [
      path,
      z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' }),
    ]),
  )
}

/** Writes them all below the root of a checkout. */
export async function writeJsonSchemas(root: string): Promise<void> {
  for (const [path, schema] of jsonSchemas()) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), `${JSON.stringify(schema, null, 2)}\n`)
  }
}
