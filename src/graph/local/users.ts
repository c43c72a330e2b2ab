/** Who uses a database that we started: one file for each use, so that the last one can stop it. */
import { randomUUID } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ProcessMark, isAlive, ownMark } from './process-life.ts'
import { readJson, writeWhole } from './whole-file.ts'

/** Notes a use by this process; answers the file that stands for it. */
export function addUser(folder: string): string {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `${process.pid}-${randomUUID()}.json`)
  writeWhole(file, JSON.stringify(ownMark()))
  return file
}

export function removeUser(file: string): void {
  rmSync(file, { force: true })
}

/** The processes that use it now, one entry a use; the files of those that are gone are removed. */
export function liveUsers(folder: string): ProcessMark[] {
  mkdirSync(folder, { recursive: true })
  return readdirSync(folder).flatMap((name) => {
    const user = readJson(join(folder, name), ProcessMark)
    if (user && isAlive(user)) return [user]
    removeUser(join(folder, name))
    return []
  })
}
