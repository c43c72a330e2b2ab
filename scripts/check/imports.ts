/** Imports of src point one way, packages stay where they belong, and only main.ts and cli.ts act at import. */
import { posix } from 'node:path'
import { filesUnder } from './files.ts'
import { type Finding, lineAt } from './finding.ts'
import { actsAtImport, mayImport, onlyKnownTo, partOf, readsCypher } from './import-rules.ts'
import { literalText, type Module, type Node, nodesIn, parseModule, templateParts } from './syntax.ts'

export function findWrongImports(root: string): Finding[] {
  return filesUnder(root, 'src', '.ts')
    .map((path) => parseModule(root, path))
    .flatMap((module) => [
      ...unknownPart(module),
      ...importsOf(module).flatMap((found) => wrongImport(module, found)),
      ...cypherNamed(module),
      ...actions(module),
      ...barrels(module),
    ])
}

type Import = { readonly specifier: string; readonly at: number }

/** Every module that a file names: imports of values and types, re-exports, dynamic imports and types by import. */
function importsOf({ statements }: Module): Import[] {
  const withSource = new Set([
    'ImportDeclaration',
    'ExportNamedDeclaration',
    'ExportAllDeclaration',
    'ImportExpression',
    'TSImportType',
  ])
  return [...nodesIn(statements)].flatMap((node) => {
    const specifier = withSource.has(node.type) ? literalText(node['source'] ?? node['argument']) : undefined
    return specifier === undefined ? [] : [{ specifier, at: node.start }]
  })
}

function unknownPart({ path }: Module): Finding[] {
  const part = partOf(path)
  return part in mayImport
    ? []
    : [{ file: path, message: `src/${part} is no part of the house; see scripts/check/import-rules.ts` }]
}

function wrongImport({ path, text }: Module, { specifier, at }: Import): Finding[] {
  const reason = specifier.startsWith('.') ? wrongFile(path, specifier) : wrongPackage(path, specifier)
  return reason === undefined ? [] : [{ file: path, line: lineAt(text, at), message: reason }]
}

function wrongFile(path: string, specifier: string): string | undefined {
  const target = posix.normalize(posix.join(posix.dirname(path), specifier))
  if (target === 'package.json') return undefined
  if (!target.startsWith('src/')) return `imports ${target}, which is outside of src`
  const [from, to] = [partOf(path), partOf(target)]
  const allowed = from === to || to === 'errors' || shareFolder(from, to) || mayImport[from]?.includes(to)
  return allowed ? undefined : `${from} must not import ${to} (${specifier})`
}

/** A part within a part, such as `workers/model`, may use its folder's other files, and is used by them. */
function shareFolder(from: string, to: string): boolean {
  return from.split('/', 1)[0] === to.split('/', 1)[0]
}

function wrongPackage(path: string, specifier: string): string | undefined {
  const rule = Object.keys(onlyKnownTo).find((name) =>
    name.endsWith('/') ? specifier.startsWith(name) : specifier === name || specifier.startsWith(`${name}/`),
  )
  const knowing = rule === undefined ? undefined : onlyKnownTo[rule]
  const inside = partOf(path).split('/')[0] ?? ''
  if (knowing === undefined || knowing.includes(inside) || knowing.includes(partOf(path))) return undefined
  return `only ${knowing.join(' and ')} may know ${specifier}`
}

function cypherNamed({ path, text, statements }: Module): Finding[] {
  if (readsCypher.includes(partOf(path))) return []
  return [...nodesIn(statements)]
    .filter((node) => fixedText(node).includes('.cypher'))
    .map((node) => ({
      file: path,
      line: lineAt(text, node.start),
      message: `only ${readsCypher.join()} reads .cypher files`,
    }))
}

function fixedText(node: Node): string {
  return node.type === 'TemplateLiteral' ? templateParts(node).join('') : (literalText(node) ?? '')
}

const definitions = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'VariableDeclaration',
  'FunctionDeclaration',
  'ClassDeclaration',
  'TSTypeAliasDeclaration',
  'TSInterfaceDeclaration',
  'TSDeclareFunction',
  'TSModuleDeclaration',
])

/** Statements that do something as soon as the module is imported: anything but a definition, and every wait. */
function actions({ path, text, statements }: Module): Finding[] {
  if (actsAtImport.includes(path)) return []
  const acting = statements.filter((node) => !definitions.has(node.type) || waits(node))
  return acting.map((node) => ({ file: path, line: lineAt(text, node.start), message: 'acts when it is imported' }))
}

function waits(statement: Node): boolean {
  const outsideFunctions = nodesIn(statement, ({ type }) => !type.includes('Function'))
  return [...outsideFunctions].some(({ type }) => type === 'AwaitExpression')
}

function barrels({ path, text, statements }: Module): Finding[] {
  const passedOn = statements.filter(
    ({ type, source }) => type.startsWith('Export') && source !== null && source !== undefined,
  )
  return [
    ...passedOn.map((node) => ({
      file: path,
      line: lineAt(text, node.start),
      message: 're-exports; import it where it is defined',
    })),
    ...(/(^|\/)index\.ts$/.test(path)
      ? [{ file: path, message: 'is called index.ts; name it after what it holds' }]
      : []),
  ]
}
