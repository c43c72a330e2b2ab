/** Names of nodes: UUIDv7 for programs, and aliases with two check letters that an invented number does not pass. */
import { createHash } from 'node:crypto'
import { z } from 'zod'

/** What an alias stands for, by its first letter. */
export const aliasLetters = { source: 'S', hypothesis: 'H', phenomenon: 'P', lead: 'L', round: 'R' } as const
export type Named = keyof typeof aliasLetters

export const Alias = z.string().regex(/^[SHPLR]\d{1,9}-[a-z]{2}$/, 'an alias such as H3-kd')
export type Alias = z.infer<typeof Alias>

/** The alias of the n-th thing of a kind in a case, such as `H3-kd`. Its letters derive from the case's id and `H3`. */
export function alias(investigation: string, named: Named, number: number): Alias {
  const short = `${aliasLetters[named]}${number}`
  return `${short}-${checkLetters(investigation, short)}`
}

/** The short form, such as `H3`, of an alias that is right in this case; undefined for any other text. */
export function shortOf(investigation: string, named: Named, text: string): string | undefined {
  const [short = '', letters] = text.split('-')
  if (!Alias.safeParse(text).success || !short.startsWith(aliasLetters[named])) return undefined
  return letters === checkLetters(investigation, short) ? short : undefined
}

/** The short form of an alias that is known to be right. */
export function shortOfAlias(text: string): string {
  return text.slice(0, text.indexOf('-'))
}

/** The synthetic key under which a node is unique and provably part of its case, such as `<case>|H3`. */
export function nodeKey(investigation: string, short: string): string {
  return `${investigation}|${short}`
}

function checkLetters(investigation: string, short: string): string {
  const [first = 0, second = 0] = createHash('sha256').update(nodeKey(investigation, short)).digest()
  return String.fromCharCode(97 + (first % 26), 97 + (second % 26))
}
