/** The lock file is whole: it has an entry for every platform's build of a package, so that `npm ci` works on each. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { textOf } from './files.ts'
import type { Finding } from './finding.ts'

const LockFile = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ optionalDependencies: z.record(z.string(), z.string()).optional() })),
})

/** A registry that lacks some platform's build makes npm leave its entry out, and `npm ci` refuse the lock file. */
export function findLockFileGaps(root: string): Finding[] {
  if (!existsSync(join(root, 'package-lock.json'))) return []
  const { packages } = LockFile.parse(JSON.parse(textOf(root, 'package-lock.json')))
  const paths = Object.keys(packages)
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !paths.some((other) => other.endsWith(`node_modules/${name}`)))
      .map((name) => ({
        file: 'package-lock.json',
        message: `${path} may need ${name}, which has no entry; "npm run lock" adds it`,
      })),
  )
}
