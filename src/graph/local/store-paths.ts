/** Where things lie below the home folder `.neo4j`: a folder for each store, and one for the jars that all share. */
import { createHash } from 'node:crypto'
import { mkdirSync, realpathSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../errors.ts'

const checkout = fileURLToPath(new URL('../../../', import.meta.url))
const runtimeFolder = 'runtime'

export type StorePaths = {
  readonly store: string
  readonly home: string
  readonly folder: string
  readonly data: string
  readonly logs: string
  readonly conf: string
  readonly console: string
  readonly pid: string
  readonly running: string
  readonly ports: string
  readonly users: string
  readonly lock: string
  readonly password: string
  readonly unfinished: string
}

/** `.neo4j` of the checkout unless told otherwise; created when missing, and without symbolic links. */
export function homeFolder(home: string = join(checkout, '.neo4j')): string {
  const folder = resolve(home)
  mkdirSync(folder, { recursive: true })
  return realpathSync(folder)
}

/** The paths of one store; its folder is created, for this user's eyes only. Throws `config` for an unfit name. */
export function storePaths(store: string, home?: string): StorePaths {
  if (!/^[a-z][a-z0-9-]{0,40}$/.test(store) || store === runtimeFolder) {
    throw new AppError('config', `A store is named by small letters, digits and hyphens, and not "${store}".`)
  }
  const root = homeFolder(home)
  const folder = join(root, store)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return {
    store,
    home: root,
    folder,
    data: join(folder, 'data'),
    logs: join(folder, 'logs'),
    conf: join(folder, 'conf'),
    console: join(folder, 'logs', 'console.log'),
    pid: join(folder, 'run', 'neo4j.pid'),
    running: join(folder, 'running.json'),
    ports: join(folder, 'ports.json'),
    users: join(folder, 'users'),
    lock: join(folder, 'lock'),
    password: join(folder, 'password'),
    unfinished: join(folder, 'unfinished'),
  }
}

/** The folder of the jars of one version of Neo4j. */
export function runtimePath(home: string, version: string): string {
  return join(home, runtimeFolder, version)
}

/** A short name for a folder, the same each time and not likely that of another. */
export function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10)
}
