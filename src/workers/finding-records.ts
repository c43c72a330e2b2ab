/** What a case folder says that a look shows, as records for the service. Pure. */
import type { CaseFolder } from '../cases/load.ts'
import type { Finding, ShownPhenomenon } from '../cases/format.ts'
import type { PhenomenonInput, RecordsInput } from '../domain/records.ts'
import type { ArtefactRow } from '../domain/views/source-coverage.ts'
import type { Topic } from '../domain/vocabulary.ts'

/** One look at one artefact: the finding, or that nothing is there. */
export type Look = {
  readonly source: string
  readonly artefact: string
  readonly finding: Finding | undefined
  readonly tool: string
}

type At = { readonly source: string; readonly artefact: string; readonly tools?: readonly string[] }

/** An artefact of the case without a finding is looked at and empty. */
export function lookAt({ findings }: CaseFolder, { source, artefact, tools = [] }: At): Look {
  const finding = findings.find((one) => one.source === source && one.artefact === artefact)
  return { source, artefact, finding, tool: finding?.tool ?? tools[0] ?? `look at ${artefact}` }
}

export type Wanted = { readonly role: string; readonly topics: readonly Topic[] }

/** For a lead that names no artefact: the first one of that role and topic not looked at, in catalogue order. */
export function firstNotLooked(artefacts: readonly ArtefactRow[], { role, topics }: Wanted): string | undefined {
  return artefacts.find(
    (row) => row.state === 'not_looked' && row.role === role && row.topics.some((topic) => topics.includes(topic)),
  )?.key
}

/** Ids in the service: of the source looked at, and of a hypothesis by its key in the case. */
export type Ids = { readonly source: string; readonly hypothesis: (key: string) => string }

const invocation = 'look'

/** Everything that the finding shows, for every hypothesis, under a key of its own. */
export function recordsOf({ source, artefact, finding, tool }: Look, ids: Ids): RecordsInput {
  const { version = '', arguments: words = '', outcome = 'empty', output = '', phenomena = [] } = finding ?? {}
  return {
    recordKey: `${source}/${artefact}`,
    invocations: [
      {
        key: invocation,
        tool,
        version,
        arguments: words,
        source: ids.source,
        artefacts: [artefact],
        outcome,
        output,
        excerpt: false,
        cached: false,
      },
    ],
    phenomena: phenomena.map((shown) => phenomenonOf(shown, { artefact, ids })),
    evidence: [],
  }
}

function phenomenonOf(shown: ShownPhenomenon, { artefact, ids }: { artefact: string; ids: Ids }): PhenomenonInput {
  const { facts, evidence, ...rest } = shown
  return {
    ...rest,
    source: ids.source,
    artefact: shown.artefact ?? artefact,
    facts: facts.map((fact) => ({ ...fact, invocation })),
    evidence: evidence.map((piece) => ({ ...piece, hypothesis: ids.hypothesis(piece.hypothesis) })),
  }
}

/** What the worker says when it is done, in a line. */
export function summaryOf({ finding, tool }: Look): string {
  const facts = (finding?.phenomena ?? []).flatMap((phenomenon) => phenomenon.facts)
  const [first] = facts
  if (first === undefined) return `nothing, by ${tool}`
  return `${facts.length === 1 ? 'one fact' : `${facts.length} facts`}, by ${tool}: ${first.fact}`.slice(0, 1000)
}
