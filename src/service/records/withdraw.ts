/** Taking back a phenomenon, or what it says of one hypothesis. Nothing is deleted. */
import { nodeKey, shortOfAlias } from '../../domain/identity.ts'
import { AppError } from '../../errors.ts'
import { markWithdrawn, withdrawEvidence } from '../../graph/commands/records.ts'
import type { PhenomenonFacts } from '../../graph/facts/facts.ts'
import { writeToCase, type Plan, type Scene } from '../case-write.ts'
import type { Context } from '../context.ts'
import { findHypotheses, findPhenomena } from '../references.ts'
import { settleWrite, type RecordsAnswer } from './record.ts'

type Withdrawal = {
  readonly phenomenon: string
  readonly hypothesis?: string | undefined
  readonly by: string
  readonly why: string
}
type Answer = Pick<RecordsAnswer, 'hypotheses'>

/** Allowed in an ended case, too. Throws `unknown_phenomenon`, `unknown_hypothesis`, `already_withdrawn`. */
export function withdrawPhenomenon(
  context: Context,
  to: { investigation: string; key: string | undefined },
  withdrawal: Withdrawal,
): Promise<Answer> {
  const call = { ...to, command: 'withdraw', actor: `person:${withdrawal.by}`, body: withdrawal }
  return writeToCase(context.database, call, async (scene) => {
    const { phenomenon, hypothesis } = withdrawal
    const [phenomena, hypotheses] = await Promise.all([
      findPhenomena(scene.run, to.investigation, [phenomenon]),
      findHypotheses(scene.run, to.investigation, hypothesis === undefined ? [] : [hypothesis]),
    ])
    const of = hypothesis === undefined ? undefined : hypotheses(hypothesis).short
    return withdraw(scene, phenomena(phenomenon), { of, by: call.actor, why: withdrawal.why })
  })
}

type What = { readonly of: string | undefined; readonly by: string; readonly why: string }

function withdraw(scene: Scene, facts: PhenomenonFacts, { of, by, why }: What): Plan<Answer> {
  const live = facts.evidence.filter(({ hypothesis }) => of === undefined || hypothesis === of)
  if (facts.withdrawnAt !== null || (of !== undefined && live.length === 0)) {
    throw new AppError(
      'already_withdrawn',
      `${facts.alias} ${of === undefined ? 'was withdrawn before' : `gives no live evidence for ${of}`}: there is nothing to take back`,
    )
  }
  const investigation = scene.case.id
  const round = scene.state.lastDecided
  const hypothesis = of === undefined ? null : nodeKey(investigation, of)
  const common = { investigation, round, at: scene.now, phenomenon: facts.key, by, why }
  const settled: RecordsAnswer['hypotheses'] = []
  const touched = live.map((piece) => nodeKey(investigation, piece.hypothesis))
  return {
    entries: [
      { type: 'withdrawn', actor: by, body: { phenomenon: shortOfAlias(facts.alias), hypothesis: of ?? null, why } },
    ],
    writes: [
      (run) => run(withdrawEvidence, { ...common, hypothesis }),
      (run) => run(markWithdrawn, { ...common, whole: of === undefined }),
      ...(touched.length === 0 ? [] : [settleWrite(scene, { round, hypotheses: touched, settled })]),
    ],
    late: true,
    answer: () => ({ hypotheses: settled }),
  }
}
