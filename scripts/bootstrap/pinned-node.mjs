/** The Node that this project is pinned to: the npm package `node`, whose program is in one package per platform. */
import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { npm } from './packages.mjs'
import { SetupError } from './messages.mjs'

const program = process.platform === 'win32' ? 'node.exe' : 'node'

/** The oldest Node that runs the service's TypeScript as it stands. */
export const neededMajor = 24

export function runningMajor() {
  return Number.parseInt(process.versions.node, 10)
}

/** The path of the pinned Node's program, or undefined while it is not installed. */
export function pinnedNode(root) {
  return [installedAt(root), join(platformFolder(root), 'bin', program)].find(isProgram)
}

/** Installs the program of the package `node`, as its own install script would: npm may have been told to run none. */
export async function installPinnedNode(root, { onStart }) {
  const folder = join(root, 'node_modules', 'node')
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const wanted = `${platformPackage()}@${version}`
  await npm(['install', '--no-save', '--no-package-lock', '--prefix', folder, wanted], { root, onStart })
  const source = join(platformFolder(root), 'bin', program)
  if (!isProgram(source)) throw new SetupError(`${wanted} holds no program`)
  linkProgram(source, installedAt(root))
  linkCommand(root)
}

function installedAt(root) {
  return join(root, 'node_modules', 'node', 'bin', program)
}

function platformFolder(root) {
  return join(root, 'node_modules', 'node', 'node_modules', platformPackage())
}

function platformPackage() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const isAppleChip = platform === 'darwin' && process.arch === 'arm64'
  return [isAppleChip ? 'node-bin' : 'node', platform, process.arch].join('-')
}

function isProgram(path) {
  return existsSync(path) && statSync(path).size > 1_000_000
}

function linkProgram(source, target) {
  mkdirSync(dirname(target), { recursive: true })
  rmSync(target, { force: true })
  linkSync(source, target)
  chmodSync(target, 0o755)
}

/** What npm does for a package's program: `npm run` and `npx` then find the pinned Node first, too. */
function linkCommand(root) {
  if (process.platform === 'win32') return
  const command = join(root, 'node_modules', '.bin', 'node')
  mkdirSync(dirname(command), { recursive: true })
  rmSync(command, { force: true })
  symlinkSync(join('..', 'node', 'bin', program), command)
}
