/** The lint of `.cypher` files finds what Neo4j would find too late, and what it would never say. */
import { expect, test } from 'vitest'
import { findCypherFaults } from '../../scripts/check/cypher/check.ts'
import { lintCypherFile } from '../../scripts/check/cypher/lint.ts'
import { printed } from '../../scripts/check/finding.ts'
import { checkoutWith } from './checkout.ts'

const model = {
  nodes: { Lead: ['id', 'key', 'state'], Hypothesis: ['key', 'logOdds'] },
  relationships: { CITES: { from: ['Lead'], to: ['Hypothesis'], properties: ['why'] } },
}

function findings(path: string, text: string): string[] {
  return lintCypherFile(checkoutWith({ [path]: text }), path, model).map(printed)
}

function findingsIn(statement: string): string[] {
  return findings('cypher/views/a.cypher', `// What this answers.\n${statement}`)
}

test('a statement that uses the words of the model is fine, parameters and subqueries included', () => {
  const statement = `MATCH (l:Lead {key: $lead})-[c:CITES]->(h:Hypothesis)
CALL (l, h) { UNWIND $rows AS row MATCH (o:Lead {id: row.anything}) SET o.state = row.other RETURN count(*) AS n }
RETURN l.state AS state, c.why AS why, n, datetime.realtime().epochMillis AS now,
       COLLECT { MATCH (o:Lead) WHERE o.state = 'open' RETURN {state: o.state, made: 1} } AS others`
  expect(findingsIn(statement)).toStrictEqual([])
})

test.each([
  ['MATCH (l:Laed) RETURN l', 'label Laed is not in'],
  ['CREATE (l:Laed {id: 1}) RETURN 1 AS done', 'label Laed is not in'],
  ['MATCH (l:Lead) SET l:Laed', 'label Laed is not in'],
  ['MATCH (:Lead)-[:CITED]->(h) RETURN h', 'relationship type CITED is not in'],
  ['MATCH (l:Lead), (h:Hypothesis) CREATE (l)-[:CITED]->(h)', 'relationship type CITED is not in'],
  ['MATCH (l:Lead) RETURN l.stat AS state', 'property of Lead stat is not in'],
  ["MATCH (l:Lead) RETURN l['stat'] AS state", 'property of Lead stat is not in'],
  ['MATCH (l:Lead {kee: $key}) RETURN l', 'property of Lead kee is not in'],
  ['CREATE (l:Lead {kee: $key})', 'property of Lead kee is not in'],
  ["MATCH (l:Lead) SET l.stat = 'open'", 'property of Lead stat is not in'],
  ["MATCH (l:Lead) SET l += {stat: 'open'}", 'property of Lead stat is not in'],
  ['MATCH (l:Lead) REMOVE l.stat', 'property of Lead stat is not in'],
  ["UNWIND $rows AS l SET l.stat = 'open'", 'property stat is not in'],
  ['MATCH (l:Lead) RETURN l.logOdds AS odds', 'property of Lead logOdds is not in'],
  ['MATCH (:Lead)-[c:CITES {wy: 1}]->() RETURN c', 'property of CITES wy is not in'],
  ['MATCH (:Lead)-[c:CITES]->() RETURN c.wy AS why', 'property of CITES wy is not in'],
  ['MATCH (h:Hypothesis)-[:CITES]->(l:Lead) RETURN h', 'CITES'],
  ['MATCH (l:Lead) RETURN m', 'Variable `m` not defined'],
  ['MATCH (l:Lead) RETRUN l', 'RETRUN'],
  ['RETURN datetme() AS now', 'Function datetme is not present'],
  ['CALL db.labls() YIELD label RETURN label', 'Procedure db.labls is not present'],
  ['MATCH (l:Lead) CALL { WITH l RETURN 1 AS one } RETURN one', 'deprecated'],
])('`%s` is found', (statement, message) => {
  expect(findingsIn(statement)).toContainEqual(expect.stringContaining(message))
})

test('the line of a finding is the line of the file', () => {
  expect(findingsIn('MATCH (l:Lead)\nRETURN l.stat AS state')).toStrictEqual([
    expect.stringMatching(/^cypher\/views\/a\.cypher:3 {2}property of Lead stat/),
  ])
})

test('a file without a comment, with two statements or with none is found', () => {
  expect(findings('cypher/views/a.cypher', 'RETURN 1 AS one')).toStrictEqual([
    expect.stringContaining('has no comment at its top'),
  ])
  expect(findingsIn('RETURN 1 AS one;\nRETURN 2 AS two')).toStrictEqual([
    expect.stringContaining('holds 2 statements instead of one'),
  ])
  expect(findingsIn('')).toStrictEqual([expect.stringContaining('holds 0 statements instead of one')])
})

test('an audit query says what its parameters are', () => {
  const statement = 'MATCH (l:Lead {id: $id}) RETURN l'
  expect(findings('cypher/audit/a.cypher', `// One lead.\n${statement}`)).toStrictEqual([
    expect.stringContaining('does not say in its comment what $id is'),
  ])
  const explained = `// One lead.\n// :param id => 'the id of the lead'\n${statement}`
  expect(findings('cypher/audit/a.cypher', explained)).toStrictEqual([])
})

test('a schema file has no parameters, and its words are checked too', () => {
  const wrong = '// More.\nCREATE INDEX a IF NOT EXISTS FOR (l:Lead) ON (l.stat);\nMATCH (l:Lead {id: $id}) RETURN l;'
  expect(findings('cypher/schema/002.cypher', wrong)).toStrictEqual([
    expect.stringContaining('has a parameter, $id'),
    expect.stringMatching(/002\.cypher:2 {2}property of Lead stat is not in/),
  ])
})

test('every file is linted, and a word of the model that none of them uses is found', async () => {
  const files = {
    'cypher/schema/graph-model.json': JSON.stringify({ ...model, nodes: { ...model.nodes, Artefact: ['slug'] } }),
    'cypher/views/a.cypher':
      '// One.\nMATCH (l:Lead)-[c:CITES]->(h:Hypothesis) RETURN l.id AS id, c.why AS why, h.logOdds AS odds',
    'cypher/commands/b.cypher': "// Two.\nMATCH (l:Lead {key: $key}) SET l.stat = 'open'",
    'src/graph/b.ts': "export const made = { state: 'open' }",
  }
  expect((await findCypherFaults(checkoutWith(files))).map(printed)).toStrictEqual([
    'cypher/commands/b.cypher:2  property of Lead stat is not in cypher/schema/graph-model.json',
    'cypher/schema/graph-model.json  Artefact is used by no statement',
    'cypher/schema/graph-model.json  slug is used by no statement',
  ])
})
