/** A case folder for one test: small, right, and changed where the test wants it wrong. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { CatalogueEntry } from '../../src/domain/artefact.ts'

export const shelf = new Map([
  [
    'disk',
    CatalogueEntry.parse({
      kind: 'disk',
      name: 'Disk',
      artefacts: [
        { key: 'logs', name: 'Logs', topics: ['attribution'], role: 'reader' },
        { key: 'mails', name: 'Mails', topics: ['exfiltration'], role: 'reader' },
      ],
    }),
  ],
])

export const right = {
  'case.yaml': `title: A test
sources:
  - { key: PC, kind: disk, label: A disk }
hypotheses:
  - { key: A, statement: He did it., topics: [attribution] }
  - { key: B, statement: She did it., topics: [attribution], rivalOf: A }
`,
  'findings.yaml': `- source: PC
  artefact: logs
  tool: grep
  output: |
    10:01 login  he
    10:02 logout he
  phenomena:
    - facts:
        - { fact: He came., quote: '10:01 login he' }
        - { fact: He went., quote: '10:02 logout he' }
      evidence:
        - { hypothesis: A, kind: supports, why: He was there. }
        - { hypothesis: B, kind: weakens, why: She was not. }
`,
  'truth.yaml': `A: { truth: true, why: He says so. }
B: { truth: false, why: She was away. }
`,
} as const

export type Files = Partial<Record<keyof typeof right, string>>

/** Writes the right files, with those given in their place, and removes them after the test. */
export async function folderOf(files: Files): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'case-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await Promise.all(Object.entries({ ...right, ...files }).map(([name, text]) => writeFile(join(folder, name), text)))
  return folder
}
