/** The JSON Schemas that are checked in are those that the code writes. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { jsonSchemas, writeJsonSchemas } from '../../src/cases/json-schema.ts'

const checkout = fileURLToPath(new URL('../..', import.meta.url))
const json = async (root: string, path: string): Promise<unknown> =>
  JSON.parse(await readFile(join(root, path), 'utf8'))

test.each([...jsonSchemas().keys()])('%s is current', async (path) => {
  const root = await mkdtemp(join(tmpdir(), 'schemas-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  await writeJsonSchemas(root)
  expect(await json(checkout, path)).toEqual(await json(root, path))
})
