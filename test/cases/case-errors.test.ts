/** A case file with an error is refused with the file, the path in it, the line and what was expected. */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadCase, loadTruth } from '../../src/cases/load.ts'
import { AppError } from '../../src/errors.ts'
import { type Files, folderOf, right, shelf } from './folder.ts'

async function complaint(files: Files): Promise<string> {
  return complaintIn(await folderOf(files))
}

async function complaintIn(folder: string): Promise<string> {
  try {
    const { start } = await loadCase(folder, shelf)
    await loadTruth(folder, start)
    return 'none'
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'case_file') throw error
    return error.message.replaceAll(folder, '<folder>')
  }
}

const start = (from: string, to: string) => ({ 'case.yaml': right['case.yaml'].replace(from, to) })
const findings = (from: string, to: string) => ({ 'findings.yaml': right['findings.yaml'].replace(from, to) })

test('the files that all others are made from are right', async () => {
  expect(await complaint({})).toBe('none')
})

const shapes: [string, Files, string][] = [
  [
    'a field of another type',
    start('title: A test', 'title: 7'),
    'case.yaml: title (line 1): Invalid input: expected string, received number',
  ],
  [
    'a missing field, at what should hold it',
    start('kind: disk, ', ''),
    'case.yaml: sources[0].kind (line 3): Invalid input: expected string, received undefined',
  ],
  [
    'a source without a key',
    start('key: PC, ', ''),
    'case.yaml: sources[0].key (line 3): Invalid input: expected string, received undefined',
  ],
  [
    'a hypothesis without a key',
    start('key: A, ', ''),
    'case.yaml: hypotheses[0].key (line 5): Invalid input: expected string, received undefined',
  ],
  [
    'a field that nobody knows',
    start('title:', 'subtitle: x\ntitle:'),
    'case.yaml: subtitle (line 1): expected no such field: the format does not know it',
  ],
  [
    'a word that is not in the list',
    findings('kind: supports', 'kind: proves'),
    'findings.yaml: [0].phenomena[0].evidence[0].kind (line 12): Invalid option: expected one of ' +
      '"direct_evidence"|"supports"|"consequence_observed"|"prerequisite_met"|"weakens"|"contradicts"',
  ],
  [
    'an unknown kind of entity',
    findings('      evidence:', '      entities: [{ kind: car, value: red }]\n      evidence:'),
    'findings.yaml: [0].phenomena[0].entities[0].kind (line 11): Invalid option: expected one of ' +
      '"account"|"person"|"device"|"file"|"address"',
  ],
  [
    'a time that is not in UTC',
    findings('      evidence:', '      occurredAt: 2026-03-01T10:01:00+01:00\n      evidence:'),
    'findings.yaml: [0].phenomena[0].occurredAt (line 11): a time in UTC, such as 2015-03-24T13:58:33Z',
  ],
  [
    'an output above 64 kB',
    findings('10:02 logout he', `10:02 logout he ${'x'.repeat(65_536)}`),
    'findings.yaml: [0].output (line 4): Too big: expected string to have <=65536 characters',
  ],
  [
    'a truth without a reason',
    { 'truth.yaml': 'A: { truth: true }\nB: { truth: false, why: She was away. }\n' },
    'truth.yaml: A.why (line 1): Invalid input: expected string, received undefined',
  ],
  [
    'findings that are not a list',
    { 'findings.yaml': 'PC: logs\n' },
    'findings.yaml: (line 1): Invalid input: expected array, received object',
  ],
  ['an empty file', { 'case.yaml': '' }, 'case.yaml: Invalid input: expected object, received null'],
]
test.each(shapes)('%s', async (_, files, expected) => {
  expect(await complaint(files)).toBe(expected)
})

const misfits: [string, Files, string][] = [
  [
    'two sources of one key',
    start('hypotheses:', '  - { key: PC, kind: disk, label: Another }\nhypotheses:'),
    'case.yaml: sources[1].key (line 4): expected a key of its own: this one is there already',
  ],
  [
    'two hypotheses of one key',
    start('key: B', 'key: A'),
    'case.yaml: hypotheses[1].key (line 6): expected a key of its own: this one is there already\n' +
      'case.yaml: hypotheses[1].rivalOf (line 6): expected another hypothesis of the case, not A',
  ],
  [
    'two artefacts of one key',
    start(
      'label: A disk }',
      'label: A disk, artefacts: [&a { key: logs, name: Logs, topics: [impact], role: reader }, *a] }',
    ),
    'case.yaml: sources[0].artefacts[1].key (line 3): expected a key of its own: this one is there already',
  ],
  [
    'a kind of source that the catalogue does not know',
    start('kind: disk', 'kind: phone'),
    'case.yaml: sources[0].kind (line 3): expected a kind of the catalogue (disk), or artefacts of its own',
  ],
  [
    'a rival that does not exist',
    start('rivalOf: A', 'rivalOf: C'),
    'case.yaml: hypotheses[1].rivalOf (line 6): expected another hypothesis of the case (A), not C',
  ],
  [
    'an unknown source',
    findings('source: PC', 'source: MAC'),
    'findings.yaml: [0].source (line 1): expected a source of the case (PC), not MAC',
  ],
  [
    'an unknown artefact',
    findings('artefact: logs', 'artefact: registry'),
    'findings.yaml: [0].artefact (line 2): expected an artefact of PC (logs, mails), not registry',
  ],
  [
    'an unknown artefact of a phenomenon',
    findings('    - facts:', '    - artefact: registry\n      facts:'),
    'findings.yaml: [0].phenomena[0].artefact (line 8): expected an artefact of PC (logs, mails), not registry',
  ],
  [
    'an unknown hypothesis',
    findings('hypothesis: B', 'hypothesis: C'),
    'findings.yaml: [0].phenomena[0].evidence[1].hypothesis (line 13): expected a hypothesis of the case (A, B), not C',
  ],
  [
    'two kinds of evidence for one phenomenon and hypothesis',
    findings('hypothesis: B', 'hypothesis: A'),
    'findings.yaml: [0].phenomena[0].evidence[1].hypothesis (line 13): ' +
      'expected one kind of evidence for each phenomenon and hypothesis: this one is there already',
  ],
  [
    'a quote that does not stand in the output',
    findings("quote: '10:02 logout he'", "quote: '10:03 logout he'"),
    'findings.yaml: [0].phenomena[0].facts[1].quote (line 10): ' +
      'expected words that stand in the output of this finding (white space does not count)',
  ],
  [
    'two findings for one artefact',
    { 'findings.yaml': `${right['findings.yaml']}- { source: PC, artefact: logs, tool: grep, outcome: empty }\n` },
    'findings.yaml: [1].artefact (line 14): expected one finding for each source and artefact: this one is there already',
  ],
  [
    'two phenomena that the service would take for one',
    findings(
      '  phenomena:',
      "  phenomena:\n    - facts: [{ fact: Out., quote: '10:02 logout he' }, { fact: In., quote: '10:01 login he' }]",
    ),
    'findings.yaml: [0].phenomena[1] (line 9): ' +
      'expected phenomena of one artefact that differ in what they quote: this one is there already',
  ],
  [
    'an empty look that shows something',
    findings('  tool: grep', '  tool: grep\n  outcome: empty'),
    'findings.yaml: [0].phenomena (line 9): expected none: a look that is empty shows nothing',
  ],
  [
    'the truth of a hypothesis that nobody stated',
    { 'truth.yaml': `${right['truth.yaml']}C: { truth: true, why: Unheard of. }\n` },
    'truth.yaml: C (line 3): expected a hypothesis of the case (A, B), not C',
  ],
  [
    'a hypothesis without truth',
    { 'truth.yaml': 'A: { truth: true, why: He says so. }\n' },
    'truth.yaml: B (line 1): expected the truth of this hypothesis',
  ],
]
test.each(misfits)('%s', async (_, files, expected) => {
  expect(await complaint(files)).toBe(expected)
})

const bomb = [
  'a: &a [x, x]',
  ...'bcdefghij'.split('').map((key, i) => `${key}: &${key} [${`*${'abcdefghi'[i]},`.repeat(9)}]`),
]

const texts: [string, Files, string][] = [
  [
    'broken YAML',
    start('title: A test', 'title: "A test'),
    'case.yaml: (line 7): expected YAML: Missing closing "quote',
  ],
  [
    'a key twice in one map',
    start('title:', 'title: x\ntitle:'),
    'case.yaml: (line 2): expected YAML: Map keys must be unique',
  ],
  [
    'an unknown tag',
    start('title: A test', 'title: !js A test'),
    'case.yaml: (line 1): expected YAML: Unresolved tag: !js',
  ],
  [
    'a bomb of aliases',
    { 'case.yaml': bomb.join('\n') },
    'case.yaml: (line 1): expected YAML with at most 100 aliases in all',
  ],
  [
    'a pit of brackets',
    { 'case.yaml': '['.repeat(100_000) },
    'case.yaml: (line 1): expected YAML that is less deeply nested',
  ],
  [
    'a case file above 1 MB',
    { 'case.yaml': ' '.repeat(1_048_577) },
    'case.yaml: expected at most 1048576 bytes, it has 1048577',
  ],
]
test.each(texts)('%s', async (_, files, expected) => {
  expect(await complaint(files)).toContain(expected)
})

test.each(['case.yaml', 'findings.yaml', 'truth.yaml'])('%s is missing', async (file) => {
  const folder = await folderOf({})
  await rm(join(folder, file))
  expect(await complaintIn(folder)).toBe(`${file}: expected this file in <folder>`)
})

test('a file that is not UTF-8', async () => {
  const folder = await folderOf({})
  await writeFile(join(folder, 'case.yaml'), Buffer.from([0x74, 0x3a, 0x20, 0xff, 0xfe]))
  expect(await complaintIn(folder)).toBe('case.yaml: expected a readable file in UTF-8')
})

test('a folder that does not exist', async () => {
  expect(await complaintIn('/nowhere/at/all')).toBe('case.yaml: expected this file in <folder>')
})

test('all problems come at once, and programs get them apart', async () => {
  const folder = await folderOf({
    'findings.yaml': right['findings.yaml'].replace('A, kind', 'X, kind').replace('B, kind', 'Y, kind'),
  })
  const place = '[0].phenomena[0].evidence'
  await expect(loadCase(folder, shelf)).rejects.toMatchObject({
    details: {
      folder,
      problems: [
        {
          file: 'findings.yaml',
          path: `${place}[0].hypothesis`,
          line: 12,
          expected: 'expected a hypothesis of the case (A, B), not X',
        },
        {
          file: 'findings.yaml',
          path: `${place}[1].hypothesis`,
          line: 13,
          expected: 'expected a hypothesis of the case (A, B), not Y',
        },
      ],
    },
  })
})

test('of many problems the first ten are shown', async () => {
  const evidence = Array.from({ length: 13 }, (_, i) => `        - { hypothesis: X${i}, kind: supports, why: w }`).join(
    '\n',
  )
  const message = await complaint(findings('        - { hypothesis: A, kind: supports, why: He was there. }', evidence))
  expect(message.split('\n')).toHaveLength(11)
  expect(message.split('\n').at(-1)).toBe('and 3 more')
})
