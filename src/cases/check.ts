/** What must fit together in a case folder beyond the shape of each file: keys, quotes, kinds of evidence. Pure. */
import type { Artefact, CatalogueEntry } from '../domain/artefact.ts'
import { stands } from '../domain/records.ts'
import type { CaseFile, Finding, FindingsFile, ShownPhenomenon, TruthFile } from './format.ts'
import type { Place, Problem } from './problem.ts'

export type Catalogue = ReadonlyMap<string, CatalogueEntry>
type Keyed = { readonly at: Place; readonly key: string }

/** Doubled keys, kinds of source that nobody knows, rivals that do not exist. */
export function checkStart(start: CaseFile, catalogue: Catalogue): Problem[] {
  const { sources, hypotheses } = start
  return [
    ...doubled(sources.map(({ key }, i) => ({ at: ['sources', i, 'key'], key }))),
    ...sources.flatMap((source, i) => checkSource(source, { at: ['sources', i], catalogue })),
    ...doubled(hypotheses.map(({ key }, i) => ({ at: ['hypotheses', i, 'key'], key }))),
    ...hypotheses.flatMap((hypothesis, i) => checkRival(hypothesis, { at: ['hypotheses', i, 'rivalOf'], start })),
  ]
}

/** The artefacts that a source of a case has: its own, else those of its kind. */
export function artefactsOf(source: CaseFile['sources'][number], catalogue: Catalogue): readonly Artefact[] {
  return source.artefacts ?? catalogue.get(source.kind)?.artefacts ?? []
}

function checkSource(
  source: CaseFile['sources'][number],
  { at, catalogue }: { at: Place; catalogue: Catalogue },
): Problem[] {
  if (source.artefacts === undefined && !catalogue.has(source.kind)) {
    return [
      {
        path: [...at, 'kind'],
        expected: `expected a kind of the catalogue (${listed(catalogue.keys())}), or artefacts of its own`,
      },
    ]
  }
  return doubled((source.artefacts ?? []).map(({ key }, i) => ({ at: [...at, 'artefacts', i, 'key'], key })))
}

type RivalAt = { readonly at: Place; readonly start: CaseFile }

function checkRival({ key, rivalOf }: CaseFile['hypotheses'][number], { at, start }: RivalAt): Problem[] {
  const others = start.hypotheses.map((hypothesis) => hypothesis.key).filter((other) => other !== key)
  return rivalOf === undefined ? [] : among(others, { at, key: rivalOf }, 'another hypothesis of the case')
}

/** Findings of unknown sources, artefacts and hypotheses, doubled ones, and quotes that do not stand in the output. */
export function checkFindings(findings: FindingsFile, start: CaseFile, catalogue: Catalogue): Problem[] {
  const looks = findings.map(({ source, artefact }, i) => ({ at: [i, 'artefact'], key: `${source}/${artefact}` }))
  const shown = findings.flatMap((finding, i) =>
    finding.phenomena.map((phenomenon, k) => ({ at: [i, 'phenomena', k], key: identity(finding, phenomenon) })),
  )
  return [
    ...doubled(looks, 'one finding for each source and artefact'),
    ...doubled(shown, 'phenomena of one artefact that differ in what they quote'),
    ...findings.flatMap((finding, i) => checkFinding(finding, { at: [i], start, catalogue })),
  ]
}

type FindingAt = { readonly at: Place; readonly start: CaseFile; readonly catalogue: Catalogue }

function checkFinding(finding: Finding, { at, start, catalogue }: FindingAt): Problem[] {
  const source = start.sources.find(({ key }) => key === finding.source)
  if (source === undefined) {
    return among(
      start.sources.map(({ key }) => key),
      { at: [...at, 'source'], key: finding.source },
      'a source of the case',
    )
  }
  const artefacts = artefactsOf(source, catalogue).map(({ key }) => key)
  const what = `an artefact of ${source.key}`
  return [
    ...among(artefacts, { at: [...at, 'artefact'], key: finding.artefact }, what),
    ...(finding.outcome === 'found' || finding.phenomena.length === 0
      ? []
      : [{ path: [...at, 'phenomena'], expected: `expected none: a look that is ${finding.outcome} shows nothing` }]),
    ...finding.phenomena.flatMap(({ artefact }, i) =>
      artefact === undefined ? [] : among(artefacts, { at: [...at, 'phenomena', i, 'artefact'], key: artefact }, what),
    ),
    ...finding.phenomena.flatMap((phenomenon, i) =>
      checkPhenomenon(phenomenon, { at: [...at, 'phenomena', i], output: finding.output, start }),
    ),
  ]
}

type PhenomenonAt = { readonly at: Place; readonly output: string; readonly start: CaseFile }

function checkPhenomenon({ facts, evidence }: ShownPhenomenon, { at, output, start }: PhenomenonAt): Problem[] {
  const hypotheses = start.hypotheses.map(({ key }) => key)
  const judged = evidence.map(({ hypothesis }, i) => ({ at: [...at, 'evidence', i, 'hypothesis'], key: hypothesis }))
  return [
    ...facts.flatMap(({ quote }, i) =>
      stands(quote, output)
        ? []
        : [
            {
              path: [...at, 'facts', i, 'quote'],
              expected: 'expected words that stand in the output of this finding (white space does not count)',
            },
          ],
    ),
    ...judged.flatMap((keyed) => among(hypotheses, keyed, 'a hypothesis of the case')),
    ...doubled(judged, 'one kind of evidence for each phenomenon and hypothesis'),
  ]
}

/** Every hypothesis must have its truth, and nothing else may have one. */
export function checkTruth(truth: TruthFile, start: CaseFile): Problem[] {
  const hypotheses = start.hypotheses.map(({ key }) => key)
  return [
    ...Object.keys(truth).flatMap((key) => among(hypotheses, { at: [key], key }, 'a hypothesis of the case')),
    ...hypotheses
      .filter((key) => !Object.hasOwn(truth, key))
      .map((key) => ({ path: [key], expected: 'expected the truth of this hypothesis' })),
  ]
}

/** By what the service tells phenomena apart, so that two of a file do not silently become one. */
function identity({ source, artefact }: Finding, phenomenon: ShownPhenomenon): string {
  const quotes = phenomenon.facts.map(({ quote }) => quote.replaceAll(/\s+/gu, ''))
  return JSON.stringify([source, phenomenon.artefact ?? artefact, quotes.toSorted()])
}

function among(known: readonly string[], { at, key }: Keyed, what: string): Problem[] {
  if (known.includes(key)) return []
  const choice = known.length > 0 ? ` (${listed(known)})` : ''
  return [{ path: at, expected: `expected ${what}${choice}, not ${key}` }]
}

function doubled(keyed: readonly Keyed[], expected = 'a key of its own'): Problem[] {
  const seen = new Set<string>()
  return keyed.flatMap(({ at, key }) => {
    const again = seen.has(key)
    seen.add(key)
    return again ? [{ path: at, expected: `expected ${expected}: this one is there already` }] : []
  })
}

function listed(keys: Iterable<string>): string {
  const all = [...keys]
  return all.length <= 60 ? all.join(', ') : `${all.slice(0, 60).join(', ')} ...`
}
