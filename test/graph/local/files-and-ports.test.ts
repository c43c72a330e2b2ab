/** Whole files, free ports, and the beginning of a store. */
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { choosePorts } from '../../../src/graph/local/loopback-ports.ts'
import { beginStore, finishBirth } from '../../../src/graph/local/store-birth.ts'
import { storePaths } from '../../../src/graph/local/store-paths.ts'
import { readJson, writeWhole } from '../../../src/graph/local/whole-file.ts'

let home: string
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'strategist-files-'))))
afterEach(() => rmSync(home, { recursive: true }))

test('a file is written whole, and what is not whole is not read', () => {
  const path = join(home, 'a.json')
  const Shape = z.strictObject({ one: z.int() })
  writeWhole(path, '{"one":1}')
  expect(readdirSync(home)).toStrictEqual(['a.json'])
  expect(readJson(path, Shape)).toStrictEqual({ one: 1 })
  for (const broken of ['', '{"one":', '{"one":"1"}', '{"one":1,"two":2}']) {
    writeFileSync(path, broken)
    expect(readJson(path, Shape)).toBeUndefined()
  }
  expect(readJson(join(home, 'missing'), Shape)).toBeUndefined()
})

test('the ports of last time are taken again unless somebody has one', async () => {
  const last = await choosePorts(undefined)
  expect(last.bolt).not.toBe(last.http)
  expect(await choosePorts(last)).toStrictEqual(last)
  const other = createServer().listen(last.bolt, '127.0.0.1')
  await once(other, 'listening')
  const next = await choosePorts(last)
  expect(next.bolt).not.toBe(last.bolt)
  expect(next.http).toBe(last.http)
  await once(other.close(), 'close')
})

test('a new store gets a password that only this user can read, and another store another', () => {
  const paths = storePaths('demo', home)
  const { password, isNew } = beginStore(paths)
  expect(isNew).toBe(true)
  expect(password).toMatch(/^[0-9a-f]{48}$/)
  expect(statSync(paths.password).mode & 0o777).toBe(0o600)
  expect(statSync(paths.folder).mode & 0o777).toBe(0o700)
  expect(beginStore(storePaths('test', home)).password).not.toBe(password)
})

test('a first start that was cut off begins anew; one that came to its end is never cleared', () => {
  const paths = storePaths('demo', home)
  const databases = join(paths.data, 'databases')
  beginStore(paths)
  mkdirSync(databases, { recursive: true })
  const { password, isNew } = beginStore(paths)
  expect(isNew).toBe(true)
  expect(existsSync(databases)).toBe(false)
  mkdirSync(databases, { recursive: true })
  finishBirth(paths)
  expect(beginStore(paths)).toStrictEqual({ password, isNew: false })
  expect(existsSync(databases)).toBe(true)
})

test('data without their password are kept, and said', () => {
  const paths = storePaths('demo', home)
  mkdirSync(join(paths.data, 'databases'), { recursive: true })
  expect(() => beginStore(paths)).toThrow(expect.objectContaining({ code: 'no_neo4j' }))
  expect(() => beginStore(paths)).toThrow(paths.password)
  expect(existsSync(join(paths.data, 'databases'))).toBe(true)
})
