/** A lead as its node holds it when it is made, with the keys of what it is linked to. */
import { shortName } from '../captions.ts'
import { nodeKey, shortOfAlias } from '../identity.ts'
import type { LeadGiven } from '../journal/bodies.ts'
import { workKey } from '../lead.ts'

export type Making = {
  readonly round: number | null
  readonly state: 'open' | 'awaiting_approval'
  readonly reopens?: string | null
}

export function leadNode(investigation: string, given: LeadGiven, { round, state, reopens = null }: Making) {
  const key = (short: string) => nodeKey(investigation, short)
  const short = shortOfAlias(given.alias)
  return {
    id: given.id,
    key: key(short),
    openKey: key(workKey(given)),
    number: Number(short.slice(1)),
    alias: given.alias,
    name: shortName(short, given.instruction),
    role: given.role,
    expects: given.expects,
    hypothesis: given.hypothesis,
    hypothesisKey: key(given.hypothesis),
    source: given.source,
    sourceKey: key(given.source),
    artefact: given.artefact,
    instruction: given.instruction,
    why: given.why,
    entities: given.entities,
    windowFrom: given.window.from,
    windowTo: given.window.to,
    tainted: given.tainted,
    round,
    state,
    buildsOn: given.buildsOn.map(key),
    reopens: reopens === null ? null : key(reopens),
  }
}
