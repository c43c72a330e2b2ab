/** The cases that come with the product load, fit their catalogue, and hold what they are meant to hold. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { artefactsOf } from '../../src/cases/check.ts'
import { type CaseFolder, loadCase, loadTruth } from '../../src/cases/load.ts'
import { bearing } from '../../src/domain/informs.ts'
import { loadCatalogue } from '../../src/service/catalogue.ts'

const root = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const catalogue = await loadCatalogue()
const nist = await loadCase(root('seeds/cases/nist-data-leakage'), catalogue)
const small = await loadCase(root('seeds/cases/small-usb-theft'), catalogue)

const phenomena = ({ findings }: CaseFolder) => findings.flatMap((finding) => finding.phenomena)
const evidence = (loaded: CaseFolder) => phenomena(loaded).flatMap((phenomenon) => phenomenon.evidence)
const artefacts = ({ start }: CaseFolder) =>
  start.sources.map((source) => [source.key, artefactsOf(source, catalogue).length])

test('the NIST case has four sources, twelve hypotheses and 72 artefacts to look at', () => {
  expect(nist.start.hypotheses.map(({ key }) => key).join(' ')).toBe('H1 H2 H3 H4 H5 H6 H7 H8 H9 H10 H11 H12')
  expect(artefacts(nist)).toEqual([
    ['PC', 45],
    ['RM1', 9],
    ['RM2', 9],
    ['RM3', 9],
  ])
})

test('it starts from even odds, with the usual weights and thresholds', () => {
  expect(nist.start.hypotheses.map(({ prior }) => prior)).toEqual(Array(12).fill(0.5))
  expect(nist.start).toMatchObject({ thresholds: { supported: 0.8, refuted: 0.2 }, errorCost: 40 })
  expect(nist.start.weights).toMatchObject({ direct_evidence: 2, supports: 1, weakens: -0.5, contradicts: -2 })
})

test('its findings: 55 looks, 66 phenomena, 99 pieces of evidence', () => {
  expect([nist.findings.length, phenomena(nist).length, evidence(nist).length]).toEqual([55, 66, 99])
})

test('its truth: five of the twelve are true', async () => {
  const truth = await loadTruth(root('seeds/cases/nist-data-leakage'), nist.start)
  const held = Object.entries(truth).filter(([, verdict]) => verdict.truth)
  expect(held.map(([key]) => key)).toEqual(['H1', 'H2', 'H3', 'H4', 'H5'])
})

test('what is visible on both private media misleads', () => {
  const live = nist.findings.filter(({ source, artefact }) => artefact === 'file-list' && source !== 'RM1')
  const judged = live.flatMap((finding) => finding.phenomena.flatMap((phenomenon) => phenomenon.evidence))
  expect(judged.map(({ hypothesis, kind }) => [hypothesis, kind])).toEqual([
    ['H11', 'supports'],
    ['H11', 'supports'],
  ])
})

test('the small case has two sources, four hypotheses and eleven artefacts of its own', async () => {
  expect(small.start.hypotheses.map(({ key }) => key)).toEqual(['COPIED', 'OTHER', 'HIDDEN', 'MAILED'])
  expect(artefacts(small)).toEqual([
    ['WS', 7],
    ['STICK', 4],
  ])
  const truth = await loadTruth(root('seeds/cases/small-usb-theft'), small.start)
  expect(Object.values(truth).map((verdict) => verdict.truth)).toEqual([true, false, true, false])
})

test('it uses every kind of evidence', () => {
  const kinds = [...new Set(evidence(small).map(({ kind }) => kind))].toSorted()
  expect(kinds.join(' ')).toBe('consequence_observed contradicts direct_evidence prerequisite_met supports weakens')
})

test.each([
  ['NIST', nist],
  ['small', small],
])('in the %s case some look that informs a hypothesis also answers it, for each', (_, loaded) => {
  const unanswered = loaded.start.hypotheses.filter((hypothesis) => !answered(hypothesis, loaded))
  expect(unanswered).toEqual([])
})

test('the example of docs/writing-a-case.md is a whole case', async () => {
  const page = await readFile(root('docs/writing-a-case.md'), 'utf8')
  const blocks = [...page.matchAll(/^`(\w+\.yaml)`\n\n```yaml\n(.*?)^```$/gms)]
  expect(blocks.map(([, name]) => name)).toEqual(['case.yaml', 'findings.yaml', 'truth.yaml'])
  const folder = await mkdtemp(join(tmpdir(), 'example-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await Promise.all(blocks.map(([, name = '', text = '']) => writeFile(join(folder, name), text)))
  const { start, findings } = await loadCase(folder, catalogue)
  expect(findings).toHaveLength(2)
  expect(Object.keys(await loadTruth(folder, start))).toEqual(['COPIED'])
})

function answered(hypothesis: CaseFolder['start']['hypotheses'][number], { start, findings }: CaseFolder): boolean {
  const speaking = findings.filter((finding) => speaks(finding, hypothesis.key))
  return speaking.some(({ source, artefact }) => {
    const has = start.sources.filter(({ key }) => key === source).flatMap((one) => artefactsOf(one, catalogue))
    return has.some((one) => one.key === artefact && bearing(one, hypothesis) === 'informs')
  })
}

function speaks(finding: CaseFolder['findings'][number], key: string): boolean {
  return finding.phenomena.some((phenomenon) => phenomenon.evidence.some(({ hypothesis }) => hypothesis === key))
}
