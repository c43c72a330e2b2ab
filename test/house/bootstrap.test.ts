/** The bootstrap installs what is missing once, in one process at a time, and hands over as if it were not there. */
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { checkoutWith, ownRoot } from './checkout.ts'

const lock = { packages: { '': {}, 'node_modules/zod': { version: '4.0.0', integrity: 'sha512-a' } } }

/** Stands for src/cli.ts: tells the signals that it gets, and its arguments as soon as it listens to them. */
const command = `
const [what] = process.argv.slice(2)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.stdout.write(\`\${signal}\\n\`))
process.on('SIGTERM', () => setTimeout(() => process.exit(7), 200))
process.stdout.write(\`cli \${process.argv.slice(2).join(' ')}\\n\`)
if (what === 'stay') setInterval(() => {}, 1000)
if (what === 'die') process.kill(process.pid, 'SIGKILL')
if (what === 'fail') process.exitCode = 3
`

/** Stands for npm: notes that it was called, takes its time when it is the first, and records what it has installed as npm does. */
const npm = (seconds: number, exitCode = 0) => `#!/bin/sh
echo "$*" >> calls
mkdir -p node_modules
[ $(wc -l < calls) -gt 1 ] || ${seconds > 10 ? 'exec ' : ''}sleep ${seconds}
[ ${exitCode} = 0 ] || { echo 'npm error no network' >&2; exit ${exitCode}; }
cp package-lock.json node_modules/.package-lock.json
`

function bareClone({ seconds = 0, exitCode = 0 } = {}): string {
  const files = { 'package-lock.json': JSON.stringify(lock), 'src/cli.ts': command, 'bin/npm': npm(seconds, exitCode) }
  const root = checkoutWith(files)
  chmodSync(join(root, 'bin/npm'), 0o755)
  cpSync(join(ownRoot, 'scripts'), join(root, 'scripts'), { recursive: true })
  return root
}

type Run = { readonly child: ChildProcess; readonly output: () => string; readonly errors: () => string }

/** Starts the command as a Node below 24 would have to: with a child of its own instead of becoming it. */
function start(
  root: string,
  args: readonly string[],
  node: readonly string[] = ['--import', 'data:text/javascript,process.execve=undefined'],
): Run {
  const path = [join(root, 'bin'), process.env['PATH']].join(delimiter)
  const child = spawn(process.execPath, [...node, join(root, 'scripts/strategist.mjs'), ...args], {
    env: { ...process.env, PATH: path },
    detached: true,
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const parts = { output: '', errors: '' }
  child.stdout.on('data', (part: Buffer) => (parts.output += part.toString()))
  child.stderr.on('data', (part: Buffer) => (parts.errors += part.toString()))
  return { child, output: () => parts.output, errors: () => parts.errors }
}

function ended({ child }: Run): Promise<{ code: number | null; signal: string | null }> {
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code, signal })
    })
  })
}

async function until(happened: () => boolean): Promise<void> {
  while (!happened()) await wait(20)
}

function callsOf(root: string): string[] {
  return existsSync(join(root, 'calls')) ? readFileSync(join(root, 'calls'), 'utf8').trim().split('\n') : []
}

function holdersIn(root: string): string[] {
  return readFileSync(join(root, '.bootstrap.lock'), 'utf8').trim().split('\n')
}

test('a bare clone is installed by the lock file, without install scripts, and only once', async () => {
  const root = bareClone()
  const first = start(root, ['a', 'b c'])
  await expect(ended(first)).resolves.toStrictEqual({ code: 0, signal: null })
  expect(first.output()).toBe('cli a b c\n')
  expect(first.errors()).toContain('installing what package-lock.json asks for')
  const second = start(root, ['again'])
  await ended(second)
  expect([second.output(), second.errors()]).toStrictEqual(['cli again\n', ''])
  expect(callsOf(root)).toStrictEqual([expect.stringMatching(/^ci .*--ignore-scripts/)])
})

test('a changed lock file is installed again', async () => {
  const root = bareClone()
  await ended(start(root, []))
  const changed = { packages: { ...lock.packages, 'node_modules/zod': { version: '4.0.1', integrity: 'sha512-b' } } }
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(changed))
  await ended(start(root, []))
  expect(callsOf(root)).toHaveLength(2)
})

test('an installation without the tools of development is enough for a Node that is new enough', async () => {
  const root = bareClone()
  const packages = { ...lock.packages, 'node_modules/vitest': { version: '5.0.0', integrity: 'sha512-c', dev: true } }
  await ended(start(root, []))
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }))
  await ended(start(root, []))
  expect(callsOf(root)).toHaveLength(1)
})

test('two starts at once install once, and the second says what it waits for', async () => {
  const root = bareClone({ seconds: 2 })
  const runs = [start(root, ['one']), start(root, ['two'])]
  await Promise.all(runs.map(ended))
  expect(runs.map((run) => run.output())).toStrictEqual(['cli one\n', 'cli two\n'])
  expect(callsOf(root)).toHaveLength(1)
  expect(runs.map((run) => run.errors()).join('')).toMatch(/process \d+ is installing here; waiting for it/)
})

test('a killed installation counts as none, and its lock holds nobody up', async () => {
  const root = bareClone({ seconds: 10 })
  const killed = start(root, ['one'])
  await until(() => callsOf(root).length === 1)
  process.kill(-(killed.child.pid ?? 0), 'SIGKILL')
  await ended(killed)
  expect(existsSync(join(root, '.bootstrap.lock'))).toBe(true)
  const next = start(root, ['two'])
  await ended(next)
  expect(next.output()).toBe('cli two\n')
  expect(callsOf(root)).toHaveLength(2)
  expect(existsSync(join(root, '.bootstrap.lock'))).toBe(false)
})

test('an installation that outlives its killed parent is waited for', async () => {
  const root = bareClone({ seconds: 2 })
  const killed = start(root, ['one'])
  await until(() => callsOf(root).length === 1 && holdersIn(root).length === 2)
  killed.child.kill('SIGKILL')
  const next = start(root, ['two'])
  await ended(next)
  expect(next.output()).toBe('cli two\n')
  expect(callsOf(root)).toHaveLength(1)
})

test('a failed or interrupted installation says so, and nothing is run', async () => {
  const failing = start(bareClone({ exitCode: 9 }), ['one'])
  await expect(ended(failing)).resolves.toStrictEqual({ code: 1, signal: null })
  expect([failing.output(), failing.errors()]).toStrictEqual(['', expect.stringMatching(/no network[^]+failed \(9\)/)])
  const root = bareClone({ seconds: 30 })
  const interrupted = start(root, ['one'])
  await until(() => callsOf(root).length === 1)
  interrupted.child.kill('SIGTERM')
  await expect(ended(interrupted)).resolves.toStrictEqual({ code: null, signal: 'SIGTERM' })
  expect(interrupted.errors()).toContain('interrupted (SIGTERM); the next start mends what this one left')
  expect(existsSync(join(root, '.bootstrap.lock'))).toBe(false)
})

test('without npm there is a message and no stack', async () => {
  const root = bareClone()
  rmSync(join(root, 'bin/npm'))
  const run = start(root, [], ['--import', "data:text/javascript,process.env.PATH='/nowhere'"])
  await ended(run)
  expect(run.errors()).toMatch(/npm could not be started \(ENOENT\); it comes with Node and must be on the PATH\n$/)
})

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s is passed on once, and its effect is waited for',
  async (signal) => {
    const run = start(bareClone(), ['stay'])
    await until(() => run.output().includes('cli stay'))
    run.child.kill(signal)
    await until(() => run.output().includes(signal))
    if (signal !== 'SIGTERM') run.child.kill('SIGTERM')
    await expect(ended(run)).resolves.toStrictEqual({ code: 7, signal: null })
    expect(run.output().match(new RegExp(signal, 'g'))).toHaveLength(1)
  },
)

test('the exit code and the signal that ended the command are its own', async () => {
  const root = bareClone()
  await expect(ended(start(root, ['fail']))).resolves.toStrictEqual({ code: 3, signal: null })
  await expect(ended(start(root, ['die']))).resolves.toStrictEqual({ code: null, signal: 'SIGKILL' })
})

test('a new Node becomes the command, so that there is nothing to pass on', async () => {
  const run = start(bareClone(), ['stay'], [])
  await until(() => run.output().includes('cli stay'))
  process.kill(run.child.pid ?? 0, 'SIGTERM')
  await expect(ended(run)).resolves.toStrictEqual({ code: 7, signal: null })
})

test('an old Node is told what to install', async () => {
  const old =
    "data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'18.20.0'}})"
  const run = start(bareClone(), [], ['--import', old])
  await expect(ended(run)).resolves.toStrictEqual({ code: 1, signal: null })
  expect(run.errors()).toBe('strategist: Node 18.20.0 is too old; install Node 20 or newer (Node 24 is best)\n')
})
