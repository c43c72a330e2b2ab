/** What a record adds to a case: invocations with their coverage, phenomena, entities, and then evidence. */
import { alias, nodeKey } from '../identity.ts'
import type { BodyOf } from '../journal/bodies.ts'
import { invocationNode, phenomenonNode } from '../nodes/record-nodes.ts'
import type { CoverageState, InvocationOutcome } from '../vocabulary.ts'
import { addEvidence } from './beliefs.ts'
import { must, type Memory } from './memory.ts'

export function applyRecord(memory: Memory, body: BodyOf<'recorded'>, { at, by }: { at: string; by: string }): void {
  const lead = body.lead === null ? null : nodeKey(memory.id, body.lead)
  const number = lead === null ? memory.state.lastDecided : (must(memory.leads, lead).round ?? memory.state.lastDecided)
  const round = nodeKey(memory.id, `R${number}`)
  for (const given of body.invocations) addInvocation(memory, given, { at, lead, number })
  for (const given of body.phenomena) addPhenomenon(memory, given, { at, by, lead, number })
  must(memory.rounds, round).counters.newPhenomena += body.phenomena.length
  if (body.evidence.length > 0) addEvidence(memory, body.evidence, { round, lead, at, by })
}

type Origin = { at: string; lead: string | null; number: number }

function addInvocation(
  memory: Memory,
  given: BodyOf<'recorded'>['invocations'][number],
  { at, lead, number }: Origin,
): void {
  const node = invocationNode(memory.id, given)
  memory.invocations.set(node.key, { ...node, round: number, recordedAt: at, lead })
  for (const slug of node.artefacts) {
    const artefact = must(memory.artefacts, `${node.source}|${slug}`)
    artefact.tries += 1
    artefact.state = better(artefact.state, stateAfter[node.outcome])
  }
  const source = must(memory.sources, node.source)
  const own = [...memory.artefacts.values()].filter((artefact) => artefact.source === source.key)
  source.examined = own.filter(({ state }) => state === 'found' || state === 'looked_empty').length
  if (!node.cached) memory.state = { ...memory.state, usedToolCalls: memory.state.usedToolCalls + 1 }
}

function addPhenomenon(
  memory: Memory,
  given: BodyOf<'recorded'>['phenomena'][number],
  { at, by, lead, number }: Origin & { by: string },
): void {
  const node = phenomenonNode(memory.id, given)
  const expected = alias(memory.id, 'phenomenon', memory.phenomena.size + 1)
  memory.phenomena.set(node.key, {
    ...node,
    alias: expected,
    round: number,
    recordedAt: at,
    recordedBy: by,
    lead,
    loose: true,
  })
  must(memory.sources, node.source).phenomena += 1
  for (const { key, kind, name } of node.entities) {
    if (!memory.entities.has(key)) memory.entities.set(key, { kind, name })
  }
}

const stateAfter = { found: 'found', empty: 'looked_empty', failed: 'could_not_look' } as const satisfies Record<
  InvocationOutcome,
  CoverageState
>
const order = ['not_looked', 'could_not_look', 'looked_empty', 'found'] as const satisfies CoverageState[]

function better(one: CoverageState, other: CoverageState): CoverageState {
  return order.indexOf(one) >= order.indexOf(other) ? one : other
}
