/**
 * Adds what npm leaves out of package-lock.json when a registry lacks some platforms' builds of a package: without
 * their entries `npm ci` refuses the lock file. Run after `npm install`; changes nothing when nothing is missing.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const file = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(file, 'utf8'))
const added = Object.entries(lock.packages).flatMap(([path, entry]) =>
  Object.entries(entry.optionalDependencies ?? {})
    .filter(([name]) => !Object.keys(lock.packages).some((other) => other.endsWith(`node_modules/${name}`)))
    .map(([name, version]) => [`node_modules/${name}`, entryFor(path, name, version)]),
)

if (added.length > 0) {
  const entries = [...Object.entries(lock.packages), ...added]
  lock.packages = Object.fromEntries(entries.toSorted(([a], [b]) => a.localeCompare(b, 'en')))
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
}
console.log(`${added.length} entries added to package-lock.json`)

/** Such packages are named after their platform: `<os>-<cpu>`, and on Linux the C library. */
function entryFor(path, name, version) {
  const [, os, cpu] =
    /(android|darwin|freebsd|linux|openharmony|win32)-(arm64|arm|ia32|ppc64|riscv64|s390x|x64)/.exec(name) ?? []
  if (os === undefined)
    throw new Error(`${path} may need ${name}, whose platform its name does not tell: add it by hand`)
  if (!/^\d/.test(version)) throw new Error(`${path} may need ${name} in versions ${version}: add it by hand`)
  const [library] = (os === 'linux' && /musl|gnu(?!eabihf)/.exec(name)) || []
  const libc = library && { libc: [library === 'musl' ? 'musl' : 'glibc'] }
  const { dev } = lock.packages[path]
  return { version, cpu: [cpu], ...(dev && { dev }), ...libc, optional: true, os: [os] }
}
