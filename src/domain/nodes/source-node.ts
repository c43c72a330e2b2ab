/** A source and its artefacts as their nodes hold them when they enter a case. */
import { chances } from '../artefact.ts'
import { shortName } from '../captions.ts'
import { nodeKey, shortOfAlias } from '../identity.ts'
import type { SourceGiven } from '../journal/bodies.ts'
import { witnessOf } from '../witness.ts'

export function sourceNode(investigation: string, given: SourceGiven) {
  const short = shortOfAlias(given.alias)
  const key = nodeKey(investigation, short)
  return {
    id: given.id,
    key,
    alias: given.alias,
    short,
    name: shortName(short, given.label),
    slug: given.key,
    label: given.label,
    kind: given.kind,
    sha256: given.sha256?.toLowerCase() ?? null,
    independenceGroup: given.independenceGroup,
    artefacts: given.artefacts.map((artefact, index) => ({
      key: `${key}|${artefact.key}`,
      number: index + 1,
      slug: artefact.key,
      name: artefact.name,
      topics: artefact.topics,
      techniques: artefact.techniques,
      strength: [...chances(artefact.strength)],
      answerRate: artefact.answerRate,
      kindFor: artefact.kindFor,
      kindAgainst: artefact.kindAgainst,
      witness: witnessOf(given.independenceGroup, artefact.witness),
      role: artefact.role,
      tools: artefact.tools,
    })),
  }
}
