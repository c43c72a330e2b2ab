/** Locks, users and process marks when processes die at the wrong moment. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { withLock } from '../../../src/graph/local/lock.ts'
import { isAlive, ownMark } from '../../../src/graph/local/process-life.ts'
import { addUser, liveUsers, removeUser } from '../../../src/graph/local/users.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strategist-lock-'))
  path = join(folder, 'lock')
})
afterEach(() => rmSync(folder, { recursive: true }))

const waiting = { progress: () => undefined, patience: 20_000 }
const dead = { pid: 4_194_304 + 17, born: '1' }
const id = '01900000-0000-7000-8000-000000000001'

function leaveLockOf(process: { pid: number; born: string }): void {
  mkdirSync(path)
  writeFileSync(join(path, 'owner.json'), JSON.stringify({ id, process }))
}

test('work under one lock never overlaps, and its outcome comes back', async () => {
  let inside = 0
  const work = (answer: number) => async () => {
    expect(++inside).toBe(1)
    await new Promise(setImmediate)
    inside -= 1
    return answer
  }
  const outcomes = await Promise.all([1, 2, 3].map((answer) => withLock(path, waiting, work(answer))))
  expect(outcomes).toStrictEqual([1, 2, 3])
  expect(readdirSync(folder)).toStrictEqual([])
})

test('work that fails gives the lock back', async () => {
  await expect(withLock(path, waiting, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(readdirSync(folder)).toStrictEqual([])
})

test('the lock of a dead process is taken over, also if its number was given away', async () => {
  leaveLockOf(dead)
  expect(await withLock(path, waiting, async () => 'in')).toBe('in')
  rmSync(folder, { recursive: true })
  mkdirSync(folder)
  leaveLockOf({ pid: process.pid, born: 'another time' })
  expect(await withLock(path, waiting, async () => 'in')).toBe('in')
})

test('a lock that cannot be read is taken over after a while', async () => {
  writeFileSync(path, '')
  utimesSync(path, new Date(0), new Date(0))
  expect(await withLock(path, waiting, async () => 'in')).toBe('in')
})

test('the lock of a living process is waited for, said so, and given up in the end', async () => {
  leaveLockOf(ownMark())
  const said: string[] = []
  const impatient = { progress: (sentence: string) => void said.push(sentence), patience: 1_500 }
  await expect(withLock(path, impatient, async () => 'in')).rejects.toMatchObject({ code: 'no_neo4j' })
  expect(said).toStrictEqual([`Waiting for process ${process.pid}, which is busy with the same Neo4j.`])
  expect(readdirSync(folder)).toStrictEqual(['lock'])
})

test('many processes that find a dead one keep each other out', async () => {
  leaveLockOf(dead)
  writeFileSync(join(folder, 'counter'), '0')
  const script = fileURLToPath(new URL('count-under-lock.ts', import.meta.url))
  const children = Array.from({ length: 4 }, () => spawn(process.execPath, [script, path, '20'], { stdio: 'ignore' }))
  const codes = await Promise.all(
    children.map(async (child) => z.tuple([z.number(), z.null()]).parse(await once(child, 'exit'))),
  )
  expect(codes).toStrictEqual([
    [0, null],
    [0, null],
    [0, null],
    [0, null],
  ])
  expect(readFileSync(join(folder, 'counter'), 'utf8')).toBe('80')
})

test('users who are gone do not count, and their files go', () => {
  const users = join(folder, 'users')
  const one = addUser(users)
  const two = addUser(users)
  writeFileSync(join(users, 'gone.json'), JSON.stringify(dead))
  writeFileSync(join(users, 'half.json'), '{"pid":')
  expect(liveUsers(users)).toStrictEqual([ownMark(), ownMark()])
  expect(existsSync(join(users, 'gone.json'))).toBe(false)
  removeUser(one)
  removeUser(two)
  expect(liveUsers(users)).toStrictEqual([])
})

test('a process is itself, and not another one with its number', () => {
  expect(isAlive(ownMark())).toBe(true)
  expect(isAlive({ ...ownMark(), born: '1' })).toBe(false)
  expect(isAlive(dead)).toBe(false)
})
