/** No file names a place outside of the repository: what stands beside a checkout, or where one machine keeps it. */
import { existsSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { allFiles, textOf } from './files.ts'
import { type Finding, lineAt } from './finding.ts'

/** May look for what a machine of the project offers beside the checkout. */
const mayLookAround = new Set(['.ci/run'])

/** Speak of places inside of a container. */
const ofContainers = /(^|\/)(Dockerfile|docker-compose\.yml|\.dockerignore)$/

/** Folders that machines keep checkouts and homes in. */
const ofMachines = new RegExp(
  `(?<![\\w.~*/-])/(?:${['home', 'Users', 'work', 'builds', 'workspace'].join('|')})/[\\w-]+`,
  'g',
)

/** Evidence is full of such paths, and tests try bad ones: there only what really stands beside the checkout counts. */
const aboutPaths = /^(seeds|test)\//

const upwards = /(?<![\w/.])(?:\.\.\/)+[\w@][\w.@-]*/g

export function findForeignPlaces(root: string): Finding[] {
  const everything = allFiles(root)
  const names = new Set(everything.flatMap((path) => path.split('/')))
  const files = everything.filter((path) => !mayLookAround.has(path) && isText(root, path))
  return files.flatMap((path) => {
    const text = textOf(root, path)
    const machines = aboutPaths.test(path) || ofContainers.test(path) ? [] : [...text.matchAll(ofMachines)]
    const isForeign = (place: string) =>
      aboutPaths.test(path) ? existsSync(join(root, place)) : leadsOut(path, place, names)
    const places = [...machines, ...[...text.matchAll(upwards)].filter(([place]) => isForeign(place))]
    return places.map(({ 0: place, index }) => ({ file: path, line: lineAt(text, index), message: `names ${place}` }))
  })
}

/** A path upwards must lead to a name of this repository; from where, only the code or the example knows. */
function leadsOut(file: string, place: string, names: ReadonlySet<string>): boolean {
  const isImport = /\.(ts|mjs)$/.test(file) && posix.join(posix.dirname(file), place).startsWith('..')
  return isImport || !names.has(posix.basename(place))
}

const binary = /\.(png|jpe?g|gif|ico|woff2?|zip|gz|jar|pdf)$/

function isText(root: string, path: string): boolean {
  return !binary.test(path) && path !== 'package-lock.json' && statSync(join(root, path)).isFile()
}
