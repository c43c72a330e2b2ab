/** The writes of a round's ending, whatever the ending. */
import { nodeKey } from '../../domain/identity.ts'
import type { RunningRound } from '../../graph/commands/case.ts'
import { endRound } from '../../graph/commands/rounds.ts'
import type { Note, Scene, Write } from '../case-write.ts'

export type RoundEnd = {
  readonly state: 'decided' | 'failed' | 'abandoned'
  readonly decision?: 'propose' | 'complete'
  readonly reason?: string
  readonly explanation?: string
  readonly failure?: string
  readonly failureMessage?: string
  readonly tokens?: number
}

export function roundKey(investigation: string, number: number): string {
  return nodeKey(investigation, `R${number}`)
}

export function endRoundWrite(scene: Scene, number: number, end: RoundEnd): Write {
  return (run) =>
    run(endRound, {
      key: roundKey(scene.case.id, number),
      before: roundKey(scene.case.id, scene.state.lastProposed),
      at: scene.now,
      state: end.state,
      decision: end.decision ?? null,
      reason: end.reason ?? null,
      explanation: end.explanation ?? null,
      failure: end.failure ?? null,
      failureMessage: end.failureMessage ?? null,
      tokens: end.tokens ?? 0,
    })
}

/** A round whose process is gone, or whose case was closed under it. */
export function abandonedRound(scene: Scene, { number, fence }: RunningRound): { entry: Note; write: Write } {
  return {
    entry: { type: 'round_abandoned', actor: 'service', body: { round: number, fence } },
    write: endRoundWrite(scene, number, { state: 'abandoned' }),
  }
}
