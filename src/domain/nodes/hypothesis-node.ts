/** A hypothesis as its node holds it at its prior. */
import { logOddsOf } from '../belief.ts'
import { shortName } from '../captions.ts'
import { nodeKey, shortOfAlias } from '../identity.ts'
import type { HypothesisGiven } from '../journal/bodies.ts'

export function hypothesisNode(investigation: string, given: HypothesisGiven) {
  const short = shortOfAlias(given.alias)
  return {
    id: given.id,
    key: nodeKey(investigation, short),
    number: Number(short.slice(1)),
    short,
    alias: given.alias,
    name: shortName(short, given.statement),
    slug: given.key,
    statement: given.statement,
    topics: given.topics,
    predicts: given.predicts,
    excludes: given.excludes,
    prior: given.prior,
    priorLogOdds: logOddsOf(given.prior),
    rival: given.rivalOf,
    rivalKey: given.rivalOf === null ? null : nodeKey(investigation, given.rivalOf),
    phenomena: given.phenomena.map((phenomenon) => nodeKey(investigation, phenomenon)),
  }
}
