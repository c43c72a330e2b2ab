/** The checks that other programs do: formatting, lint with types, the type check, and dead code. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Check, Finding } from './finding.ts'

/** A program of node_modules and its arguments; its output is what it finds, save the lines that only count or greet. */
type Tool = { readonly program: string; readonly args: readonly string[]; readonly chatter?: RegExp }

const formatting: Tool = {
  program: 'prettier/bin/prettier.cjs',
  args: ['--check', '.'],
  chatter: /^(Checking formatting|All matched files|\[warn\] Code style issues)/,
}

const lint: Tool = {
  program: 'oxlint/bin/oxlint',
  args: ['--deny-warnings', '--format=unix'],
  chatter: /^\d+ problems?$/,
}

const types = (project: string): Tool => ({
  program: 'typescript/bin/tsc',
  args: ['--noEmit', '--pretty', 'false', '--project', project],
})

const deadCode: Tool = {
  program: 'knip/bin/knip.js',
  args: ['--no-progress', '--treat-config-hints-as-errors', '--reporter', 'compact'],
}

export const toolChecks: readonly Check[] = [
  { name: 'formatting', find: (root) => run(root, formatting) },
  { name: 'lint', find: (root) => run(root, lint) },
  { name: 'types', find: (root) => typeFaults(root) },
  { name: 'dead code', find: (root) => run(root, deadCode) },
]

async function typeFaults(root: string): Promise<Finding[]> {
  const projects = ['tsconfig.json', 'scripts/tsconfig.json'].filter((path) => existsSync(join(root, path)))
  const found = await Promise.all(projects.map((project) => run(root, types(project))))
  return found.flat()
}

/** Lines of a program that succeeds are no findings; one that fails without a word is one. Colours, which some settings force on a pipe, are no part of them. */
async function run(root: string, { program, args, chatter }: Tool): Promise<Finding[]> {
  const { code, output } = await outputOf(root, [join(root, 'node_modules', program), ...args])
  const lines = stripVTControlCharacters(output)
    .split('\n')
    .filter((line) => line.trim() !== '' && !chatter?.test(line))
  if (code === 0) return []
  return lines.length === 0 ? [{ file: program, message: `failed with exit code ${code}` }] : lines.map(asFinding)
}

function asFinding(line: string): Finding {
  const [, file, number, message] = /^([\w./@-]+\.\w+)[:(](\d+)[:,]\d+\)?:? *(.*)$/.exec(line) ?? []
  if (file === undefined || message === undefined) return { file: line.replace('[warn] ', ''), message: '' }
  return { file, line: Number(number), message }
}

function outputOf(root: string, args: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
    const parts: Buffer[] = []
    child.stdout.on('data', (part: Buffer) => parts.push(part))
    child.stderr.on('data', (part: Buffer) => parts.push(part))
    child.once('error', reject)
    child.once('close', (code) => {
      resolve({ code: code ?? 1, output: Buffer.concat(parts).toString('utf8') })
    })
  })
}
