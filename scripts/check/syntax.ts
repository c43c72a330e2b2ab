/** The syntax tree of a TypeScript file, as far as the checks need it. */
import { parseAst } from 'vitest/node'
import { textOf } from './files.ts'

export type Node = {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [key: string]: unknown
}

export type Module = { readonly path: string; readonly text: string; readonly statements: readonly Node[] }

/** Parses a file of the checkout. What cannot be parsed counts as empty: the type check says what is wrong with it. */
export function parseModule(root: string, path: string): Module {
  const text = textOf(root, path)
  return { path, text, statements: statementsOf(text) }
}

/** Every node below this one and itself, outermost first; nothing of those that `enter` refuses. */
export function* nodesIn(value: unknown, enter: (node: Node) => boolean = () => true): Generator<Node> {
  if (Array.isArray(value)) for (const item of value) yield* nodesIn(item, enter)
  if (!isNode(value) || !enter(value)) return
  yield value
  for (const inner of Object.values(value)) if (typeof inner === 'object') yield* nodesIn(inner, enter)
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value
  )
}

/** The text of a string literal, or of a template without placeholders; undefined for anything else. */
export function literalText(node: unknown): string | undefined {
  if (!isNode(node)) return undefined
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  if (node.type === 'TemplateLiteral' && templateParts(node).length === 1) return templateParts(node)[0]
  return undefined
}

/** The fixed parts of a template literal, without its placeholders. */
export function templateParts(node: Node): string[] {
  const quasis: unknown = node['quasis']
  if (!Array.isArray(quasis)) return []
  return quasis.filter(isNode).map(({ value }) => {
    const cooked = typeof value === 'object' && value !== null && 'cooked' in value ? value.cooked : ''
    return typeof cooked === 'string' ? cooked : ''
  })
}

export function nameOf(node: unknown): string | undefined {
  return isNode(node) && typeof node['name'] === 'string' ? node['name'] : undefined
}

function statementsOf(text: string): Node[] {
  try {
    // oxlint-disable-next-line typescript/no-deprecated -- vitest hands on no other parser
    const { body }: { body: unknown } = parseAst(text, { lang: 'ts' })
    return Array.isArray(body) ? body.filter(isNode) : []
  } catch {
    return []
  }
}
