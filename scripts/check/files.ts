/** The files of the checkout, as paths relative to its root with forward slashes. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'

const notOurs = new Set(['.git', 'node_modules', '.neo4j', 'coverage'])

/** Every file that git would keep; in a folder that is no repository, every file but the installed ones. */
export function allFiles(root: string): string[] {
  const listed = existsSync(join(root, '.git')) ? listedByGit(root) : filesUnder(root, '.')
  return listed.filter((path) => existsSync(join(root, path))).toSorted()
}

/** Files below a folder whose names end so; none when the folder is not there. */
export function filesUnder(root: string, folder: string, end = ''): string[] {
  if (!existsSync(join(root, folder))) return []
  const entries = readdirSync(join(root, folder), { withFileTypes: true })
  return entries
    .flatMap((entry) => {
      const path = relative(root, join(root, folder, entry.name))
        .split(sep)
        .join('/')
      if (entry.isDirectory()) return notOurs.has(entry.name) ? [] : filesUnder(root, path, end)
      return path.endsWith(end) ? [path] : []
    })
    .toSorted()
}

export function textOf(root: string, path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

function listedByGit(root: string): string[] {
  const answer = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root })
  return answer.stdout.toString('utf8').split('\0').filter(Boolean)
}
