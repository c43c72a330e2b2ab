/** The real command line as a process of its own, on the Neo4j of this test run. */
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { inject, onTestFinished } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))

export type Ended = { readonly code: number | null; readonly out: string; readonly err: string }
export type Child = {
  readonly out: () => string
  readonly send: (signal: NodeJS.Signals) => void
  readonly ended: Promise<Ended>
  /** Resolves once the words stand on standard output. */
  readonly says: (words: RegExp) => Promise<RegExpExecArray>
}

/** What configures a command: never taken over from whoever runs the tests. */
const settings = /^(STRATEGIST_|NEO4J_|OPENAI_|HOST$|PORT$|LOG_LEVEL$|NO_COLOR$|FORCE_COLOR$)/

/** Killed with the test that started it. */
export function startStrategist(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Child {
  const { uri, username, password, database } = inject('neo4j')
  const neo4j = { NEO4J_URI: uri, NEO4J_USERNAME: username, NEO4J_PASSWORD: password, NEO4J_DATABASE: database }
  const machine = Object.entries(process.env).filter(([name]) => !settings.test(name))
  const env = { ...Object.fromEntries(machine), ...neo4j, ...environment }
  const child = spawn(process.execPath, [cli, ...words], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  const written = { out: '', err: '' }
  const heard = new EventTarget()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    written.out += text
    heard.dispatchEvent(new Event('said'))
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (written.err += text))
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...written })))
  return {
    out: () => written.out,
    send: (signal) => void child.kill(signal),
    ended,
    says: (words_) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = words_.exec(written.out)
          if (found) resolve(found)
        }
        heard.addEventListener('said', look)
        void ended.then(({ code, err }) =>
          reject(new Error(`ended with ${code} before it said ${words_.source}: ${err}`)),
        )
        look()
      }),
  }
}

export function strategist(words: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return startStrategist(words, environment).ended
}
