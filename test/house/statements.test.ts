/** Statements live in files, each bound once and to what its text says. */
import { expect, test } from 'vitest'
import { z } from 'zod'
import { printed } from '../../scripts/check/finding.ts'
import { findWrongShapes, shapeFaults } from '../../scripts/check/shapes.ts'
import { findLooseStatements } from '../../scripts/check/statements.ts'
import { checkoutWith, ownRoot } from './checkout.ts'

const file = { 'cypher/views/a.cypher': '// One.\nRETURN 1 AS one' }

function findings(graph: string, cypher: Readonly<Record<string, string>> = file): string[] {
  return findLooseStatements(checkoutWith({ ...cypher, 'src/graph/a.ts': graph })).map(printed)
}

test('a file that is bound once is fine; schema and audit files need no binding', () => {
  const more = { ...file, 'cypher/audit/b.cypher': '// Two.', 'cypher/schema/001.cypher': '// Three.' }
  expect(findings("export const a = statement('views/a', {})", more)).toStrictEqual([])
})

test('a file that nothing binds, or that is bound twice, is found', () => {
  expect(findings('')).toStrictEqual(['cypher/views/a.cypher  is bound by no statement'])
  const twice = "export const a = statement('views/a', {})\nexport const b = statement('views/a', {})"
  expect(findings(twice)).toStrictEqual([expect.stringContaining('is bound more than once')])
})

test('a binding without its file, or with a name that is put together, is found', () => {
  const missing = "export const a = statement('views/a', {})\nexport const b = statement('views/b', {})"
  expect(findings(missing)).toStrictEqual(['src/graph/a.ts:2  binds cypher/views/b.cypher, which does not exist'])
  const made =
    "export const a = statement('views/a', {})\nexport const b = (name: string) => statement(`views/${name}`, {})"
  expect(findings(made)).toStrictEqual(['src/graph/a.ts:2  binds a statement whose name is no plain text'])
})

test.each([
  "run('RETURN 1')",
  'run(`MATCH (n) WHERE n.id = ${id} RETURN n`)',
  "const text = 'MATCH (n:Lead) RETURN n'",
  'transaction.run(`${start} RETURN n`)',
  "transaction.run(start + ' RETURN n')",
  "session.run('SHOW INDEXES')",
])('`%s` holds Cypher, which belongs into a file', (text) => {
  const found = findings(`export const a = statement('views/a', {})\n${text}`)
  expect(new Set(found)).toStrictEqual(new Set(['src/graph/a.ts:2  holds Cypher; it belongs into a .cypher file']))
})

test('asking for the plan of a statement adds nothing to it', () => {
  expect(findings("export const a = statement('views/a', {})\nsession.run(`EXPLAIN ${a.cypher}`)")).toStrictEqual([])
})

test('a statement is bound to the parameters and columns that its text names', () => {
  const cypher = '// Two.\nMATCH (l:Lead {key: $key}) RETURN l.state AS state, count(*) AS n ORDER BY n'
  const parameters = z.object({ key: z.string() })
  const row = z.object({ state: z.string(), n: z.number() })
  const name = 'views/a'
  expect(shapeFaults({ name, cypher, parameters, row })).toStrictEqual([])
  expect(shapeFaults({ name, cypher, parameters: z.object({ id: z.string() }), row })).toStrictEqual([
    'views/a: $id is bound, but not in the text',
    'views/a: $key is in the text, but not bound',
  ])
  expect(shapeFaults({ name, cypher, parameters, row: z.object({ state: z.string(), m: z.number() }) })).toStrictEqual([
    'views/a: the column m is bound, but not in the text',
    'views/a: the column n is in the text, but not bound',
  ])
})

test('a column without a name is found', () => {
  const bound = { name: 'views/a', cypher: 'MATCH (l:Lead) RETURN l.state', parameters: z.object({}) }
  expect(shapeFaults({ ...bound, row: z.object({ state: z.string() }) })).toContain(
    'views/a: the column ? is in the text, but not bound',
  )
})

test('the statements that a module exports are compared when it is imported', async () => {
  const schema = (key: string) => `{ shape: { ${key}: {} } }`
  const bound = `{ name: 'views/a', cypher: 'RETURN $one AS one', parameters: ${schema('two')}, row: ${schema('one')} }`
  const root = checkoutWith({ 'src/graph/a.ts': `export const a = ${bound}\nexport const other = 1` })
  expect((await findWrongShapes(root)).map(printed)).toStrictEqual([
    'src/graph/a.ts  views/a: $two is bound, but not in the text',
    'src/graph/a.ts  views/a: $one is in the text, but not bound',
  ])
})

test('our own statements are bound to what their texts say', async () => {
  expect((await findWrongShapes(ownRoot)).map(printed)).toStrictEqual([])
})
