/** Aliases with check letters, keys, and the values under which entities are one. */
import { expect, test } from 'vitest'
import { entityKey } from '../../src/domain/entity.ts'
import { alias, nodeKey, shortOf, shortOfAlias } from '../../src/domain/identity.ts'
import { witnessOf } from '../../src/domain/witness.ts'

const one = '01a1fc04-183a-7753-bc24-d4fbf0b486ae'
const other = '01a1fc04-183a-7753-bc24-d4fbf0b486af'

test('an alias is a letter, a number and two check letters that derive from case and number', () => {
  expect(alias(one, 'hypothesis', 3)).toBe('H3-lo')
  expect(alias(one, 'source', 1)).toMatch(/^S1-[a-z]{2}$/)
  expect(alias(one, 'lead', 12)).toMatch(/^L12-[a-z]{2}$/)
  expect(alias(one, 'round', 4)).toMatch(/^R4-[a-z]{2}$/)
  expect(alias(one, 'phenomenon', 100_000)).toMatch(/^P100000-[a-z]{2}$/)
  expect(alias(one, 'hypothesis', 3)).toBe(alias(one, 'hypothesis', 3))
  expect(alias(other, 'hypothesis', 3)).not.toBe(alias(one, 'hypothesis', 3))
})

test('an alias is taken only with its own letters, in its own case, for its own kind', () => {
  const name = alias(one, 'hypothesis', 3)
  expect(shortOf(one, 'hypothesis', name)).toBe('H3')
  expect(shortOf(other, 'hypothesis', name)).toBeUndefined()
  expect(shortOf(one, 'source', name)).toBeUndefined()
  expect(shortOf(one, 'hypothesis', alias(one, 'source', 3))).toBeUndefined()
})

test.each([
  'H3',
  'H3-',
  'H3-l',
  'H3-lox',
  'h3-lo',
  'H3-LO',
  'H03-lo',
  ' H3-lo',
  'H3-lo-jw',
  'H-lo',
  '3-lo',
  '',
  'H3-lo\n',
  'H1234567890-lo',
])('%j is no alias', (text) => {
  expect(shortOf(one, 'hypothesis', text)).toBeUndefined()
})

test('of a thousand invented numbers with the letters of another hardly any passes', () => {
  const letters = alias(one, 'hypothesis', 3).slice(-2)
  const passed = Array.from({ length: 1000 }, (_, index) =>
    shortOf(one, 'hypothesis', `H${index + 4}-${letters}`),
  ).filter((short) => short !== undefined)
  expect(passed.length).toBeLessThan(10)
})

test('a key holds the case, so that one seek proves that a node belongs to it', () => {
  expect(nodeKey(one, 'H3')).toBe(`${one}|H3`)
  expect(shortOfAlias('H12-kd')).toBe('H12')
})

test('entities are one by kind and normalised value', () => {
  const key = (kind: 'account' | 'person', value: string) => entityKey(one, { kind, value })
  expect(key('account', '  MVoss ')).toBe(`${one}|entity|account|mvoss`)
  expect(key('account', 'ｍｖｏｓｓ')).toBe(key('account', 'mvoss'))
  expect(key('account', 'm\u00a0 voss')).toBe(key('account', 'm voss'))
  expect(key('account', 'cafe\u0301')).toBe(key('account', 'café'))
  expect(key('person', 'mvoss')).not.toBe(key('account', 'mvoss'))
  expect(key('account', 'm-voss')).not.toBe(key('account', 'mvoss'))
})

test('a witness is the independence group with what writes the trace; nothing named: the group alone', () => {
  expect(witnessOf('DISK', 'event-log')).toBe('DISK/event-log')
  expect(witnessOf('DISK')).toBe('DISK')
})
