/** Sources and hypotheses as they enter a case: with ids, aliases, and what the catalogue says copied in. */
import { uuidv7 } from 'uuidv7'
import type { CatalogueEntry } from '../../domain/artefact.ts'
import type { HypothesisStart, SourceStart } from '../../domain/case-start.ts'
import { alias } from '../../domain/identity.ts'
import type { HypothesisGiven, SourceGiven } from '../../domain/journal/bodies.ts'
import { AppError } from '../../errors.ts'

type Place = { readonly investigation: string; readonly number: number }

/** Throws `unknown_kind` for a kind that neither the catalogue knows nor the source describes, `duplicate_key` for two artefacts of one key. */
export function givenSource(
  start: SourceStart,
  { investigation, number }: Place,
  catalogue: ReadonlyMap<string, CatalogueEntry>,
): SourceGiven {
  const artefacts = start.artefacts ?? catalogue.get(start.kind)?.artefacts
  if (!artefacts) {
    const known = [...catalogue.keys()].join(', ')
    const message = `no artefacts are known for a source of kind ${JSON.stringify(start.kind)}: use one of ${known}, or send its own \`artefacts\` (which may be empty)`
    throw new AppError('unknown_kind', message, { details: { field: 'kind', kind: start.kind } })
  }
  refuseDoubled(
    'artefact',
    artefacts.map(({ key }) => key),
  )
  const key = start.key ?? `S${number}`
  return {
    ...start,
    key,
    independenceGroup: start.independenceGroup ?? key,
    artefacts,
    id: uuidv7(),
    alias: alias(investigation, 'source', number),
  }
}

/** `shortOf` tells which hypothesis a key names. Throws `unknown_hypothesis` for a rival that does not exist. */
export function givenHypothesis(
  start: HypothesisStart,
  { investigation, number }: Place,
  names: { shortOf: (key: string) => string | undefined; phenomena: string[] },
): HypothesisGiven {
  const rival = start.rivalOf === undefined ? null : names.shortOf(start.rivalOf)
  if (rival === undefined || rival === `H${number}`) {
    const message = `rivalOf: there is no other hypothesis ${JSON.stringify(start.rivalOf)} in this case`
    throw new AppError('unknown_hypothesis', message, { details: { field: 'rivalOf' } })
  }
  return {
    ...start,
    key: start.key ?? `H${number}`,
    rivalOf: rival,
    phenomena: names.phenomena,
    id: uuidv7(),
    alias: alias(investigation, 'hypothesis', number),
  }
}

export function refuseDoubled(what: string, keys: readonly string[]): void {
  const doubled = keys.find((key, index) => keys.indexOf(key) !== index)
  if (doubled === undefined) return
  throw new AppError('duplicate_key', `the key ${JSON.stringify(doubled)} names two ${what}s: each needs its own`, {
    details: { key: doubled },
  })
}
