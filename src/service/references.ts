/** What people and models call things, turned into what the graph calls them: an alias with its check letters, or an id. */
import { z } from 'zod'
import { nodeKey, shortOf, type Named } from '../domain/identity.ts'
import { tame } from '../domain/text/hostile.ts'
import { AppError, type ErrorCode } from '../errors.ts'
import type { Run } from '../graph/database.ts'
import {
  hypothesesBy,
  phenomenaBy,
  sourcesBy,
  type HypothesisFacts,
  type PhenomenonFacts,
  type SourceFacts,
} from '../graph/facts/facts.ts'

const unknownCode = {
  source: 'unknown_source',
  hypothesis: 'unknown_hypothesis',
  phenomenon: 'unknown_phenomenon',
  lead: 'not_found',
  round: 'not_found',
} as const satisfies Record<Named, ErrorCode>

/** The key or id to look for. An alias with wrong letters, and any other text, is unknown at once. */
export function reference(investigation: string, named: Named, text: string): string {
  const short = shortOf(investigation, named, text)
  if (short !== undefined) return nodeKey(investigation, short)
  if (z.uuid().safeParse(text).success) return text
  throw unknown(named, text)
}

/** What a name stands for in one case. Throws `unknown_*` for what does not exist there, foreign ids included. */
export type Finder<Facts> = (text: string) => Facts

export async function findSources(
  run: Run,
  investigation: string,
  texts: readonly string[],
): Promise<Finder<SourceFacts>> {
  const references = referencesOf(investigation, 'source', texts)
  const found = references.length === 0 ? [] : await run(sourcesBy, { references })
  return finder(investigation, 'source', found)
}

export async function findHypotheses(
  run: Run,
  investigation: string,
  texts: readonly string[],
): Promise<Finder<HypothesisFacts>> {
  const references = referencesOf(investigation, 'hypothesis', texts)
  const found = references.length === 0 ? [] : await run(hypothesesBy, { references })
  return finder(investigation, 'hypothesis', found)
}

export async function findPhenomena(
  run: Run,
  investigation: string,
  texts: readonly string[],
): Promise<Finder<PhenomenonFacts>> {
  const references = referencesOf(investigation, 'phenomenon', texts)
  const found = references.length === 0 ? [] : await run(phenomenaBy, { references })
  return finder(investigation, 'phenomenon', found)
}

function referencesOf(investigation: string, named: Named, texts: readonly string[]): string[] {
  return [...new Set(texts)].map((text) => reference(investigation, named, text))
}

function finder<Facts extends { reference: string; key: string }>(
  investigation: string,
  named: Named,
  found: readonly Facts[],
): Finder<Facts> {
  const own = new Map(
    found.filter(({ key }) => key.startsWith(`${investigation}|`)).map((facts) => [facts.reference, facts]),
  )
  return (text) => {
    const facts = own.get(reference(investigation, named, text))
    if (facts) return facts
    throw unknown(named, text)
  }
}

export function unknown(named: Named, text: string): AppError {
  const name = tame(text, 64)
  const message = `there is no ${named} ${JSON.stringify(name)} in this case: use an alias or id from one of its views`
  return new AppError(unknownCode[named], message, { details: { [named]: name } })
}
