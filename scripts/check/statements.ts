/** Statements live in `.cypher` files only: each file is bound exactly once, and no code holds or builds Cypher. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { filesUnder } from './files.ts'
import { type Finding, lineAt } from './finding.ts'
import { literalText, type Module, type Node, nameOf, nodesIn, parseModule, templateParts } from './syntax.ts'

/** Folders of cypher/ that nothing binds: applied by number, and read by people. */
const unbound = /^cypher\/(schema|audit)\//

export function findLooseStatements(root: string): Finding[] {
  const modules = filesUnder(root, 'src', '.ts').map((path) => parseModule(root, path))
  const bindings = modules.filter(({ path }) => path.startsWith('src/graph/')).flatMap(bindingsIn)
  return [
    ...bindings.flatMap((binding) => withoutFile(root, binding)),
    ...filesUnder(root, 'cypher', '.cypher').flatMap((path) => boundOnce(path, bindings)),
    ...modules.flatMap(inlineCypher),
  ]
}

type Binding = { readonly file: string; readonly line: number; readonly name: string | undefined }

/** The calls of `statement('<folder>/<name>', ...)`. */
function bindingsIn({ path, text, statements }: Module): Binding[] {
  return [...nodesIn(statements)]
    .filter(({ type, callee }) => type === 'CallExpression' && nameOf(callee) === 'statement')
    .map((call) => ({ file: path, line: lineAt(text, call.start), name: literalText(firstArgument(call)) }))
}

function withoutFile(root: string, { file, line, name }: Binding): Finding[] {
  if (name === undefined) return [{ file, line, message: 'binds a statement whose name is no plain text' }]
  const exists = existsSync(join(root, 'cypher', `${name}.cypher`))
  return exists ? [] : [{ file, line, message: `binds cypher/${name}.cypher, which does not exist` }]
}

function boundOnce(path: string, bindings: readonly Binding[]): Finding[] {
  if (unbound.test(path)) return []
  const binding = bindings.filter(({ name }) => `cypher/${name}.cypher` === path)
  if (binding.length === 1) return []
  const where = binding.map(({ file }) => file).join(' and ')
  return [
    { file: path, message: binding.length === 0 ? 'is bound by no statement' : `is bound more than once, in ${where}` },
  ]
}

const cypher = /^\s*(MATCH|OPTIONAL MATCH|MERGE|CREATE|UNWIND|CALL|RETURN|FOREACH|DROP|SHOW|LOAD CSV)\b(?!:)/

function inlineCypher({ path, text, statements }: Module): Finding[] {
  return [...nodesIn(statements)]
    .filter((node) => cypher.test(beginning(node)) || runsText(node))
    .map((node) => ({
      file: path,
      line: lineAt(text, node.start),
      message: 'holds Cypher; it belongs into a .cypher file',
    }))
}

function beginning(node: Node): string {
  return node.type === 'TemplateLiteral' ? (templateParts(node)[0] ?? '') : (literalText(node) ?? '')
}

/** A call of `.run(...)` whose statement is written or put together on the spot. */
function runsText(node: Node): boolean {
  if (node.type !== 'CallExpression') return false
  const [callee] = nodesIn(node['callee'])
  const method = callee?.type === 'MemberExpression' ? nameOf(callee['property']) : undefined
  const given = firstArgument(node)
  if (method !== 'run' || given === undefined) return false
  return given.type === 'TemplateLiteral' ? !isPlanOnly(given) : /^(BinaryExpression|Literal)$/.test(given.type)
}

/** `EXPLAIN ${statement}` asks for the plan of a statement from a file, and adds nothing to it. */
function isPlanOnly(template: Node): boolean {
  return /^(EXPLAIN|PROFILE) $/.test(templateParts(template).join(''))
}

function firstArgument({ arguments: given }: Node): Node | undefined {
  const [first] = nodesIn(Array.isArray(given) ? given[0] : undefined)
  return first
}
