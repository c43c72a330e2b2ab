/** What the environment says about a Neo4j that somebody else runs. */
import { expect, test } from 'vitest'
import { forcedWay, givenNeo4j } from '../../../src/graph/local/given-address.ts'

test('an address alone is enough', () => {
  expect(givenNeo4j({ NEO4J_URI: 'bolt://10.0.0.5:7687', NEO4J_USERNAME: '' })).toMatchObject({
    way: 'uri',
    uri: 'bolt://10.0.0.5:7687',
    username: 'neo4j',
    password: '',
    database: 'neo4j',
    browserUrl: undefined,
  })
})

test('user, password and database are taken as they are', () => {
  const environment = {
    NEO4J_URI: 'neo4j+s://abc.databases.neo4j.io',
    NEO4J_USERNAME: 'ada',
    NEO4J_PASSWORD: ' p/w ',
    NEO4J_DATABASE: 'cases',
  }
  expect(givenNeo4j(environment)).toMatchObject({ username: 'ada', password: ' p/w ', database: 'cases' })
})

test('no address, or an empty one, is none', () => {
  expect(givenNeo4j({})).toBeUndefined()
  expect(givenNeo4j({ NEO4J_URI: '' })).toBeUndefined()
})

test.each([
  'http://localhost:7474',
  'localhost:7687',
  'bolt://',
  'bolt+x://h',
  'bolt://h:99999',
  'bolt://h:7687/?x=1',
  'neo4j://h/cases',
])('%s is refused with an example', (uri) => {
  expect(() => givenNeo4j({ NEO4J_URI: uri })).toThrow('NEO4J_URI looks like bolt://host:7687')
})

test('a way can be asked for by its name only', () => {
  expect(forcedWay({})).toBeUndefined()
  expect(forcedWay({ STRATEGIST_NEO4J: 'jvm' })).toBe('jvm')
  expect(() => forcedWay({ STRATEGIST_NEO4J: 'podman' })).toThrow(expect.objectContaining({ code: 'config' }))
  expect(() => forcedWay({ STRATEGIST_NEO4J: 'uri' })).toThrow('NEO4J_URI is not set.')
})
