/** The catalogue: complete, without doubles, and one witness for each file system. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Artefact } from '../../src/domain/artefact.ts'
import { loadCatalogue } from '../../src/service/catalogue.ts'

const catalogue = await loadCatalogue()
const entries = [...catalogue.values()]
const witnesses = (kind: string) => [...new Set(catalogue.get(kind)?.artefacts.map(({ witness }) => witness))]

test('it describes six kinds of source', () => {
  expect(entries.map(({ kind, artefacts }) => [kind, artefacts.length])).toEqual([
    ['cloud-audit-log', 14],
    ['linux-host', 15],
    ['mail-store', 10],
    ['network-capture', 13],
    ['removable-media', 9],
    ['windows-disk', 45],
  ])
})

test.each(entries)('$kind: keys, names and tools stand for one artefact each', ({ artefacts }) => {
  for (const part of [keyOf, nameOf]) expect(new Set(artefacts.map(part)).size).toBe(artefacts.length)
  const tools = artefacts.flatMap((artefact) => artefact.tools)
  expect(new Set(tools).size).toBe(tools.length)
})

test.each(entries)('$kind: every artefact names its witness and at least one tool', ({ artefacts }) => {
  expect(artefacts.filter(({ witness, tools }) => witness === undefined || tools.length === 0)).toEqual([])
})

test('few roles', () => {
  const roles = new Set(entries.flatMap(({ artefacts }) => artefacts.map(({ role }) => role)))
  expect([...roles].toSorted()).toEqual([
    'cloud-analysis',
    'disk-forensics',
    'log-analysis',
    'mail-analysis',
    'media-forensics',
    'network-analysis',
  ])
})

test('a removable medium is one witness; only metadata inside documents are another', () => {
  expect(witnesses('removable-media')).toEqual(['file-system', 'document-metadata'])
})

test('a live file list is weak, recovered entries are strong', () => {
  const strength = (key: string) =>
    catalogue.get('removable-media')?.artefacts.find((artefact) => artefact.key === key)?.strength
  expect([strength('file-list'), strength('deleted-entries')]).toEqual(['weak', 'strong'])
})

test.each([
  ['an unknown field', 'kind: x\nname: X\ncolour: red\nartefacts: []\n', 'Unrecognized key: "colour"'],
  ['broken YAML', 'kind: [x\n', 'expected YAML: '],
  [
    'a key twice',
    `kind: x\nname: X\nartefacts:${'\n  - { key: a, name: A, topics: [impact], role: r }'.repeat(2)}\n`,
    'artefacts: expected each key once, not a twice',
  ],
])('%s is refused, with the file', async (_, text, expected) => {
  const folder = await mkdtemp(join(tmpdir(), 'catalogue-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await writeFile(join(folder, 'x.yaml'), text)
  await expect(loadCatalogue(folder)).rejects.toThrow(expected)
  await expect(loadCatalogue(folder)).rejects.toThrow('x.yaml')
  await expect(loadCatalogue(folder)).rejects.toMatchObject({ code: 'case_file' })
})

test('two files for one kind are refused', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'catalogue-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const text = 'kind: x\nname: X\nartefacts: [{ key: a, name: A, topics: [impact], role: r }]\n'
  await Promise.all(['a.yaml', 'b.yaml'].map((file) => writeFile(join(folder, file), text)))
  await expect(loadCatalogue(folder)).rejects.toThrow(
    'b.yaml: kind: expected a kind that no other file describes, not x',
  )
})

function keyOf({ key }: Artefact): string {
  return key
}
function nameOf({ name }: Artefact): string {
  return name
}
