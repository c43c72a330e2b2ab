/**
 * Makes sure that what the lock file asks for is installed, then goes on with the pinned Node.
 * Plain JavaScript without dependencies: it runs in a bare clone, on the Node that the machine happens to have.
 */
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endLike, runChild } from './bootstrap/child.mjs'
import { withInstallLock } from './bootstrap/install-lock.mjs'
import { Interrupted, say, sayWhile, SetupError } from './bootstrap/messages.mjs'
import { installPackages, missingPackages } from './bootstrap/packages.mjs'
import { installPinnedNode, neededMajor, pinnedNode, runningMajor } from './bootstrap/pinned-node.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Prepares the checkout, then hands over to a program of it: `args` are those of Node, the script first.
 * `dev: false` is content with an installation without the tools of development, as in a container.
 */
export async function handOver(args, { dev }) {
  try {
    refuseOldNode()
    await runNode(await prepare({ dev }), args)
  } catch (error) {
    giveUp(error)
  }
}

function giveUp(error) {
  if (!(error instanceof SetupError || error instanceof Interrupted)) throw error
  say(error.message)
  endLike({ code: 1, signal: error.signal })
}

function refuseOldNode() {
  if (runningMajor() >= 20) return
  throw new SetupError(
    `Node ${process.versions.node} is too old; install Node 20 or newer (Node ${neededMajor} is best)`,
  )
}

/** Installs what is missing and returns the path of the Node to use. */
async function prepare({ dev }) {
  // Below Node 24 the one among the development dependencies is needed.
  const needs = { dev: dev || !isNewEnough() }
  if (!isReady(needs)) await withInstallLock(root, (addHolder) => install(needs, addHolder))
  return pinnedNode(root) ?? process.execPath
}

function isNewEnough() {
  return runningMajor() >= neededMajor
}

function isReady({ dev }) {
  return missingPackages(root, { dev }).length === 0 && (pinnedNode(root) !== undefined || isNewEnough())
}

/** Looks again first: while this process waited for the lock, another may have done it all. */
async function install({ dev }, onStart) {
  if (missingPackages(root, { dev }).length > 0)
    await sayWhile('installing what package-lock.json asks for (about half a minute, once)', () =>
      installPackages(root, { dev, onStart }),
    )
  if (!isReady({ dev }) || (dev && pinnedNode(root) === undefined)) await installNode(onStart)
}

async function installNode(onStart) {
  try {
    await sayWhile(`installing Node ${neededMajor} for this project (45 MB, once)`, () =>
      installPinnedNode(root, { onStart }),
    )
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    if (!isNewEnough()) throw new SetupError(`${error.message}; or install Node ${neededMajor} yourself and try again`)
    say(`${error.message}; going on with Node ${process.versions.node}`)
  }
}

async function runNode(node, args) {
  // Where this process can become the other one, nothing has to be passed on, neither signals nor exit codes.
  if (process.execve && process.platform !== 'win32') process.execve(node, [node, ...args], process.env)
  endLike(await runChild(node, args, { cwd: process.cwd(), stdio: 'inherit' }))
}
