/** A case as nodes and relationships: what the journal says the graph must hold, in the form in which the graph is dumped. */
import { caseProperties } from '../nodes/case-node.ts'
import { isOutstanding } from '../lead.ts'
import { aliasLetters, nodeKey } from '../identity.ts'
import type { LeadMemory, Memory, Properties, RoundMemory } from './memory.ts'

export type ImageNode = { readonly label: string; readonly key: string; readonly properties: Properties }
/** Its ends are named by label and key. */
export type ImageLink = {
  readonly type: string
  readonly from: string
  readonly to: string
  readonly properties: Properties
}
export type Image = { readonly nodes: ImageNode[]; readonly links: ImageLink[] }

export function imageOf(memory: Memory): Image {
  const nodes = [...nodesOf(memory)]
  const labels = new Map(nodes.map(({ label, key }) => [key, label]))
  const end = (key: string) => `${labels.get(key) ?? ''} ${key}`
  return { nodes, links: [...linksOf(memory)].map((one) => ({ ...one, from: end(one.from), to: end(one.to) })) }
}

function* nodesOf(memory: Memory): Generator<ImageNode> {
  const node = (label: string, key: string, properties: Properties) => ({
    label,
    key,
    properties: { ...properties, key },
  })
  yield node('Investigation', memory.id, caseNode(memory))
  for (const [key, source] of memory.sources) yield node('Source', key, source)
  for (const [key, artefact] of memory.artefacts) yield node('Artefact', key, artefact)
  for (const [key, { rivalKey: _, phenomena: __, ...hypothesis }] of memory.hypotheses)
    yield node('Hypothesis', key, hypothesis)
  for (const [key, { n, sources, ...tally }] of memory.tallies) {
    const weight = memory.weights[tally.kind]
    const sorted = [...sources.keys()].toSorted()
    yield node('Tally', key, {
      ...tally,
      name: `${tally.kind} by ${tally.witness}`,
      weight,
      n,
      sources: sorted,
    })
  }
  for (const [key, { source: _, artefacts: __, output, excerpt, lead: ___, ...invocation }] of memory.invocations) {
    yield node('ToolInvocation', key, { ...invocation, excerpt: output, isExcerpt: excerpt })
  }
  for (const [key, phenomenon] of memory.phenomena)
    yield node('Phenomenon', key, phenomenonProperties(memory, phenomenon))
  for (const [key, entity] of memory.entities) yield node('Entity', key, entity)
  for (const [key, lead] of memory.leads) yield node('Lead', key, leadProperties(memory, lead))
  for (const [key, round] of memory.rounds) yield node('Round', key, roundProperties(memory, round))
}

function caseNode(memory: Memory): Properties {
  const phenomena = [...memory.phenomena.values()]
  return {
    ...memory.given,
    ...caseProperties(memory.state),
    ...Object.fromEntries(Object.entries(memory.weights).map(([kind, weight]) => [`weight_${kind}`, weight])),
    threshold_supported: memory.thresholds.supported,
    threshold_refuted: memory.thresholds.refuted,
    id: memory.id,
    roles: memory.roles,
    sources: memory.sources.size,
    hypotheses: memory.hypotheses.size,
    phenomena: phenomena.length,
    loosePhenomena: phenomena.filter(({ loose }) => loose).length,
    invocations: memory.invocations.size,
    activeHypotheses: [...memory.hypotheses.values()].filter(({ status }) => status === 'active').length,
  }
}

function phenomenonProperties(memory: Memory, phenomenon: ReturnType<Memory['phenomena']['get']> & object): Properties {
  const { facts: _, entities: __, lead: ___, withdrawn, loose, contentKey, ...properties } = phenomenon
  return {
    ...properties,
    investigation: memory.id,
    scope: memory.id.replaceAll('-', ''),
    loose: loose ? memory.id : null,
    contentKey: withdrawn ? null : contentKey,
    withdrawnAt: withdrawn?.at,
    withdrawnBy: withdrawn?.by,
    withdrawnWhy: withdrawn?.why,
  }
}

/** A lease may have been extended by heartbeats, which are no entries: it is not compared. */
function leadProperties(memory: Memory, lead: LeadMemory): Properties {
  const {
    life,
    buildsOn: _,
    reopens: __,
    hypothesisKey: ___,
    sourceKey: ____,
    state: _____,
    openKey,
    edited,
    ...properties
  } = lead
  const { leaseUntil: ______, ...compared } = life
  const outstanding = isOutstanding(life)
  return {
    ...properties,
    ...compared,
    investigation: memory.id,
    workKey: openKey,
    openKey: outstanding ? openKey : null,
    editedBy: edited?.by,
    editedWhy: edited?.why,
  }
}

function roundProperties(memory: Memory, { counters, before: _, ...round }: RoundMemory): Properties {
  return { ...round, ...counters, openKey: round.state === 'deciding' ? memory.id : null }
}

function* linksOf(memory: Memory): Generator<ImageLink> {
  for (const key of memory.sources.keys()) yield link('HAS_SOURCE', memory.id, key)
  for (const [key, { source }] of memory.artefacts) yield link('EXPECTS', source, key)
  for (const [key, { rivalKey, phenomena }] of memory.hypotheses) {
    yield link('HAS_HYPOTHESIS', memory.id, key)
    if (rivalKey !== null) yield link('RIVAL_OF', key, rivalKey)
    for (const phenomenon of phenomena) yield link('SUGGESTED_BY', key, phenomenon)
  }
  for (const [key, { hypothesis }] of memory.tallies) yield link('HAS_TALLY', hypothesis, key)
  yield* evidenceLinks(memory)
  yield* recordLinks(memory)
  yield* leadLinks(memory)
  for (const [key, { before }] of memory.rounds) {
    yield link('HAS_ROUND', memory.id, key)
    if (before !== null) yield link('NEXT', before, key)
  }
}

function* evidenceLinks({ evidence, weights }: Memory): Generator<ImageLink> {
  const ranks = new Map<string, number>()
  for (const { phenomenon: from, hypothesis: to, kind, tally, why, judgedBy, at, withdrawn } of evidence) {
    const k = withdrawn ? 0 : 1 + (ranks.get(tally) ?? 0)
    if (!withdrawn) ranks.set(tally, k)
    const taken = withdrawn ? { withdrawnAt: withdrawn.at, withdrawnBy: withdrawn.by, withdrawnWhy: withdrawn.why } : {}
    const properties = {
      kind,
      tally,
      why,
      judgedBy,
      at,
      k,
      adds: k === 0 ? 0 : weights[kind] / k,
      withdrawn: withdrawn !== undefined,
      ...taken,
    }
    yield { type: 'EVIDENCE', from, to, properties }
  }
}

function* recordLinks(memory: Memory): Generator<ImageLink> {
  for (const [key, { source, artefacts, lead }] of memory.invocations) {
    yield link('RAN_ON', key, source)
    for (const slug of artefacts) yield link('LOOKED_AT', key, `${source}|${slug}`)
    if (lead !== null) yield link('RECORDED_FOR', key, lead)
  }
  for (const [key, { source, facts, entities, lead }] of memory.phenomena) {
    yield link('OBSERVED_IN', key, source)
    for (const { fact, quote, invocation } of facts)
      yield { ...link('QUOTES', key, invocation), properties: { fact, quote } }
    for (const entity of new Set(entities.map((mentioned) => mentioned.key))) yield link('MENTIONS', key, entity)
    if (lead !== null) yield link('RECORDED_FOR', key, lead)
  }
  for (const { lead, hypothesis, by } of memory.moved.values())
    yield { ...link('MOVED', lead, hypothesis), properties: { by } }
}

function* leadLinks(memory: Memory): Generator<ImageLink> {
  for (const [key, { hypothesisKey, sourceKey, buildsOn, round, reopens }] of memory.leads) {
    yield link('CITES', key, hypothesisKey)
    yield link('TARGETS', key, sourceKey)
    for (const phenomenon of buildsOn) yield link('BUILDS_ON', key, phenomenon)
    if (round !== null) yield link('PROPOSED_BY', key, nodeKey(memory.id, `${aliasLetters.round}${round}`))
    if (reopens !== null) yield link('REOPENS', key, reopens)
  }
}

function link(type: string, from: string, to: string): ImageLink {
  return { type, from, to, properties: {} }
}
