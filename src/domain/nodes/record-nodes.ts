/** Tool invocations and phenomena as their nodes hold them, with the keys of what they are linked to. */
import { invocationName, phenomenonName } from '../captions.ts'
import { entityKey } from '../entity.ts'
import { nodeKey, shortOfAlias } from '../identity.ts'
import type { EvidenceGiven, InvocationGiven, PhenomenonGiven } from '../journal/bodies.ts'

export function invocationNode(investigation: string, given: InvocationGiven) {
  return {
    id: given.id,
    key: nodeKey(investigation, given.short),
    number: Number(given.short.slice(1)),
    name: invocationName(given),
    tool: given.tool,
    version: given.version,
    arguments: given.arguments,
    source: nodeKey(investigation, given.source),
    artefacts: given.artefacts,
    outcome: given.outcome,
    output: given.output,
    excerpt: given.excerpt,
    sha256: given.sha256,
    cached: given.cached,
  }
}

export function phenomenonNode(investigation: string, given: PhenomenonGiven) {
  const key = (short: string) => nodeKey(investigation, short)
  const short = shortOfAlias(given.alias)
  return {
    id: given.id,
    key: key(short),
    contentKey: given.contentKey,
    number: Number(short.slice(1)),
    alias: given.alias,
    name: phenomenonName(given.facts[0]?.fact ?? ''),
    words: wordsOf(given.facts),
    interpretation: given.interpretation,
    occurredAt: given.occurredAt,
    source: key(given.source),
    artefact: given.artefact,
    witness: given.witness,
    facts: given.facts.map(({ fact, quote, invocation }) => ({ fact, quote, invocation: key(invocation) })),
    entities: given.entities.map(({ kind, value }) => ({
      key: entityKey(investigation, { kind, value }),
      kind,
      name: value,
    })),
  }
}

/** Characters of a phenomenon that can be searched beside its interpretation. */
const mostWords = 20_000

function wordsOf(facts: PhenomenonGiven['facts']): string {
  const text = facts.map(({ fact, quote }) => `${fact}\n${quote}`).join('\n')
  return text.slice(0, mostWords).toWellFormed()
}

export function evidenceKeys(investigation: string, { phenomenon, hypothesis, kind, why }: EvidenceGiven) {
  return { phenomenon: nodeKey(investigation, phenomenon), hypothesis: nodeKey(investigation, hypothesis), kind, why }
}
