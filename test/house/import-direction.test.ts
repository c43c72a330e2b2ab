/** Imports of src point one way, and the check that says so can fail. */
import { expect, test } from 'vitest'
import { printed } from '../../scripts/check/finding.ts'
import { findWrongImports } from '../../scripts/check/imports.ts'
import { checkoutWith, ownRoot } from './checkout.ts'

function findings(files: Readonly<Record<string, string>>): string[] {
  return findWrongImports(checkoutWith(files)).map(printed)
}

test('every import of src points the way that the rules say', () => {
  expect(findWrongImports(ownRoot).map(printed)).toStrictEqual([])
})

test.each([
  ['src/domain/a.ts', "import { b } from '../graph/b.ts'", 'domain must not import graph'],
  ['src/graph/a.ts', "import type { B } from '../service/b.ts'", 'graph must not import service'],
  ['src/strategist/a.ts', "import { b } from '../graph/b.ts'", 'strategist must not import graph'],
  ['src/strategist/a.ts', "export const b = () => import('../graph/b.ts')", 'strategist must not import graph'],
  ['src/strategist/a.ts', "export type B = import('../graph/b.ts').B", 'strategist must not import graph'],
  ['src/workers/replay/a.ts', "import { b } from '../../service/b.ts'", 'workers must not import service'],
  ['src/workers/replay/a.ts', "import { b } from '../../models/b.ts'", 'workers must not import models'],
  ['src/bench/a.ts', "import { b } from '../http/b.ts'", 'bench must not import http'],
  ['src/cases/a.ts', "import { b } from '../workers/b.ts'", 'cases must not import workers'],
  ['src/service/a.ts', "import { b } from '../main.ts'", 'service must not import main'],
  ['src/domain/a.ts', "import { b } from '../../test/b.ts'", 'imports test/b.ts, which is outside of src'],
])('%s with `%s` is found', (path, text, message) => {
  expect(findings({ [path]: text })).toStrictEqual([expect.stringContaining(message)])
})

test.each([
  ['src/service/a.ts', "import { b } from '../graph/b.ts'"],
  ['src/workers/model/a.ts', "import { b } from '../../models/b.ts'\nimport { c } from '../claim.ts'"],
  ['src/bench/a.ts', "import { b } from '../graph/b.ts'"],
  ['src/domain/a.ts', "import { AppError } from '../errors.ts'\nimport { z } from 'zod'"],
])('%s with `%s` is allowed', (path, text) => {
  expect(findings({ [path]: text })).toStrictEqual([])
})

test.each([
  ['src/service/a.ts', "import neo4j from 'neo4j-driver'", 'only graph may know neo4j-driver'],
  ['src/service/a.ts', "import type { X } from '@langchain/core/messages'", 'only models and strategist may know'],
  ['src/service/a.ts', "import express from 'express'", 'only http may know express'],
  ['src/service/a.ts', "export const file = 'views/a.cypher'", 'only graph reads .cypher files'],
  ['src/service/a.ts', 'export const file = (n: string) => `views/${n}.cypher`', 'only graph reads .cypher files'],
])('%s with `%s` knows too much', (path, text, message) => {
  expect(findings({ [path]: text })).toStrictEqual([expect.stringContaining(message)])
})

test.each([
  "console.info('here')",
  'if (process.argv.length > 2) process.exitCode = 1',
  "export const text = await fetch('http://localhost')",
  "for (const signal of ['SIGINT']) process.on(signal, () => {})",
])('`%s` acts at import, which only main.ts and cli.ts may', (text) => {
  expect(findings({ 'src/service/a.ts': text })).toStrictEqual([expect.stringContaining('acts when it is imported')])
  expect(findings({ 'src/cli.ts': text })).toStrictEqual([])
})

test('a function that waits does not act at import', () => {
  expect(findings({ 'src/service/a.ts': 'export const later = async () => await Promise.resolve()' })).toStrictEqual([])
})

test('a folder that the rules do not know is found, so that it gets its place in them', () => {
  expect(findings({ 'src/misc/a.ts': 'export const a = 1' })).toStrictEqual([
    expect.stringContaining('src/misc is no part'),
  ])
})

test('barrels are found: re-exports and files called index.ts', () => {
  expect(findings({ 'src/domain/a.ts': "export { b } from './b.ts'" })).toStrictEqual([
    expect.stringContaining('re-exports'),
  ])
  expect(findings({ 'src/domain/a.ts': "export * from './b.ts'" })).toStrictEqual([
    expect.stringContaining('re-exports'),
  ])
  expect(findings({ 'src/domain/index.ts': 'export const a = 1' })).toStrictEqual([expect.stringContaining('index.ts')])
})
