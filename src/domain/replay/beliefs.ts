/** Evidence coming and going, and the belief that follows from it, as 1-domain's rules say: damped, settled, counted. */
import { believe, harmonic, isContested } from '../belief.ts'
import { nodeKey } from '../identity.ts'
import type { BodyOf } from '../journal/bodies.ts'
import { evidenceKeys } from '../nodes/record-nodes.ts'
import { must, type EvidenceMemory, type HypothesisMemory, type Memory, type TallyMemory } from './memory.ts'

type Origin = { readonly round: string; readonly lead: string | null; readonly at: string; readonly by: string }

/** New evidence, in the order of the record. */
export function addEvidence(
  memory: Memory,
  pieces: BodyOf<'recorded'>['evidence'],
  { round, lead, at, by }: Origin,
): void {
  const counters = must(memory.rounds, round)
  const touched = new Set<string>()
  for (const given of pieces) {
    const { phenomenon, hypothesis, kind, why } = evidenceKeys(memory.id, given)
    const tally = tallyOf(memory, { phenomenon, hypothesis, kind })
    const before = tally.logLR
    const piece = { phenomenon, hypothesis, kind, tally: tally.key, why, judgedBy: by, at }
    memory.evidence.push(piece)
    memory.evidenceOf.set(phenomenon, [...(memory.evidenceOf.get(phenomenon) ?? []), piece])
    count(memory, tally, { phenomenon, by: 1 })
    must(memory.phenomena, phenomenon).loose = false
    counters.counters.newEvidence += 1
    if (counters.activeAtOpen.includes(must(memory.hypotheses, hypothesis).short))
      counters.counters.evidenceOnActive += 1
    counters.counters.absoluteChange += Math.abs(tally.logLR - before)
    if (lead !== null) move(memory, { lead, hypothesis, by: tally.logLR - before })
    touched.add(hypothesis)
  }
  settle(memory, touched, round)
}

/** Takes a phenomenon back, or what it says of one hypothesis. */
export function withdraw(
  memory: Memory,
  { phenomenon: short, hypothesis, why }: BodyOf<'withdrawn'>,
  { round, at, by }: Origin,
): void {
  const phenomenon = must(memory.phenomena, nodeKey(memory.id, short))
  const only = hypothesis === null ? null : nodeKey(memory.id, hypothesis)
  const all = memory.evidenceOf.get(phenomenon.key) ?? []
  const pieces = all.filter((piece) => !piece.withdrawn && (only === null || piece.hypothesis === only))
  const { counters } = must(memory.rounds, round)
  for (const piece of pieces) {
    const tally = must(memory.tallies, piece.tally)
    const before = tally.logLR
    piece.withdrawn = { at, by, why }
    count(memory, tally, { phenomenon: phenomenon.key, by: -1 })
    counters.absoluteChange += Math.abs(tally.logLR - before)
  }
  if (only === null) {
    phenomenon.withdrawn = { at, by, why }
    phenomenon.loose = false
    must(memory.sources, phenomenon.source).phenomena -= 1
  } else phenomenon.loose = all.every((piece) => piece.withdrawn)
  counters.withdrawals += 1
  settle(memory, new Set(pieces.map((piece) => piece.hypothesis)), round)
}

function settle(memory: Memory, touched: ReadonlySet<string>, round: string): void {
  for (const key of touched) believeAnew(memory, must(memory.hypotheses, key))
  const around = [...touched].flatMap((key) => [key, ...rivalsOf(memory, key).map((rival) => rival.key)])
  const { counters, number } = must(memory.rounds, round)
  for (const key of new Set(around)) {
    const hypothesis = must(memory.hypotheses, key)
    hypothesis.contested = isContested(hypothesis, rivalsOf(memory, key))
    const status = hypothesis.contested ? 'active' : hypothesis.claim
    if (status === hypothesis.status) continue
    hypothesis.status = status
    hypothesis.flippedIn = number
    counters.flips += 1
  }
}

function believeAnew(memory: Memory, hypothesis: HypothesisMemory): void {
  const tallies = [...memory.tallies.values()].filter((tally) => tally.hypothesis === hypothesis.key)
  const counted = tallies.map(({ witness, kind, n }) => ({ witness, kind, n }))
  Object.assign(hypothesis, believe(hypothesis.priorLogOdds, counted, memory))
  hypothesis.sources = new Set(tallies.flatMap(({ sources }) => [...sources.keys()])).size
}

function rivalsOf(memory: Memory, key: string): HypothesisMemory[] {
  const own = must(memory.hypotheses, key)
  return [...memory.hypotheses.values()].filter((other) => other.rivalKey === key || own.rivalKey === other.key)
}

function tallyOf(
  memory: Memory,
  { phenomenon, hypothesis, kind }: Pick<EvidenceMemory, 'phenomenon' | 'hypothesis' | 'kind'>,
): TallyMemory {
  const { witness } = must(memory.phenomena, phenomenon)
  const key = `${hypothesis}|${witness}|${kind}`
  const known = memory.tallies.get(key)
  if (known) return known
  const tally = { key, hypothesis, witness, kind, n: 0, sources: new Map<string, number>(), logLR: 0 }
  memory.tallies.set(key, tally)
  return tally
}

function count(memory: Memory, tally: TallyMemory, { phenomenon, by }: { phenomenon: string; by: 1 | -1 }): void {
  tally.n += by
  tally.logLR = memory.weights[tally.kind] * harmonic(tally.n)
  const { source } = must(memory.phenomena, phenomenon)
  const left = (tally.sources.get(source) ?? 0) + by
  if (left > 0) tally.sources.set(source, left)
  else tally.sources.delete(source)
}

function move(memory: Memory, { lead, hypothesis, by }: { lead: string; hypothesis: string; by: number }): void {
  const key = `${lead} ${hypothesis}`
  const known = memory.moved.get(key)
  if (known) known.by += by
  else memory.moved.set(key, { lead, hypothesis, by })
}
