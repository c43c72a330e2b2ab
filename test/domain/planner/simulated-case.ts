/** A made-up case with a hidden truth, played by the rules of belief: what a policy's leads cost and bring. */
import { believe, confidenceOf, logOddsOf, type Tally } from '../../../src/domain/belief.ts'
import type { Views } from '../../../src/domain/planner/board.ts'
import { lossOf } from '../../../src/domain/planner/price.ts'
import type { HypothesisRow } from '../../../src/domain/views/graph-overview.ts'
import type { ArtefactRow } from '../../../src/domain/views/source-coverage.ts'
import { artefact, coverage, hypothesis, overview, source, views } from './given.ts'

export type Asked = { readonly source: string; readonly artefact: string }
export type Policy = (views: Views) => readonly Asked[]
export type Score = { leads: number; rounds: number; cost: number; open: number; wrong: number }

type Cell = { readonly row: ArtefactRow; readonly informs: readonly number[]; readonly seed: number; done: boolean }
type Hidden = {
  readonly truth: readonly boolean[]
  readonly cells: Cell[]
  readonly tallies: Map<string, Tally>[]
  readonly seed: number
}

const tiers = [
  { strength: [0.9, 0.1], kindFor: 'direct_evidence', kindAgainst: 'contradicts' },
  { strength: [0.75, 0.25], kindFor: 'supports', kindAgainst: 'weakens' },
  { strength: [0.6, 0.3], kindFor: 'consequence_observed', kindAgainst: 'weakens' },
] as const
const size = { hypotheses: 6, sources: 8, artefacts: 12 }
const shape = { prior: 0.3, echo: 0.4, misfit: 0.1, errorCost: 40 }
const thresholds = { supported: 0.95, refuted: 0.05 }
const weights = {
  direct_evidence: 0.954,
  supports: 0.477,
  consequence_observed: 0.301,
  prerequisite_met: 0.3,
  weakens: -0.477,
  contradicts: -0.954,
}

/** Numbers from 0 to 1 that look random and are the same for the same seed (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = Math.trunc(state + 0x6d2b79f5)
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Plays a case to its end. Throws if a policy asks for the same work twice, or for what does not exist. */
export function play(seed: number, policy: Policy): Score {
  const hidden = hiddenCase(seed)
  const first = new Map<string, boolean>()
  const score = { leads: 0, rounds: 0, cost: 0, open: 0, wrong: 0 }
  for (;;) {
    const asked = policy(viewsOf(hidden))
    if (asked.length === 0) return sum(score, hidden)
    score.rounds += 1
    for (const one of asked) {
      const cell = hidden.cells.find(({ row, done }) => row.source === one.source && row.key === one.artefact && !done)
      if (cell === undefined) throw new Error(`asked twice, or for nothing: ${one.source} ${one.artefact}`)
      cell.done = true
      score.leads += 1
      for (const index of cell.informs) answer(hidden, { cell, index, first })
    }
  }
}

function hiddenCase(seed: number): Hidden {
  const roll = dice(seed)
  const pick = (n: number) => Math.floor(roll() * n)
  const truth = Array.from({ length: size.hypotheses }, () => roll() < shape.prior)
  const cells = Array.from({ length: size.sources * size.artefacts }, (_, index): Cell => {
    const where = `S${Math.floor(index / size.artefacts) + 1}-aa`
    const one = pick(size.hypotheses)
    const informs = roll() < 0.5 ? [one] : [one, (one + 1 + pick(size.hypotheses - 1)) % size.hypotheses]
    const { strength, ...kinds } = tiers[pick(tiers.length)] ?? tiers[0]
    const row = artefact(where, `a${index}`, { ...kinds, strength: [...strength], witness: where, answerRate: 1 })
    return { row, informs, seed: seed * 1000 + index, done: false }
  })
  return { truth, cells, tallies: truth.map(() => new Map<string, Tally>()), seed }
}

type Answering = { readonly cell: Cell; readonly index: number; readonly first: Map<string, boolean> }

/** Outcomes of one source, tier and hypothesis copy the first with the chance `echo`. */
function answer({ truth, tallies }: Hidden, { cell: { row, seed }, index, first }: Answering): void {
  const roll = dice(seed * 31 + index)
  const misfit = (roll() * 2 - 1) * shape.misfit
  const chance = row.strength[truth[index] === true ? 0 : 1] + misfit
  const family = `${row.source} ${row.kindFor} ${index}`
  const echoed = roll() < shape.echo ? first.get(family) : undefined
  const isFor = echoed ?? roll() < chance
  if (!first.has(family)) first.set(family, isFor)
  const kind = isFor ? row.kindFor : row.kindAgainst
  const own = tallies[index]
  const n = own?.get(`${row.witness} ${kind}`)?.n ?? 0
  own?.set(`${row.witness} ${kind}`, { witness: row.witness, kind, n: n + 1 })
}

function rowsOf({ tallies }: Hidden): HypothesisRow[] {
  return tallies.map((own, index) => {
    const priorLogOdds = logOddsOf(shape.prior)
    const held = [...own.values()]
    const { claim, ...belief } = believe(priorLogOdds, held, { weights, thresholds })
    return hypothesis(`H${index + 1}-aa`, { ...belief, priorLogOdds, status: claim, tallies: held })
  })
}

function viewsOf(hidden: Hidden): Views {
  const hypotheses = rowsOf(hidden)
  const active = hypotheses.map(({ status }) => status === 'active')
  const artefacts = hidden.cells.map(({ row, informs, done }) => {
    const open = informs.filter((index) => active[index] === true).map((index) => `H${index + 1}-aa`)
    return { ...row, gap: !done, informs: open, leadPossible: !done }
  })
  const sources = Array.from({ length: size.sources }, (_, index) => source(`S${index + 1}-aa`))
  const header = { weights, thresholds, errorCost: shape.errorCost }
  return { ...views([], []), overview: overview({ hypotheses, sources }, header), coverage: coverage(artefacts) }
}

function sum(score: Score, hidden: Hidden): Score {
  const rows = rowsOf(hidden)
  const loss = rows.reduce(
    (total, { logOdds, status }) => total + lossOf(confidenceOf(logOdds), status !== 'active'),
    0,
  )
  const wrong = rows.filter(
    ({ status }, index) => status !== 'active' && (status === 'supported') !== hidden.truth[index],
  )
  const open = rows.filter(({ status }) => status === 'active').length
  return { ...score, cost: score.leads + shape.errorCost * loss, open, wrong: wrong.length }
}
