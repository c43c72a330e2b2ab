/** Every `.cypher` file is one statement that Neo4j 5 reads, says what it answers, and uses only words of the graph model. */
import { lintCypherQuery, parseStatementsStrs, testData } from '@neo4j-cypher/language-support'
import { textOf } from '../files.ts'
import { type Finding, lineAt } from '../finding.ts'
import { type GraphModel, modelFile, pathsOf, propertiesOf } from './graph-model.ts'
import { parametersIn, tokensOf } from './tokens.ts'
import { type Use, usesIn } from './uses.ts'

export function lintCypherFile(root: string, path: string, model: GraphModel): Finding[] {
  const file = { path, text: textOf(root, path) }
  const statements = statementsIn(file.text)
  const linted = statements.flatMap(({ text, at }) =>
    diagnosticsOf(text, model).map(({ offset, message }) => ({
      file: file.path,
      line: lineAt(file.text, at + offset),
      message,
    })),
  )
  return [...formFaults(file, statements.length), ...linted]
}

/** The statements of a file with where they begin. Only files of cypher/schema may hold several. */
function statementsIn(text: string): { text: string; at: number }[] {
  let from = 0
  return parseStatementsStrs(text)
    .filter((statement) => withoutComments(statement).trim().replace(';', '') !== '')
    .map((statement) => {
      const at = text.indexOf(statement, from)
      from = at + statement.length
      return { text: statement, at }
    })
}

function withoutComments(cypher: string): string {
  return cypher.replaceAll(/^\s*\/\/.*$/gm, '')
}

function formFaults({ path, text }: CypherFile, statements: number): Finding[] {
  const isSchema = path.startsWith('cypher/schema/')
  const several = isSchema ? statements === 0 : statements !== 1
  return [
    ...(/^\/\/ \S/.test(text)
      ? []
      : [{ file: path, line: 1, message: 'has no comment at its top that says what it answers' }]),
    ...(several ? [{ file: path, message: `holds ${statements} statements instead of one` }] : []),
    ...parameterFaults(path, text, isSchema),
  ]
}

/** People paste audit queries: their parameters are explained at the top. Schema files cannot have any. */
function parameterFaults(path: string, text: string, isSchema: boolean): Finding[] {
  if (!isSchema && !path.startsWith('cypher/audit/')) return []
  const header = text.split('\n').filter((line) => line.startsWith('//'))
  const unexplained = parametersIn(tokensOf(text)).filter(
    (name) => isSchema || !new RegExp(`\\b${name}\\b`).test(header.join('\n')),
  )
  return unexplained.map((name) => ({
    file: path,
    message: isSchema ? `has a parameter, $${name}` : `does not say in its comment what $${name} is`,
  }))
}

type CypherFile = { readonly path: string; readonly text: string }
type Diagnostic = { readonly offset: number; readonly message: string }

function diagnosticsOf(statement: string, model: GraphModel): Diagnostic[] {
  const tokens = tokensOf(statement)
  const parameters = Object.fromEntries(parametersIn(tokens).map((name) => [name, '']))
  const { diagnostics, symbolTables } = lintCypherQuery(statement, {
    ...builtIn,
    parameters,
    graphSchema: pathsOf(model),
  })
  const unknown = usesIn(tokens, symbolTables).flatMap((use) => unknownWord(use, model))
  return [
    ...diagnostics.map(({ offsets, message }) => ({ offset: offsets.start, message: plainText(message) })),
    ...unknown,
  ]
}

function plainText(message: string | { value: string }): string {
  return typeof message === 'string' ? message : message.value
}

function unknownWord(use: Use, model: GraphModel): Diagnostic[] {
  const said = wordsFor(use, model)
  if (said.words.has(use.name)) return []
  return [{ offset: use.at, message: `${said.of} ${use.name} is not in ${modelFile}` }]
}

function wordsFor(use: Use, model: GraphModel): { of: string; words: Set<string> } {
  if (use.what !== 'property') {
    const known = use.what === 'label' ? model.nodes : model.relationships
    return { of: use.what, words: new Set(Object.keys(known)) }
  }
  const { kind, names } = use.owner
  const of = names.length === 0 ? 'property' : `property of ${names.join(' or ')}`
  return { of, words: propertiesOf(model, kind, names) }
}

type Registry = typeof testData.mockSchema

/** The functions and procedures of Neo4j 5 itself: the linter's own list without the plugins' ones. */
const builtIn = {
  functions: { 'CYPHER 5': withoutPlugins(functionsOf(testData.mockSchema)) },
  procedures: { 'CYPHER 5': withoutPlugins(proceduresOf(testData.mockSchema)) },
}

function functionsOf({ functions }: Registry) {
  return functions?.['CYPHER 5'] ?? {}
}

function proceduresOf({ procedures }: Registry) {
  return procedures?.['CYPHER 5'] ?? {}
}

function withoutPlugins<T>(registry: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(registry).filter(([name]) => !/^(apoc|gds)\./.test(name)))
}
