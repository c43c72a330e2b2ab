/** The score of each candidate: its value summed over the hypotheses that it informs or touches, for one tool call. */
import type { Candidate } from './candidate.ts'
import type { Bearing, OpenHypothesis } from './open-hypothesis.ts'
import { valueFor, type Weighing } from './weighing.ts'

/** From this score on, in leads, a lead is worth the one that it costs. */
export const worthIt = 1

const alike = 1e-9

/** A hypothesis, and what may be known of it by the time that a look is made: the lowest value of them counts. */
export type Foreseen = { readonly hypothesis: OpenHypothesis; readonly weighings: readonly Weighing[] }

/** `cited` is the hypothesis with the largest share of the score. */
export type Scored = Score & { readonly cited: OpenHypothesis }
type Score = { readonly candidate: Candidate; score: number; share: number; cited: OpenHypothesis | undefined }

/** All candidates that can cite one of these hypotheses. Both come, and are kept, in the order of the case. */
export function scoresOf(candidates: readonly Candidate[], foreseen: readonly Foreseen[]): Scored[] {
  const scores = candidates.map((candidate): Score => ({ candidate, score: 0, share: 0, cited: undefined }))
  for (const { hypothesis, weighings } of foreseen) {
    const addTo = (candidate: Candidate, bearing: Bearing) => {
      const score = scores[candidate.index]
      if (score !== undefined) add(score, hypothesis, lowest(weighings, candidate, bearing))
    }
    for (const candidate of hypothesis.looks.informs) addTo(candidate, 'informs')
    for (const candidate of hypothesis.looks.touches) addTo(candidate, 'touches')
  }
  return scores.filter((score): score is Scored => score.cited !== undefined)
}

/** The one with the highest score; of equal ones that of the first hypothesis, source and artefact. */
export function bestOf(scored: readonly Scored[]): Scored | undefined {
  let best: Scored | undefined
  for (const one of scored) if (best === undefined || comesBefore(one, best)) best = one
  return best
}

function lowest(weighings: readonly Weighing[], candidate: Candidate, bearing: Bearing): number {
  let value = Number.POSITIVE_INFINITY
  for (const weighing of weighings) value = Math.min(value, valueFor(weighing, candidate, bearing))
  return value
}

function add(score: Score, hypothesis: OpenHypothesis, value: number): void {
  score.score += value
  if (score.cited !== undefined && value <= score.share + alike) return
  score.share = value
  score.cited = hypothesis
}

function comesBefore(one: Scored, other: Scored): boolean {
  if (Math.abs(one.score - other.score) > alike) return one.score > other.score
  if (one.cited.number !== other.cited.number) return one.cited.number < other.cited.number
  if (one.candidate.source !== other.candidate.source) return one.candidate.source < other.candidate.source
  return one.candidate.index < other.candidate.index
}
