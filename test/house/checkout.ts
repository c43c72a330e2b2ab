/** A small checkout in a temporary folder, so that a check can be seen to fail. */
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** The checkout that these tests belong to. */
export const ownRoot = join(import.meta.dirname, '..', '..')

/** Writes the files and returns the folder, which is removed after the test. */
export function checkoutWith(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'house-'))
  onTestFinished(() => rmSync(root, { recursive: true, force: true }))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

/** The same with our own settings and installed tools beside the files. */
export function equippedCheckoutWith(files: Readonly<Record<string, string>>, settings: readonly string[]): string {
  const root = checkoutWith(files)
  for (const path of settings) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    copyFileSync(join(ownRoot, path), join(root, path))
  }
  symlinkSync(join(ownRoot, 'node_modules'), join(root, 'node_modules'))
  return root
}
