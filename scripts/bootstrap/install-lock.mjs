/** One installation at a time in a checkout: a lock file with the process ids of those who install. */
import { appendFileSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { say } from './messages.mjs'

/**
 * Runs `work` while holding the checkout's lock, waiting for another holder as long as one of its processes lives.
 * `work` is given a function that names a further process (npm) as holding the lock, which then outlives a killed parent.
 */
export async function withInstallLock(root, work) {
  const lock = join(root, '.bootstrap.lock')
  await takeLock(lock)
  const release = () => rmSync(lock, { force: true })
  process.once('exit', release)
  try {
    return await work((pid) => appendFileSync(lock, `${pid}\n`))
  } finally {
    process.off('exit', release)
    release()
  }
}

async function takeLock(lock) {
  let told = false
  while (!created(lock)) {
    const holders = pidsIn(lock)
    const holder = holders.find(isAlive)
    if (holder === undefined) {
      discard(lock, holders)
      continue
    }
    if (!told) say(`process ${holder} is installing here; waiting for it`)
    told = true
    await wait(200)
  }
}

/** A link is made whole or not at all: nobody ever sees a lock without its holder. */
function created(lock) {
  const mine = `${lock}.${process.pid}`
  writeFileSync(mine, `${process.pid}\n`)
  try {
    linkSync(mine, lock)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(mine, { force: true })
  }
}

function pidsIn(lock) {
  try {
    return readFileSync(lock, 'utf8').split('\n').filter(Boolean).map(Number)
  } catch {
    return []
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Removes a lock whose holders are dead; should another have taken it over in between, it is put back. */
function discard(lock, holders) {
  const aside = `${lock}.stale.${process.pid}`
  try {
    renameSync(lock, aside)
    if (String(pidsIn(aside)) !== String(holders)) linkSync(aside, lock)
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(error.code)) throw error
  } finally {
    rmSync(aside, { force: true })
  }
}
