/** The beginning of a store: its password, and a mark that stands until its database first answered. */
import { randomBytes } from 'node:crypto'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import type { StorePaths } from './store-paths.ts'
import { readText, writeWhole } from './whole-file.ts'

export type Birth = { readonly password: string; readonly isNew: boolean }

/**
 * The password of the store, made up if the store is new. What an interrupted first start left is cleared away: only
 * we had the password, so nothing of anybody's is in it. Throws `no_neo4j` if data are there without a password.
 */
export function beginStore(paths: StorePaths): Birth {
  if (existsSync(paths.unfinished)) rmSync(paths.data, { recursive: true, force: true })
  if (existsSync(join(paths.data, 'databases'))) return { password: knownPassword(paths), isNew: false }
  const password = randomBytes(24).toString('hex')
  writeWhole(paths.unfinished, 'This database has not answered yet; its data may be removed.\n')
  writeWhole(paths.password, password)
  return { password, isNew: true }
}

/** The database answered to its password: from now on its data are never cleared away. */
export function finishBirth(paths: StorePaths): void {
  rmSync(paths.unfinished, { force: true })
}

/** The password of a store that has data. */
export function knownPassword({ password, folder }: StorePaths): string {
  const known = readText(password)?.trim()
  if (known) return known
  const advice = `Put it back, or move the folder away to begin anew.`
  throw new AppError('no_neo4j', `The data of ${folder} are there, but its password is not (${password}). ${advice}`)
}
