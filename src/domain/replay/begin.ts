/** How a case begins, and what is added to it later. */
import { newCase } from '../case-state.ts'
import { nodeKey } from '../identity.ts'
import type { BodyOf, HypothesisGiven, SourceGiven } from '../journal/bodies.ts'
import { hypothesisNode } from '../nodes/hypothesis-node.ts'
import { sourceNode } from '../nodes/source-node.ts'
import type { Memory } from './memory.ts'
import { newRound } from './rounds.ts'

export function beginCase(body: BodyOf<'case_created'>, at: string): Memory {
  const { id, start, roles, limits } = body
  const { title, description, budgets, weights, thresholds, errorCost, overlapRounds, requireApproval, strategist } =
    start
  const memory: Memory = {
    id,
    given: {
      name: title,
      description,
      createdAt: at,
      errorCost,
      overlapRounds,
      requireApproval,
      strategist: strategist ?? null,
      ...limits,
    },
    weights,
    thresholds,
    limits,
    roles,
    state: newCase(budgets),
    sources: new Map(),
    artefacts: new Map(),
    hypotheses: new Map(),
    tallies: new Map(),
    evidence: [],
    evidenceOf: new Map(),
    invocations: new Map(),
    phenomena: new Map(),
    entities: new Map(),
    leads: new Map(),
    rounds: new Map(),
    moved: new Map(),
  }
  const intake = { ...newRound(id, 0, at), name: 'R0 intake', state: 'decided', decision: 'intake', endedAt: at }
  memory.rounds.set(intake.key, intake)
  for (const source of body.sources) addSource(memory, source)
  for (const hypothesis of body.hypotheses) addHypothesis(memory, hypothesis)
  return memory
}

export function addSource(memory: Memory, given: SourceGiven): void {
  const { artefacts, ...node } = sourceNode(memory.id, given)
  memory.sources.set(node.key, { ...node, phenomena: 0, expected: artefacts.length, examined: 0 })
  for (const artefact of artefacts)
    memory.artefacts.set(artefact.key, { ...artefact, source: node.key, state: 'not_looked', tries: 0 })
}

export function addHypothesis(memory: Memory, given: HypothesisGiven): void {
  const node = hypothesisNode(memory.id, given)
  memory.hypotheses.set(nodeKey(memory.id, node.short), {
    ...node,
    logOdds: node.priorLogOdds,
    status: 'active',
    claim: 'active',
    evidence: 0,
    witnesses: 0,
    witnessesFor: 0,
    witnessesAgainst: 0,
    sources: 0,
    needsCorroboration: false,
    contested: false,
    flippedIn: null,
  })
}
