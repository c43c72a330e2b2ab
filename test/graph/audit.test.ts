/** Audit queries and links: ready to paste or to follow, with one id written in and nothing that anybody can choose. */
import { expect, test } from 'vitest'
import { auditQuery, browserLink } from '../../src/graph/audit.ts'

const id = '01890000-0000-7000-8000-000000000000'

test.each(['lead', 'hypothesis', 'case'] as const)(
  'the query of a %s has its id written in, and no parameter left',
  (name) => {
    const text = auditQuery(name, id)
    expect(text).toContain(`{id: '${id}'}`)
    expect(text).not.toContain('$id')
    expect(text).not.toContain(':param')
    expect(text.split('\n')[0]).toMatch(/^\/\/ /)
  },
)

test('that of a round takes its key', () => {
  expect(auditQuery('round', `${id}|R3`)).toContain(`{key: '${id}|R3'}`)
})

test.each(["' OR 1=1", `${id}'}) DETACH DELETE n //`, '', `${id}|r3`])(
  '%j is no id, and nothing is written',
  (hostile) => {
    expect(() => auditQuery('lead', hostile)).toThrow('Invalid')
  },
)

test('a link names the database, the user and the query, which it does not run', () => {
  const browser = {
    url: 'http://127.0.0.1:7474/browser/',
    bolt: 'bolt://127.0.0.1:7687',
    username: 'ada b',
    database: 'neo4j',
  }
  const { searchParams, origin, pathname } = new URL(browserLink(browser, 'MATCH (n) RETURN n // 100 %'))
  expect(`${origin}${pathname}`).toBe(browser.url)
  expect(Object.fromEntries(searchParams)).toEqual({
    dbms: 'bolt://ada%20b@127.0.0.1:7687',
    db: 'neo4j',
    cmd: 'edit',
    arg: 'MATCH (n) RETURN n // 100 %',
  })
})
