/** Belief is arithmetic on base-10 log odds: damped sums of fixed weights, one sum for each witness and kind. */
import type { Thresholds, Weights } from './case-start.ts'
import type { EvidenceKind, HypothesisStatus } from './vocabulary.ts'

/** How many live pieces of one kind one witness has given for one hypothesis. */
export type Tally = { readonly witness: string; readonly kind: EvidenceKind; readonly n: number }

/** The n-th harmonic number, 1 + 1/2 + ... + 1/n; 0 for 0. */
export function harmonic(n: number): number {
  for (let k = sums.length; k <= n; k++) sums.push((sums[k - 1] ?? 0) + 1 / k)
  return sums[n] ?? 0
}

/** Those asked for before, since a verifier asks for each n of a long tally. */
const sums = [0]

/** log10(p / (1-p)). */
export function logOddsOf(probability: number): number {
  return Math.log10(probability / (1 - probability))
}

/** 1 / (1 + 10^-logOdds). */
export function confidenceOf(logOdds: number): number {
  return 1 / (1 + 10 ** -logOdds)
}

/** What a tally adds to log odds. Depends on n alone: all pieces in it weigh the same, in any order. */
export function logLR(tally: Tally, weights: Weights): number {
  return weights[tally.kind] * harmonic(tally.n)
}

/** All comparisons of log odds are made on 9 decimals, so that sums in another order decide alike. */
export function rounded(logOdds: number): number {
  const result = Math.round(logOdds * 1e9) / 1e9
  return result === 0 ? 0 : result
}

export type Belief = {
  logOdds: number
  evidence: number
  witnesses: number
  witnessesFor: number
  witnessesAgainst: number
  /** What the hypothesis would be if it had no rival. */
  claim: HypothesisStatus
  /** Past a threshold on the word of one witness: only the second is missing. */
  needsCorroboration: boolean
}

/** Belief in one hypothesis from its prior and its tallies, without looking at rivals. */
export function believe(priorLogOdds: number, tallies: readonly Tally[], rules: BeliefRules): Belief {
  const live = tallies.filter(({ n }) => n > 0)
  const witnesses = [...new Set(live.map(({ witness }) => witness))].map((witness) =>
    weigh(
      live.filter((tally) => tally.witness === witness),
      rules.weights,
    ),
  )
  const logOdds = witnesses.reduce((sum, { net }) => sum + net, priorLogOdds)
  const witnessesFor = witnesses.filter(({ net, positive }) => rounded(net) > 0 && positive).length
  const witnessesAgainst = witnesses.filter(({ net }) => rounded(net) < 0).length
  const side = sideOf(logOdds, rules.thresholds)
  const backers = { supported: witnessesFor, refuted: witnessesAgainst, active: 0 }[side]
  return {
    logOdds,
    evidence: live.reduce((sum, { n }) => sum + n, 0),
    witnesses: witnesses.length,
    witnessesFor,
    witnessesAgainst,
    claim: backers >= 2 ? side : 'active',
    needsCorroboration: backers === 1,
  }
}

export type BeliefRules = { readonly weights: Weights; readonly thresholds: Thresholds }

/** Which threshold log odds have reached, leaving witnesses aside. */
export function sideOf(logOdds: number, thresholds: Thresholds): HypothesisStatus {
  if (rounded(logOdds) >= rounded(logOddsOf(thresholds.supported))) return 'supported'
  if (rounded(logOdds) <= rounded(logOddsOf(thresholds.refuted))) return 'refuted'
  return 'active'
}

/** Of two rivals that would both be supported only the one with the greater log odds is; equal: neither. */
export function isContested(
  own: Pick<Belief, 'claim' | 'logOdds'>,
  rivals: readonly Pick<Belief, 'claim' | 'logOdds'>[],
): boolean {
  if (own.claim !== 'supported') return false
  return rivals.some((rival) => rival.claim === 'supported' && rounded(rival.logOdds) >= rounded(own.logOdds))
}

function weigh(tallies: readonly Tally[], weights: Weights) {
  const net = tallies.reduce((sum, tally) => sum + logLR(tally, weights), 0)
  const positive = tallies.some(({ kind }) => weights[kind] > 0 && kind !== 'prerequisite_met')
  return { net, positive }
}
