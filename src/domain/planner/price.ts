/** What a position costs, in leads: being wrong, concluding nothing, and not knowing. */
import { confidenceOf, isContested, logOddsOf, rounded } from '../belief.ts'
import type { Thresholds, Weights } from '../case-start.ts'
import type { HypothesisStatus } from '../vocabulary.ts'
import type { Position } from './standing.ts'

/** What all hypotheses of a case share. `errorCost` is W, the price in leads of one wholly wrong hypothesis. */
export type Rules = {
  readonly weights: Weights
  readonly errorCost: number
  readonly upper: number
  readonly lower: number
}

/** A rival: what it would be by itself, and whether another one than ours keeps it from being supported. */
export type Rival = { readonly claim: HypothesisStatus; readonly logOdds: number; readonly held: boolean }

const openLoss = 0.2
const shareOfKnowing = 0.08

/** The thresholds as log odds, on 9 decimals as belief compares them. */
export function rulesOf(header: { weights: Weights; thresholds: Thresholds; errorCost: number }): Rules {
  const { supported, refuted } = header.thresholds
  return {
    weights: header.weights,
    errorCost: header.errorCost,
    upper: rounded(logOddsOf(supported)),
    lower: rounded(logOddsOf(refuted)),
  }
}

/** What a hypothesis at this position would be if it had no rival. */
export function claimOf(
  { logOdds, witnessesFor, witnessesAgainst }: Position,
  { upper, lower }: Rules,
): HypothesisStatus {
  if (witnessesFor >= 2 && rounded(logOdds) >= upper) return 'supported'
  if (witnessesAgainst >= 2 && rounded(logOdds) <= lower) return 'refuted'
  return 'active'
}

/** Whether a hypothesis at this position has a status to conclude from, its rivals considered. */
export function isResolved(position: Position, rivals: readonly Rival[], rules: Rules): boolean {
  const claim = claimOf(position, rules)
  if (claim === 'active') return false
  return rivals.length === 0 || !isContested({ claim, logOdds: position.logOdds }, rivals)
}

/** The loss of a hypothesis: min(p, 1-p) once resolved; open at least 0.2, since nothing may be concluded from it. */
export function lossOf(confidence: number, resolved: boolean): number {
  const loss = Math.min(confidence, 1 - confidence)
  return resolved ? loss : Math.max(loss, openLoss)
}

/**
 * The price of a position in leads: W * (loss + 0.08 * entropy in nats), and the loss of rivals that are supported
 * unless ours goes past them. The value of a lead is the price that it is expected to take away.
 */
export function priceOf(position: Position, rivals: readonly Rival[], rules: Rules): number {
  const confidence = confidenceOf(position.logOdds)
  const own = lossOf(confidence, isResolved(position, rivals, rules)) + shareOfKnowing * entropy(confidence)
  return rules.errorCost * (rivals.length === 0 ? own : own + lossOfRivals(position, rivals, rules))
}

/** Shannon's entropy of one yes-or-no question, in nats. */
export function entropy(confidence: number): number {
  if (confidence <= 0 || confidence >= 1) return 0
  return -confidence * Math.log(confidence) - (1 - confidence) * Math.log1p(-confidence)
}

function lossOfRivals(position: Position, rivals: readonly Rival[], rules: Rules): number {
  const own = { claim: claimOf(position, rules), logOdds: position.logOdds }
  return rivals
    .filter(({ claim, held }) => claim === 'supported' && !held)
    .reduce((sum, rival) => sum + lossOf(confidenceOf(rival.logOdds), !isContested(rival, [own])), 0)
}
