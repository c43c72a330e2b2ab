/** All that must be known of the graph to judge a record, read in one journey where sources are named by their aliases. */
import { nodeKey, shortOf } from '../../domain/identity.ts'
import { canonical, sha256 } from '../../domain/journal/chain.ts'
import type { PhenomenonInput, RecordsInput } from '../../domain/records.ts'
import type { InvocationOutcome } from '../../domain/vocabulary.ts'
import {
  invocationsBy,
  phenomenaBy,
  type HypothesisFacts,
  type PhenomenonFacts,
  type SourceFacts,
} from '../../graph/facts/facts.ts'
import type { Run } from '../../graph/database.ts'
import { findHypotheses, findPhenomena, findSources, type Finder } from '../references.ts'

/** An output that facts of a call may quote: of an invocation in it, or of an earlier one. */
export type Quotable = {
  readonly short: string
  readonly source: string
  readonly output: string
  readonly outcome: InvocationOutcome
}

export type RecordFacts = {
  readonly sources: Finder<SourceFacts>
  readonly hypotheses: Finder<HypothesisFacts>
  /** Phenomena recorded earlier that the call gives evidence on. */
  readonly later: Finder<PhenomenonFacts>
  /** Outputs recorded earlier, by what the call names them. */
  readonly earlier: ReadonlyMap<string, Quotable>
  /** Live phenomena with the source, artefact and quotes of one of the call's. */
  readonly known: readonly PhenomenonFacts[]
}

/** Throws `unknown_*` for what can be told at once; the finders throw it for the rest. */
export async function recordFacts(run: Run, investigation: string, input: RecordsInput): Promise<RecordFacts> {
  const texts = [...input.invocations, ...input.phenomena].map(({ source }) => source)
  const claims = [...input.phenomena.flatMap(({ evidence }) => evidence), ...input.evidence]
  const [byAlias, byId] = keysByAlias(investigation, input.phenomena)
  const [sources, earlier, hypotheses, later, known] = await Promise.all([
    findSources(run, investigation, texts),
    earlierOutputs(run, investigation, input),
    findHypotheses(
      run,
      investigation,
      claims.map(({ hypothesis }) => hypothesis),
    ),
    findPhenomena(
      run,
      investigation,
      input.evidence.map(({ phenomenon }) => phenomenon),
    ),
    knownBy(run, byAlias),
  ])
  const rest = byId.map((phenomenon) => contentKey(investigation, sources(phenomenon.source).short, phenomenon))
  return { sources, hypotheses, later, earlier, known: [...known, ...(await knownBy(run, rest))] }
}

/** The same source, artefact and quotes are the same phenomenon. The order of quotes and white space do not count. */
export function contentKey(investigation: string, source: string, { artefact, facts }: PhenomenonInput): string {
  const quotes = facts.map(({ quote }) => quote.replaceAll(/\s+/gu, '')).toSorted()
  return sha256(canonical([investigation, source, artefact ?? null, quotes]))
}

/** The keys that can be told before any source is read, and the phenomena whose key cannot. */
function keysByAlias(investigation: string, phenomena: readonly PhenomenonInput[]): [string[], PhenomenonInput[]] {
  const shorts = phenomena.map((phenomenon) => ({
    phenomenon,
    short: shortOf(investigation, 'source', phenomenon.source),
  }))
  const keys = shorts.flatMap(({ phenomenon, short }) =>
    short === undefined ? [] : [contentKey(investigation, short, phenomenon)],
  )
  return [keys, shorts.flatMap(({ phenomenon, short }) => (short === undefined ? [phenomenon] : []))]
}

async function knownBy(run: Run, references: string[]): Promise<PhenomenonFacts[]> {
  return references.length === 0 ? [] : run(phenomenaBy, { references })
}

async function earlierOutputs(run: Run, investigation: string, input: RecordsInput): Promise<Map<string, Quotable>> {
  const local = new Set(input.invocations.map(({ key }) => key))
  const named = input.phenomena
    .flatMap(({ facts }) => facts.map(({ invocation }) => invocation))
    .filter((key) => !local.has(key))
  if (named.length === 0) return new Map()
  const found = await run(invocationsBy, {
    references: [...new Set(named)].flatMap((name) => [name, nodeKey(investigation, name)]),
  })
  const prefix = `${investigation}|`
  const own = found.filter(({ key }) => key.startsWith(prefix))
  return new Map(
    own.map(({ reference, key, source, output, outcome }) => [
      reference.replace(prefix, ''),
      { short: key.replace(prefix, ''), source, output, outcome },
    ]),
  )
}
