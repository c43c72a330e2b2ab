/** Findings of a case as the records that a worker sends. */
import { describe, expect, test } from 'vitest'
import { CaseFile, FindingsFile } from '../../src/cases/format.ts'
import { firstNotLooked, lookAt, recordsOf, summaryOf } from '../../src/workers/finding-records.ts'
import type { ArtefactRow } from '../../src/domain/views/source-coverage.ts'
import { RecordsInput } from '../../src/domain/records.ts'

const folder = {
  start: CaseFile.parse({
    title: 'A case',
    sources: [{ key: 'PC', kind: 'windows-disk', label: 'A computer' }],
    hypotheses: [
      { key: 'RAN', statement: 'A tool ran.', topics: ['execution'] },
      { key: 'HID', statement: 'It was hidden.', topics: ['defense-evasion'] },
    ],
  }),
  findings: FindingsFile.parse([
    {
      source: 'PC',
      artefact: 'prefetch',
      tool: 'PECmd',
      version: '1.5',
      arguments: '-d C',
      output: 'tool.exe ran 3 times\nlogs: none',
      phenomena: [
        {
          facts: [
            { fact: 'The tool ran.', quote: 'tool.exe ran 3 times' },
            { fact: 'There are no logs.', quote: 'logs: none' },
          ],
          interpretation: 'By hand.',
          occurredAt: '2026-03-26T17:44:19Z',
          entities: [{ kind: 'file', value: 'tool.exe' }],
          evidence: [
            { hypothesis: 'RAN', kind: 'direct_evidence', why: 'It says so.' },
            { hypothesis: 'HID', kind: 'supports', why: 'No logs.' },
          ],
        },
        { artefact: 'event-logs', facts: [{ fact: 'There are no logs.', quote: 'logs: none' }] },
      ],
    },
    { source: 'PC', artefact: 'mail-store', tool: 'pffexport', outcome: 'failed', output: 'wrong password' },
  ]),
}
const ids = { source: 'S1-ab', hypothesis: (key: string) => `id-of-${key}` }

describe('a look at an artefact of the case', () => {
  test('records everything that the finding shows, for every hypothesis, under a key of its own', () => {
    const records = recordsOf(lookAt(folder, { source: 'PC', artefact: 'prefetch' }), ids)
    expect(records).toEqual({
      recordKey: 'PC/prefetch',
      invocations: [
        {
          key: 'look',
          tool: 'PECmd',
          version: '1.5',
          arguments: '-d C',
          source: 'S1-ab',
          artefacts: ['prefetch'],
          outcome: 'found',
          output: 'tool.exe ran 3 times\nlogs: none',
          excerpt: false,
          cached: false,
        },
      ],
      phenomena: [
        {
          source: 'S1-ab',
          artefact: 'prefetch',
          facts: [
            { fact: 'The tool ran.', quote: 'tool.exe ran 3 times', invocation: 'look' },
            { fact: 'There are no logs.', quote: 'logs: none', invocation: 'look' },
          ],
          interpretation: 'By hand.',
          occurredAt: '2026-03-26T17:44:19Z',
          entities: [{ kind: 'file', value: 'tool.exe' }],
          evidence: [
            { hypothesis: 'id-of-RAN', kind: 'direct_evidence', why: 'It says so.' },
            { hypothesis: 'id-of-HID', kind: 'supports', why: 'No logs.' },
          ],
        },
        {
          source: 'S1-ab',
          artefact: 'event-logs',
          facts: [{ fact: 'There are no logs.', quote: 'logs: none', invocation: 'look' }],
          interpretation: '',
          entities: [],
          evidence: [],
        },
      ],
      evidence: [],
    })
    expect(RecordsInput.safeParse(records).success).toBe(true)
  })

  test('is empty where the case has no finding, by the first tool of the artefact', () => {
    const look = lookAt(folder, { source: 'PC', artefact: 'shellbags', tools: ['SBECmd', 'other'] })
    const records = recordsOf(look, ids)
    expect(records.invocations).toMatchObject([
      { tool: 'SBECmd', artefacts: ['shellbags'], outcome: 'empty', output: '' },
    ])
    expect(records.phenomena).toEqual([])
    expect(RecordsInput.safeParse(records).success).toBe(true)
    expect(summaryOf(look)).toBe('nothing, by SBECmd')
  })

  test('is told in a line', () => {
    expect(summaryOf(lookAt(folder, { source: 'PC', artefact: 'prefetch' }))).toBe('3 facts, by PECmd: The tool ran.')
  })
})

describe('a lead without an artefact', () => {
  const row = (given: Pick<ArtefactRow, 'key' | 'role' | 'topics' | 'state'>): ArtefactRow => ({
    source: 'S1-ab',
    name: given.key,
    tries: 0,
    gap: true,
    techniques: [],
    witness: 'PC|x',
    strength: [0.75, 0.25],
    answerRate: 0.3,
    kindFor: 'supports',
    kindAgainst: 'weakens',
    informs: [],
    touches: [],
    leadPossible: true,
    looks: [],
    ...given,
  })
  const rows = [
    row({ key: 'mail', role: 'mail-analysis', topics: ['execution'], state: 'not_looked' }),
    row({ key: 'prefetch', role: 'disk-forensics', topics: ['execution'], state: 'looked_empty' }),
    row({ key: 'shellbags', role: 'disk-forensics', topics: ['discovery'], state: 'not_looked' }),
    row({ key: 'amcache', role: 'disk-forensics', topics: ['persistence', 'execution'], state: 'not_looked' }),
    row({ key: 'shimcache', role: 'disk-forensics', topics: ['execution'], state: 'not_looked' }),
  ]

  test('looks at the first of its role and topic that was not looked at, in catalogue order', () => {
    expect(firstNotLooked(rows, { role: 'disk-forensics', topics: ['execution', 'attribution'] })).toBe('amcache')
  })

  test('finds nothing to look at where all of it was looked at', () => {
    expect(firstNotLooked(rows, { role: 'log-analysis', topics: ['execution'] })).toBeUndefined()
  })
})
