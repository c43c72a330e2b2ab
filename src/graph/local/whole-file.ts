/** Small files that are there whole or not at all, however their writer ended. */
import { randomUUID } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'

/** Writes beside the file and moves it into place. At once (not async), so that nothing comes between. */
export function writeWhole(path: string, text: string, mode = 0o600): void {
  const beside = `${path}.${randomUUID()}`
  writeFileSync(beside, text, { mode })
  renameSync(beside, path)
}

/** The text of a file, or undefined if it cannot be read. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** What a JSON file holds, or undefined if it is missing, broken or of another shape. */
export function readJson<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> | undefined {
  const text = readText(path)
  if (text === undefined) return undefined
  return Json.pipe(schema).safeParse(text).data
}

const Json = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    context.addIssue({ code: 'custom', message: 'not JSON' })
    return z.NEVER
  }
})
