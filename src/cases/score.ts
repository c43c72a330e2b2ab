/** How a case ended against the truth. An open hypothesis is unresolved, never half right. */
import type { HypothesisStatus } from '../domain/vocabulary.ts'
import type { TruthFile } from './format.ts'

/** Where one hypothesis stood at the end; `key` as in the case file. */
export type Standing = { readonly key: string; readonly status: HypothesisStatus }
type Mark = 'correct' | 'wrong' | 'unresolved'
export type Score = {
  readonly correct: number
  readonly wrong: number
  readonly unresolved: number
  readonly marks: readonly { readonly key: string; readonly truth: boolean; readonly mark: Mark }[]
}

/** Marks every hypothesis whose truth is known; one that the truth speaks of and nobody stated counts as unresolved. */
export function score(standings: readonly Standing[], truth: TruthFile): Score {
  const marks = Object.entries(truth).map(([key, verdict]) => {
    const status = standings.find((standing) => standing.key === key)?.status ?? 'active'
    return { key, truth: verdict.truth, mark: markOf(status, verdict.truth) }
  })
  const count = (mark: Mark) => marks.filter((one) => one.mark === mark).length
  return { correct: count('correct'), wrong: count('wrong'), unresolved: count('unresolved'), marks }
}

function markOf(status: HypothesisStatus, truth: boolean): Mark {
  if (status === 'active') return 'unresolved'
  return (status === 'supported') === truth ? 'correct' : 'wrong'
}
