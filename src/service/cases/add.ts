/** Adding sources and hypotheses to an investigation that has begun. */
import type { HypothesisStart, SourceStart } from '../../domain/case-start.ts'
import { shortOfAlias } from '../../domain/identity.ts'
import { hypothesisNode } from '../../domain/nodes/hypothesis-node.ts'
import { sourceNode } from '../../domain/nodes/source-node.ts'
import { AppError } from '../../errors.ts'
import { addHypotheses, addSources } from '../../graph/commands/case.ts'
import { keysInUse } from '../../graph/facts/facts.ts'
import { writeToCase, type Call, type Scene, type Write } from '../case-write.ts'
import type { Context } from '../context.ts'
import { findPhenomena } from '../references.ts'
import { rolesOf } from './create.ts'
import { givenHypothesis, givenSource, refuseDoubled } from './given.ts'

export type Added = { id: string; alias: string; key: string }

/** Throws `ended`, `unknown_kind`, `duplicate_key`. */
export function addSource(context: Context, call: Call, start: SourceStart): Promise<Added> {
  return writeToCase(context.database, call, async (scene) => {
    refuseEnded(scene)
    const investigation = scene.case.id
    const source = givenSource(start, { investigation, number: scene.case.sources + 1 }, context.catalogue)
    const { sources } = await keys(scene)
    refuseDoubled('source', [...sources, source.key])
    const roles = rolesOf(scene.case.roles, [source])
    const write: Write = (run) =>
      run(addSources, { investigation, roles, sources: [sourceNode(investigation, source)] })
    const { id, alias, key } = source
    return {
      entries: [{ type: 'source_added', body: { source, roles } }],
      writes: [write],
      answer: () => ({ id, alias, key }),
    }
  })
}

/** Throws `ended`, `duplicate_key`, `unknown_hypothesis`, `unknown_phenomenon`. */
export function addHypothesis(context: Context, call: Call, start: HypothesisStart): Promise<Added> {
  return writeToCase(context.database, call, async (scene) => {
    refuseEnded(scene)
    const investigation = scene.case.id
    const number = scene.case.hypotheses + 1
    const texts = start.phenomena ?? []
    const [{ hypotheses }, phenomena] = await Promise.all([keys(scene), findPhenomena(scene.run, investigation, texts)])
    const known = new Map(hypotheses.map(({ slug, short }) => [slug, short]))
    const hypothesis = givenHypothesis(
      start,
      { investigation, number },
      {
        shortOf: (key) => known.get(key),
        phenomena: texts.map((text) => shortOfAlias(phenomena(text).alias)),
      },
    )
    refuseDoubled('hypothesis', [...known.keys(), hypothesis.key])
    const write: Write = (run) =>
      run(addHypotheses, { investigation, hypotheses: [hypothesisNode(investigation, hypothesis)] })
    const { id, alias, key } = hypothesis
    return {
      entries: [{ type: 'hypothesis_added', body: { hypothesis } }],
      writes: [write],
      answer: () => ({ id, alias, key }),
    }
  })
}

export function refuseEnded({ state }: Scene): void {
  if (state.status !== 'ended') return
  throw new AppError('ended', 'the investigation has ended: reopen it first, with a name and a reason')
}

async function keys(scene: Scene) {
  const [row] = await scene.run(keysInUse, { investigation: scene.case.id })
  return row ?? { sources: [], hypotheses: [] }
}
