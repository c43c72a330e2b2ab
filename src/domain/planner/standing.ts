/** Where one hypothesis stands, and where one more piece of evidence would put it. */
import { logLR, rounded } from '../belief.ts'
import type { Weights } from '../case-start.ts'
import type { HypothesisRow } from '../views/graph-overview.ts'
import type { EvidenceKind } from '../vocabulary.ts'

/** What decides a status: base-10 log odds, and how many witnesses point up and down. Also a change of these. */
export type Position = { readonly logOdds: number; readonly witnessesFor: number; readonly witnessesAgainst: number }

/** What one witness has said: its net contribution, whether it holds more than prerequisites, pieces by kind. */
export type Voice = {
  readonly net: number
  readonly affirms: boolean
  readonly heard: ReadonlyMap<EvidenceKind, number>
}

export type Standing = Position & { readonly voices: ReadonlyMap<string, Voice> }

/** One piece of evidence to come: who says it, and of which kind. */
export type Piece = { readonly witness: string; readonly kind: EvidenceKind }

export const silent: Voice = { net: 0, affirms: false, heard: new Map() }

/** The standing of a hypothesis, from the tallies of its row. */
export function standingOf(row: Pick<HypothesisRow, 'logOdds' | 'tallies'>, weights: Weights): Standing {
  const voices = new Map<string, Voice>()
  for (const tally of row.tallies) {
    if (tally.n === 0) continue
    const { net, affirms, heard } = voices.get(tally.witness) ?? silent
    voices.set(tally.witness, {
      net: net + logLR(tally, weights),
      affirms: affirms || isAffirming(tally.kind, weights),
      heard: new Map(heard).set(tally.kind, tally.n),
    })
  }
  const all = [...voices.values()]
  const [witnessesFor, witnessesAgainst] = [all.filter(pointsUp).length, all.filter(pointsDown).length]
  return { logOdds: row.logOdds, witnessesFor, witnessesAgainst, voices }
}

/** What the next piece would add to log odds: its weight divided by its rank among its like (1-domain, damping). */
export function gainOf({ voices }: Standing, { witness, kind }: Piece, weights: Weights): number {
  return weights[kind] / ((voices.get(witness)?.heard.get(kind) ?? 0) + 1)
}

/** What the next piece would change. */
export function changeBy(standing: Standing, piece: Piece, weights: Weights): Position {
  const before = standing.voices.get(piece.witness) ?? silent
  const logOdds = gainOf(standing, piece, weights)
  const now = { net: before.net + logOdds, affirms: before.affirms || isAffirming(piece.kind, weights) }
  return {
    logOdds,
    witnessesFor: Number(pointsUp(now)) - Number(pointsUp(before)),
    witnessesAgainst: Number(pointsDown(now)) - Number(pointsDown(before)),
  }
}

/** The position after such a change. */
export function moved(from: Position, by: Position): Position {
  return {
    logOdds: from.logOdds + by.logOdds,
    witnessesFor: from.witnessesFor + by.witnessesFor,
    witnessesAgainst: from.witnessesAgainst + by.witnessesAgainst,
  }
}

/** The standing after one more piece of evidence. */
export function after(standing: Standing, piece: Piece, weights: Weights): Standing {
  const before = standing.voices.get(piece.witness) ?? silent
  const change = changeBy(standing, piece, weights)
  const affirms = before.affirms || isAffirming(piece.kind, weights)
  const now = { net: before.net + change.logOdds, affirms, heard: counting(before, piece.kind, 1) }
  return { ...moved(standing, change), voices: new Map(standing.voices).set(piece.witness, now) }
}

/** The same standing, its next piece of that kind damped by `n` more that are on their way (a fraction is allowed). */
export function awaiting(standing: Standing, { witness, kind }: Piece, n: number): Standing {
  const before = standing.voices.get(witness) ?? silent
  return { ...standing, voices: new Map(standing.voices).set(witness, { ...before, heard: counting(before, kind, n) }) }
}

/** Whether a witness that holds this kind may count towards `supported`. */
export function isAffirming(kind: EvidenceKind, weights: Weights): boolean {
  return weights[kind] > 0 && kind !== 'prerequisite_met'
}

/** Whether a witness counts towards `supported`. */
export function pointsUp({ net, affirms }: Omit<Voice, 'heard'>): boolean {
  return affirms && rounded(net) > 0
}

/** Whether a witness counts towards `refuted`. */
export function pointsDown({ net }: Pick<Voice, 'net'>): boolean {
  return rounded(net) < 0
}

function counting({ heard }: Voice, kind: EvidenceKind, n: number): ReadonlyMap<EvidenceKind, number> {
  return new Map(heard).set(kind, (heard.get(kind) ?? 0) + n)
}
