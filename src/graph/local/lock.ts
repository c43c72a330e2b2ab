/**
 * A lock between processes: a folder that holds its owner. It is moved into place whole, so it never stands without
 * one; a dead owner's is moved away under its own name, so that two who find it dead cannot take it from each other.
 */
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { ProcessMark, isAlive, ownMark } from './process-life.ts'
import { readJson } from './whole-file.ts'

const Owner = z.strictObject({ id: z.uuid(), process: ProcessMark })

export type Waiting = {
  readonly progress: (sentence: string) => void
  readonly signal?: AbortSignal | undefined
  /** Milliseconds until the wait is given up; left out: 15 minutes. */
  readonly patience?: number
}

/** Runs `work` while no other process does under the same lock. Throws `no_neo4j` when the wait takes too long. */
export async function withLock<T>(path: string, waiting: Waiting, work: () => Promise<T>): Promise<T> {
  const id = randomUUID()
  await take(path, id, waiting)
  try {
    sweep(path)
    return await work()
  } finally {
    if (moves(path, `${path}.${id}.done`)) remove(`${path}.${id}.done`)
  }
}

async function take(path: string, id: string, { progress, signal, patience = 900_000 }: Waiting): Promise<void> {
  const mine = `${path}.${id}`
  mkdirSync(mine, { recursive: true })
  writeFileSync(join(mine, 'owner.json'), JSON.stringify({ id, process: ownMark() }))
  const end = Date.now() + patience
  try {
    for (let round = 0; !moves(mine, path); round++) {
      buryIfDead(path)
      if (round === 10) progress(`Waiting for ${ownerOf(path)}, which is busy with the same Neo4j.`)
      if (Date.now() > end) throw tooLong(path)
      await pause(100, undefined, signal && { signal })
    }
  } catch (error) {
    remove(mine)
    throw error
  }
}

/** Fails where a folder that is not empty already has that name: this is what makes it a lock. */
function moves(from: string, to: string): boolean {
  try {
    renameSync(from, to)
    return true
  } catch {
    return false
  }
}

function buryIfDead(path: string): void {
  const owner = readJson(join(path, 'owner.json'), Owner)
  if (owner && isAlive(owner.process)) return
  const name = owner?.id ?? unreadableFor(path, 5_000)
  if (name) moves(path, `${path}.dead-${name}`)
}

/** A name for a lock that nobody can read: none of ours ever is, but a full disk or a hand may leave one. */
function unreadableFor(path: string, milliseconds: number): string | undefined {
  const changed = changeTime(path)
  return changed !== undefined && Date.now() - changed > milliseconds ? `unreadable-${changed}` : undefined
}

/** Removes what dead owners left, an hour later: by then nobody can still be about to bury them. */
function sweep(path: string): void {
  const [folder, name] = [dirname(path), basename(path)]
  for (const entry of readdirSync(folder).filter((one) => one.startsWith(`${name}.`))) {
    const left = join(folder, entry)
    if (Date.now() - (changeTime(left) ?? Date.now()) > 3_600_000) remove(left)
  }
}

function changeTime(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs
}

function ownerOf(path: string): string {
  const owner = readJson(join(path, 'owner.json'), Owner)
  return owner ? `process ${owner.process.pid}` : 'another process'
}

function tooLong(path: string): AppError {
  return new AppError('no_neo4j', `Neo4j is held by ${ownerOf(path)} for too long. End it and try again (${path}).`)
}

function remove(path: string): void {
  rmSync(path, { recursive: true, force: true })
}
