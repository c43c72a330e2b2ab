/** A Cypher statement as tokens, each knowing the bracket that it stands in. */
import { CypherTokenType, highlightSyntax } from '@neo4j-cypher/language-support'

export type Token = {
  readonly index: number
  readonly text: string
  readonly type: CypherTokenType
  readonly at: number
  /** Index of the token that opens the bracket around this one; -1 outside of all brackets. */
  readonly opener: number
}

export function tokensOf(cypher: string): Token[] {
  const open: number[] = []
  return highlightSyntax(cypher).map(({ token, tokenType, position }, index) => {
    if (/^[)\]}]$/.test(token) && tokenType === CypherTokenType.bracket) open.pop()
    const opener = open.at(-1) ?? -1
    if (/^[([{]$/.test(token) && tokenType === CypherTokenType.bracket) open.push(index)
    return { index, text: unquoted(token), type: tokenType, at: position.startOffset ?? 0, opener }
  })
}

export function isName(token: Token | undefined): token is Token {
  return token?.type === CypherTokenType.variable || token?.type === CypherTokenType.symbolicName
}

/** `$parameters` in the order of their first use. */
export function parametersIn(tokens: readonly Token[]): string[] {
  return [...new Set(tokens.filter(({ type }) => type === CypherTokenType.paramValue).map(({ text }) => text))]
}

function unquoted(token: string): string {
  return token.startsWith('`') ? token.slice(1, -1) : token
}
