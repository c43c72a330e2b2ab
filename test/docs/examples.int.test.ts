/** The workers and the calls that README and docs show are run against a real service, and do what they say. */
import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { runCommand } from '../../src/cli/program.ts'
import { Screen } from '../../src/cli/screen.ts'
import { warmUp } from '../../src/graph/warm-up.ts'
import { Verification } from '../../src/service/verify.ts'
import { expectReply, openTestService, type TestService } from '../support/service.ts'
import { blockAt, checkout, codeIn, rowsIn } from './pages.ts'

let service: TestService

beforeAll(async () => {
  service = await openTestService()
  await warmUp(service.database)
})
afterAll(() => service.stop())

/** What the examples call, as far as this machine has not got it. */
const missing = ['bash', 'curl', 'jq', 'python3'].filter((program) => !isHere(program))
const mustRun = process.env['CI'] === 'true' || process.env['STRATEGIST_REQUIRE_CONTAINERS'] === '1'

function isHere(program: string): boolean {
  try {
    return execFileSync(program, ['--version'], { stdio: 'ignore' }) === null
  } catch {
    return false
  }
}

async function said(program: string, ...words: string[]): Promise<string> {
  const env = { ...process.env, STRATEGIST_URL: service.url, STRATEGIST_API_KEY: '' }
  const { stdout } = await promisify(execFile)(program, words, { cwd: checkout, env, timeout: 50_000 })
  return stdout
}

const Case = z.object({ status: z.string(), endedAs: z.string().nullable() })
const Leads = z.object({ leads: z.array(z.object({ artefact: z.string(), state: z.string(), outcome: z.string() })) })

async function standing(investigation: string) {
  const read = async <Shape extends z.ZodType>(path: string, shape: Shape) =>
    expectReply(await service.call('GET', `/v1/investigations/${investigation}${path}`), 200, shape)
  const { leads } = await read('/leads', Leads)
  return { ...(await read('', Case)), leads, verified: (await read('/verify', Verification)).ok }
}

function investigationIn(output: string): string {
  return /\b[\da-f]{8}-[\da-f-]{27}\b/.exec(output)?.[0] ?? ''
}

/** Without what they call the examples are skipped, save where nothing may be. */
const skips = missing.length > 0 && !mustRun

describe.skipIf(skips)('the examples of workers, by bash, curl, jq and python3', () => {
  test.each([
    ['worker.py', 'python3'],
    ['worker.sh', 'bash'],
  ])('%s carries a whole case through', async (file, program) => {
    const output = await said(program, join('docs', 'examples', file))
    expect(output).toContain('ended: all_hypotheses_resolved')
    expect(await standing(investigationIn(output))).toEqual({
      status: 'ended',
      endedAs: 'resolved',
      leads: [
        { artefact: 'auth-log', state: 'done', outcome: 'hit' },
        { artefact: 'shell-history', state: 'done', outcome: 'hit' },
      ],
      verified: true,
    })
  })

  test("README's calls with curl open a case and carry a lead to its end", async () => {
    const script = `set -euo pipefail\n${blockAt('README.md', 'tested: curl')}\necho "investigation $case"`
    const output = await said('bash', '-c', script)
    expect(output).toContain('"outcome": "hit"')
    expect(output).toContain('needs corroboration')
    expect(await standing(investigationIn(output.slice(output.lastIndexOf('investigation'))))).toEqual({
      status: 'open',
      endedAs: null,
      leads: [{ artefact: 'auth-log', state: 'done', outcome: 'hit' }],
      verified: true,
    })
  })
})

/** Runs words of the command line in this process, and answers what it wrote. */
async function strategist(words: readonly string[]): Promise<string> {
  let output = ''
  const screen = new Screen({ out: { write: (text) => (output += text) }, err: { write: () => true }, environment: {} })
  const environment = { STRATEGIST_URL: service.url }
  const code = await runCommand({ screen, environment, signal: new AbortController().signal }, words)
  if (code !== 0) throw new Error(`strategist ${words.join(' ')} ended with ${code}: ${output}`)
  return output
}

test("README's commands load a case, take a round, carry its leads out and verify", async () => {
  const lines = blockAt('README.md', 'tested: commands').trim().split('\n')
  const outputs: string[] = []
  for (const line of lines) {
    // other tests use the same database: `latest` could be a case of theirs
    const id = investigationIn(outputs[0] ?? '')
    const words = line.replace('npx strategist ', '').replace('latest', id).split(' ')
    outputs.push(await strategist(words[0] === 'worker' ? [...words, '--investigation', id] : words))
  }
  expect(outputs[2]).toContain('open')
  expect(outputs[3]).toContain('hit')
  expect(outputs.at(-1)).toContain('The journal and the graph agree.')
})

test('docs/api.md has every call of the service, and no other', async () => {
  const Document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
  const { paths } = expectReply(await service.call('GET', '/openapi.json'), 200, Document)
  const calls = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
  )
  const told = rowsIn('docs/api.md').flatMap(([call = '']) => codeIn(call).filter((code) => code.includes(' /v1/')))
  expect(told.toSorted()).toEqual(calls.toSorted())
})
