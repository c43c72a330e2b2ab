/** The class archive of the JVM: written once when a quick JVM ends, it halves the time of every later start. */
import { existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Java } from './java.ts'

export type Archive = {
  readonly flags: readonly string[]
  /** Where the JVM writes an archive when it ends, if it is to write one. */
  readonly writes?: string
}

/** What a JVM is told of the archive: to read it, or to write it (beside its place, see `keepArchive`). */
export function archiveFlags(path: string, options: { write: boolean; writer: string }): Archive {
  if (existsSync(path)) return { flags: [`-XX:SharedArchiveFile=${path}`] }
  if (!options.write) return { flags: [] }
  const writes = `${path}.${options.writer}`
  return { flags: [`-XX:ArchiveClassesAtExit=${writes}`], writes }
}

/** Where the archive of a Java build lies; no other build can read it. */
export function archivePath(runtime: string, { build }: Java): string {
  return join(runtime, `classes-${build.replaceAll(/[^\w.+-]/g, '_')}.jsa`)
}

/** Puts an archive in its place that a JVM has written to its end. */
export function keepArchive(written: string): void {
  if (existsSync(written)) renameSync(written, written.slice(0, written.lastIndexOf('.')))
}

/** A broken archive makes the JVM crash, so whatever did not start does without one the next time. */
export function dropArchive(path: string): void {
  rmSync(path, { force: true })
}
