/** The names of the columns that a statement returns. */
import { CypherTokenType } from '@neo4j-cypher/language-support'
import { isName, type Token } from './tokens.ts'

/** Columns of the last RETURN outside of all brackets; an expression without a name counts as the column `?`. */
export function columnsOf(tokens: readonly Token[]): string[] {
  const outside = tokens.filter(({ opener }) => opener === -1)
  const returned = outside.findLastIndex((token) => isKeyword(token, 'RETURN'))
  if (returned === -1) return []
  const rest = outside.slice(returned + 1).filter((token) => !isKeyword(token, 'DISTINCT'))
  const end = rest.findIndex((token) => isKeyword(token, 'ORDER', 'SKIP', 'LIMIT', 'UNION') || token.text === ';')
  return columnsIn(end === -1 ? rest : rest.slice(0, end))
}

function columnsIn(tokens: readonly Token[]): string[] {
  const commas = tokens.flatMap((token, index) => (token.text === ',' ? [index] : []))
  return [-1, ...commas].map((comma, column) => {
    const expression = tokens.slice(comma + 1, commas[column])
    const last = expression.at(-1)
    const isNamed = expression.length === 1 || isKeyword(expression.at(-2), 'AS')
    return isNamed && isName(last) ? last.text : '?'
  })
}

function isKeyword(token: Token | undefined, ...words: readonly string[]): boolean {
  return token?.type === CypherTokenType.keyword && words.includes(token.text.toUpperCase())
}
