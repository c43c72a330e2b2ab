/** A worker's record with everything looked up and checked: what goes into the journal, ready to be written. */
import { uuidv7 } from 'uuidv7'
import { alias } from '../../domain/identity.ts'
import type { InvocationGiven, PhenomenonGiven } from '../../domain/journal/bodies.ts'
import { sha256 } from '../../domain/journal/chain.ts'
import {
  stands,
  type FactInput,
  type InvocationInput,
  type PhenomenonInput,
  type RecordsInput,
} from '../../domain/records.ts'
import { inUtc } from '../../domain/moment.ts'
import { AppError } from '../../errors.ts'
import type { SourceFacts } from '../../graph/facts/facts.ts'
import type { Scene } from '../case-write.ts'
import type { Finder } from '../references.ts'
import { contentKey, type Quotable, type RecordFacts } from './facts.ts'

export type Resolved = { readonly invocations: InvocationGiven[]; readonly phenomena: PhenomenonGiven[] }

/** Throws `unknown_*`, `sha256_mismatch`, `duplicate_key`, `wrong_source` and `quote_not_found`, each naming the place. */
export function resolveRecords(scene: Scene, input: RecordsInput, { sources, earlier }: RecordFacts): Resolved {
  const invocations = input.invocations.map((invocation, index) =>
    givenInvocation(scene, { invocation, index, sources }),
  )
  const quotable = quotableOf(input.invocations, invocations, earlier)
  const phenomena = input.phenomena.map((phenomenon, index) =>
    givenPhenomenon(scene, { phenomenon, index, sources, quotable }),
  )
  return { invocations, phenomena }
}

type InvocationAt = { invocation: InvocationInput; index: number; sources: Finder<SourceFacts> }

function givenInvocation(scene: Scene, { invocation, index, sources }: InvocationAt): InvocationGiven {
  const source = sources(invocation.source)
  const { tool, version, outcome, output, excerpt, cached } = invocation
  const own = sha256(output)
  if (!excerpt && invocation.sha256 !== undefined && invocation.sha256 !== own) {
    throw refused(
      'sha256_mismatch',
      `invocations[${index}].sha256`,
      `the output's SHA-256 is ${own}: send the whole output, or say \`excerpt: true\``,
    )
  }
  if (excerpt && invocation.sha256 === undefined) {
    throw refused('sha256_mismatch', `invocations[${index}].sha256`, 'an excerpt needs the SHA-256 of the whole output')
  }
  const artefacts =
    invocation.artefacts ?? source.artefacts.filter(({ tools }) => tools.includes(tool)).map(({ slug }) => slug)
  for (const slug of artefacts) artefactOf(source, slug, `invocations[${index}].artefacts`)
  return {
    id: uuidv7(),
    short: `T${scene.case.invocations + index + 1}`,
    tool,
    version,
    arguments: invocation.arguments,
    source: source.short,
    artefacts: [...new Set(artefacts)],
    outcome,
    output,
    excerpt,
    sha256: invocation.sha256 ?? own,
    cached,
  }
}

type PhenomenonAt = {
  phenomenon: PhenomenonInput
  index: number
  sources: Finder<SourceFacts>
  quotable: (reference: string) => Quotable | undefined
}

function givenPhenomenon(scene: Scene, { phenomenon, index, sources, quotable }: PhenomenonAt): PhenomenonGiven {
  const source = sources(phenomenon.source)
  const at = `phenomena[${index}]`
  const artefact =
    phenomenon.artefact === undefined ? undefined : artefactOf(source, phenomenon.artefact, `${at}.artefact`)
  const facts = phenomenon.facts.map((fact, number) =>
    grounded(fact, { source, quotable, at: `${at}.facts[${number}]` }),
  )
  return {
    id: uuidv7(),
    alias: alias(scene.case.id, 'phenomenon', scene.case.phenomena + index + 1),
    source: source.short,
    artefact: artefact?.slug ?? null,
    witness: artefact?.witness ?? source.independenceGroup,
    contentKey: contentKey(scene.case.id, source.short, phenomenon),
    facts,
    interpretation: phenomenon.interpretation,
    occurredAt: phenomenon.occurredAt === undefined ? null : inUtc(phenomenon.occurredAt),
    entities: phenomenon.entities,
  }
}

type FactAt = { source: SourceFacts; quotable: PhenomenonAt['quotable']; at: string }

function grounded({ fact, quote, invocation }: FactInput, { source, quotable, at }: FactAt) {
  const quoted = quotable(invocation)
  if (!quoted) {
    throw refused(
      'unknown_invocation',
      `${at}.invocation`,
      `there is no invocation ${JSON.stringify(invocation)}, neither in this call nor earlier in this case`,
    )
  }
  if (quoted.source !== source.short) {
    throw refused(
      'wrong_source',
      `${at}.invocation`,
      `it ran on another source than ${source.alias}: a fact quotes a tool's output on its own source`,
    )
  }
  if (quoted.outcome !== 'found') {
    throw refused(
      'nothing_found',
      `${at}.invocation`,
      `this look ${quoted.outcome === 'failed' ? 'failed' : 'found nothing'}: only one that found something can be quoted`,
    )
  }
  if (!stands(quote, quoted.output)) {
    throw refused(
      'quote_not_found',
      `${at}.quote`,
      'this does not stand in the stored output: quote it to the letter (white space does not count)',
    )
  }
  return { fact, quote, invocation: quoted.short }
}

function artefactOf(source: SourceFacts, slug: string, at: string) {
  const artefact = source.artefacts.find((expected) => expected.slug === slug)
  if (artefact) return artefact
  throw refused(
    'unknown_artefact',
    at,
    `source ${source.alias} has no artefact ${JSON.stringify(slug)}: GET its coverage for the keys, or leave it out`,
  )
}

function quotableOf(
  inputs: readonly InvocationInput[],
  given: readonly InvocationGiven[],
  earlier: ReadonlyMap<string, Quotable>,
) {
  const local = new Map<string, Quotable>()
  inputs.forEach(({ key }, index) => {
    const invocation = given[index]
    if (local.has(key))
      throw refused(
        'duplicate_key',
        `invocations[${index}].key`,
        `${JSON.stringify(key)} names two invocations of this call`,
      )
    if (invocation) local.set(key, invocation)
  })
  return (reference: string) => local.get(reference) ?? earlier.get(reference)
}

export function refused(code: AppError['code'], field: string, message: string): AppError {
  return new AppError(code, `${field}: ${message}`, { details: { field } })
}
