/** The labels, relationship types and properties that a statement names, each with what it is said of. */
import { CypherTokenType, type SymbolTable } from '@neo4j-cypher/language-support'
import { isName, type Token } from './tokens.ts'

export type Owner = { readonly kind: 'node' | 'relationship' | 'either'; readonly names: readonly string[] }

export type Use =
  | { readonly what: 'label' | 'relationship type'; readonly name: string; readonly at: number }
  | { readonly what: 'property'; readonly name: string; readonly at: number; readonly owner: Owner }

/** Maps and values are no part of the graph: what is read of them is not among the uses. */
export function usesIn(tokens: readonly Token[], symbols: readonly SymbolTable[]): Use[] {
  const statement = new Statement(tokens, symbols)
  return tokens.flatMap((token): Use[] => {
    if (token.type === CypherTokenType.label)
      return [{ what: statement.labelOrType(token), name: token.text, at: token.at }]
    const owner = statement.ownerOf(token)
    return owner === undefined ? [] : [{ what: 'property', name: propertyName(token), at: token.at, owner }]
  })
}

/** `h['status']` names a property as `h.status` does. */
function propertyName({ type, text }: Token): string {
  return type === CypherTokenType.stringLiteral ? text.slice(1, -1) : text
}

const inPatternHead = new Set([':', '&', '|', '!', '%', '*', '..', 'IS'])
const clauses = new Set([
  'MATCH',
  'WHERE',
  'WITH',
  'RETURN',
  'CREATE',
  'MERGE',
  'SET',
  'REMOVE',
  'UNWIND',
  'CALL',
  'DELETE',
])

class Statement {
  readonly #tokens: readonly Token[]
  readonly #symbols: SymbolTable
  readonly #inPatterns = new Map<string, Owner>()

  constructor(tokens: readonly Token[], symbols: readonly SymbolTable[]) {
    this.#tokens = tokens
    this.#symbols = symbols.flat()
    for (const opener of tokens) {
      const [variable] = this.#headOf(opener)
      const owner = this.#patternOwner(opener)
      if (isName(variable) && owner !== undefined && owner.names.length > 0) this.#inPatterns.set(variable.text, owner)
    }
  }

  labelOrType(token: Token): 'label' | 'relationship type' {
    const opener = this.#tokens[token.opener]
    if (opener !== undefined && this.#isRelationship(opener)) return 'relationship type'
    const subject = this.#tokens[token.index - 2]
    return isName(subject) && this.#ownerOfVariable(subject)?.kind === 'relationship' ? 'relationship type' : 'label'
  }

  ownerOf(token: Token): Owner | undefined {
    const before = this.#tokens[token.index - 1]
    if (token.type === CypherTokenType.stringLiteral) return this.#ownerOfSubscript(token)
    if (token.type !== CypherTokenType.property) return undefined
    return before?.text === '.' ? this.#ownerOfAccess(before) : this.#ownerOfMap(token)
  }

  /** `h.status`, and `.status` in `h {.status}`. */
  #ownerOfAccess(dot: Token): Owner | undefined {
    const subject = this.#tokens[dot.index - 1]
    if (subject?.text === '{' || subject?.text === ',') {
      const projected = this.#tokens[dot.opener - 1]
      return isName(projected) ? this.#ownerOfVariable(projected) : undefined
    }
    if (!isName(subject) || this.#tokens[subject.index - 1]?.text === '.') return undefined
    return this.#ownerOfVariable(subject) ?? (this.#isSet(subject) ? { kind: 'either', names: [] } : undefined)
  }

  /** `{key: ...}` in a pattern, or given to a variable by SET. */
  #ownerOfMap(key: Token): Owner | undefined {
    const brace = this.#tokens[key.opener]
    if (brace?.text !== '{' || this.#tokens[key.index + 1]?.text !== ':') return undefined
    const around = this.#tokens[brace.opener]
    const last = around === undefined ? undefined : this.#headOf(around).at(-1)
    if (around !== undefined && last?.index === brace.index - 1) return this.#patternOwner(around)
    const subject = this.#tokens[brace.index - 2]
    return isName(subject) && this.#isSet(subject) ? this.#ownerOfVariable(subject) : undefined
  }

  #ownerOfSubscript(literal: Token): Owner | undefined {
    const [bracket, after] = [this.#tokens[literal.index - 1], this.#tokens[literal.index + 1]]
    if (bracket?.text !== '[' || after?.text !== ']') return undefined
    const subject = this.#tokens[bracket.index - 1]
    return isName(subject) ? this.#ownerOfVariable(subject) : undefined
  }

  #ownerOfVariable({ text, at }: Token): Owner | undefined {
    const symbol = this.#symbols.find(
      ({ references, definitionPosition }) => references.includes(at) || definitionPosition === at,
    )
    const kinds = new Set(symbol?.types)
    const names = symbol === undefined ? [] : labelsIn(symbol.labels)
    if (kinds.size === 1 && kinds.has('Node')) return { kind: 'node', names }
    if (kinds.size === 1 && kinds.has('Relationship')) return { kind: 'relationship', names }
    return symbol === undefined ? this.#inPatterns.get(text) : undefined
  }

  /** The labels or types of a pattern, if this token opens one: its own, or those of its variable. */
  #patternOwner(opener: Token): Owner | undefined {
    const head = this.#headOf(opener)
    if (head.length === 0) return undefined
    const labels = head.filter(
      ({ type, index }) => type === CypherTokenType.label && this.#tokens[index - 1]?.text !== '!',
    )
    const kind = this.#isRelationship(opener) ? 'relationship' : 'node'
    const [variable] = head
    if (labels.length === 0 && isName(variable)) return this.#ownerOfVariable(variable) ?? { kind, names: [] }
    return { kind, names: labels.map(({ text }) => text) }
  }

  /** What stands in a pattern before its properties: a variable and labels. Nothing if the bracket opens no pattern. */
  #headOf(opener: Token): Token[] {
    const isNode = opener.text === '(' && this.#tokens[opener.index - 1]?.type !== CypherTokenType.function
    if (!isNode && !this.#isRelationship(opener)) return []
    const rest = this.#tokens.slice(opener.index + 1)
    const end = rest.findIndex((token) => !isHead(token))
    return ['{', ')', ']', 'WHERE'].includes(rest[end]?.text ?? '') ? rest.slice(0, end) : []
  }

  #isRelationship({ text, index }: Token): boolean {
    return text === '[' && this.#tokens[index - 1]?.text === '-'
  }

  /** Whether a clause SET or REMOVE names this variable as what it changes. */
  #isSet(variable: Token): boolean {
    const before = this.#tokens[variable.index - 1]
    if (before?.text !== ',' && before?.type !== CypherTokenType.keyword) return false
    const earlier = this.#tokens.slice(0, variable.index).filter(({ opener }) => opener === variable.opener)
    const clause = earlier.findLast(
      ({ type, text }) => type === CypherTokenType.keyword && clauses.has(text.toUpperCase()),
    )
    return clause?.text.toUpperCase() === 'SET' || clause?.text.toUpperCase() === 'REMOVE'
  }
}

const headTypes: ReadonlySet<CypherTokenType> = new Set([
  CypherTokenType.variable,
  CypherTokenType.symbolicName,
  CypherTokenType.label,
  CypherTokenType.numberLiteral,
])

function isHead({ type, text }: Token): boolean {
  return headTypes.has(type) || inPatternHead.has(text)
}

/** The names in a tree of label conditions that are said to hold. */
function labelsIn(condition: unknown): string[] {
  if (typeof condition !== 'object' || condition === null) return []
  if ('value' in condition && typeof condition.value === 'string') return [condition.value]
  if (!('children' in condition) || !Array.isArray(condition.children)) return []
  return 'condition' in condition && condition.condition === 'not' ? [] : condition.children.flatMap(labelsIn)
}
