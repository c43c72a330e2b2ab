/** The packages of the lock file: which of them are not installed, and how to install them all. */
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { runChild } from './child.mjs'
import { Interrupted, SetupError } from './messages.mjs'

/**
 * The paths of packages that the lock file asks for and npm has not recorded as installed, in that version.
 * npm writes its record when an installation is complete, so a half-finished one counts as nothing.
 */
export function missingPackages(root, { dev }) {
  const wanted = packagesIn(join(root, 'package-lock.json'))
  const installed = packagesIn(recordOf(root))
  return Object.keys(wanted).filter((path) => path !== '' && isMissing(wanted[path], installed[path], dev))
}

/** Installs what the lock file says. Without install scripts: only `node` needs one, and pinned-node.mjs does its work. */
export async function installPackages(root, { dev, onStart }) {
  rmSync(recordOf(root), { force: true })
  await npm(['ci', ...(dev ? ['--include=dev'] : [])], { root, onStart })
}

/** Runs npm quietly in the checkout. Throws a SetupError when it fails; npm has then said why on standard error. */
export async function npm(args, { root, onStart }) {
  const quiet = ['--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund', '--no-update-notifier']
  const options = { cwd: root, env: environment(root), shell: process.platform === 'win32', onStart }
  // What a killed npm leaves behind is mended by the next start, so nobody has to wait for it after Ctrl-C.
  const ending = await runChild('npm', [...args, ...quiet], {
    ...options,
    stdio: ['ignore', 'ignore', 'inherit'],
    patience: 2000,
  }).catch((error) => {
    throw new SetupError(`npm could not be started (${error.code}); it comes with Node and must be on the PATH`)
  })
  if (ending.interruptedBy) throw new Interrupted(ending.interruptedBy)
  if (ending.code !== 0)
    throw new SetupError(`npm ${args.join(' ')} failed (${ending.code ?? ending.signal}); npm says why above`)
}

function recordOf(root) {
  return join(root, 'node_modules', '.package-lock.json')
}

function packagesIn(file) {
  return existsSync(file) ? (parse(readFileSync(file, 'utf8')).packages ?? {}) : {}
}

function parse(text) {
  try {
    return JSON.parse(text)
  } catch {
    return {}
  }
}

function isMissing(wanted, installed, dev) {
  if (installed) return installed.version !== wanted.version || installed.integrity !== wanted.integrity
  const optional = wanted.optional || wanted.peer || (!dev && (wanted.dev || wanted.devOptional))
  return !optional
}

/** The environment without this checkout's own programs: the Node among them is about to be replaced. */
function environment(root) {
  const own = join(root, 'node_modules', '.bin')
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH'
  const path = (process.env[key] ?? '').split(delimiter).filter((folder) => folder !== own)
  return { ...process.env, [key]: path.join(delimiter) }
}
