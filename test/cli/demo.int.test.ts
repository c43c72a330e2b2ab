/** The demo as a child process: its end, its one line of JSON, and how it is stopped. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Neo4jInstance } from '../../src/graph/local/instance.ts'
import { resolveNeo4j } from '../../src/graph/local/resolve.ts'
import { folderOf } from '../cases/folder.ts'
import { startStrategist, strategist } from './child.ts'

const small = ['--case', 'seeds/cases/small-usb-theft']
const patience = 300_000

/** What a person reads, whatever the round. */
const story = [
  'Lens drawings on a stick',
  'Round 1',
  '  asks  L1-',
  '  finds L',
  '  moves ',
  '  spent rounds 1/12',
  'The case has ended: every hypothesis is resolved',
  '✓ COPIED',
  '4 right, 0 wrong, 0 open of 4',
  'chain, replay and graph agree',
]

/** Exactly what is promised to programs. */
const Line = z.strictObject({
  case: z.string(),
  investigation: z.uuid(),
  rounds: z.int().positive(),
  leads: z.int().positive(),
  ended: z.string(),
  hypotheses: z.array(
    z.strictObject({ key: z.string(), status: z.string(), confidence: z.number(), truth: z.boolean() }),
  ),
  correct: z.int(),
  wrong: z.int(),
  unresolved: z.int(),
  seconds: z.number().positive(),
})

/** The demo starts a database of its own, whatever is set: it is held up here, so that not every test waits for it. */
describe('the demo', { timeout: patience }, () => {
  let kept: Neo4jInstance
  beforeAll(async () => {
    const { NEO4J_URI: _, ...environment } = process.env
    kept = await resolveNeo4j({ store: 'demo', environment, progress: () => undefined, quick: true })
  }, patience)
  afterAll(() => kept.release())

  test('--json: one line with the outcome, and the truth found', async () => {
    const { code, out, err } = await strategist(['demo', '--json', ...small])
    expect(code).toBe(0)
    expect(err).toContain('NEO4J_URI is set, and left alone')
    expect(out.endsWith('\n')).toBe(true)
    expect(out.trimEnd().split('\n')).toHaveLength(1)
    const { hypotheses, ...result } = Line.parse(JSON.parse(out))
    expect(result).toMatchObject({ case: 'small-usb-theft', ended: 'resolved', correct: 4, wrong: 0, unresolved: 0 })
    expect(hypotheses.map(({ key, status, truth }) => [key, status, truth])).toEqual([
      ['COPIED', 'supported', true],
      ['OTHER', 'refuted', false],
      ['HIDDEN', 'supported', true],
      ['MAILED', 'refuted', false],
    ])
  })

  test('tells a person round by round, holds what is believed against the truth, and with --keep runs on', async () => {
    const demo = startStrategist(['demo', '--keep', ...small])
    const [, address = ''] = await demo.says(
      /service\s+(http:\S+)[\s\S]*MATCH \(case:Investigation[\s\S]*Running until Ctrl-C/,
    )
    expect((await fetch(address)).status).toBe(200)
    demo.send('SIGINT')
    const { code, out } = await demo.ended
    expect(code).toBe(0)
    await expect(fetch(address)).rejects.toThrow('fetch failed')
    for (const words of story) expect(out).toContain(words)
    expect(out).not.toContain('\u001B')
    const [told = ''] = out.split('To look around')
    expect(Math.max(...told.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
  })

  test('SIGTERM with --json leaves nothing on standard output', async () => {
    const demo = startStrategist(['demo', '--json', '--case', 'nist-data-leakage'])
    setTimeout(() => demo.send('SIGTERM'), 4000)
    const { code, out } = await demo.ended
    expect(code).toBe(143)
    expect(out).toBe('')
  })

  test('Ctrl-C on the way stops everything that was started, Neo4j too, without half a line', async () => {
    await kept.release()
    const others = usesOf('demo')
    const demo = startStrategist(['demo', '--case', 'nist-data-leakage'], {
      STRATEGIST_NEO4J: process.env['STRATEGIST_NEO4J'],
    })
    await demo.says(/Round 1/)
    expect(usesOf('demo')).toHaveLength(others.length + 1)
    demo.send('SIGINT')
    const { code, out, err } = await demo.ended
    expect(code).toBe(130)
    expect(out.endsWith('\n')).toBe(true)
    expect(out).not.toContain('The case has ended')
    expect(err).toContain('Everything that was started is stopped.')
    expect(usesOf('demo')).toEqual(others)
    // somebody who looks at a demo of theirs in this checkout keeps it
    expect(existsSync(join(storeOf('demo'), 'running.json'))).toBe(others.length > 0)
  })
})

describe('bad input', { timeout: patience }, () => {
  test('a case file with an error: file, path in it, what was expected, and nothing is started', async () => {
    const folder = await folderOf({
      'case.yaml':
        'title: A test\nsources:\n  - { key: PC, kind: toaster, label: A disk }\nhypotheses:\n  - { key: A, statement: He did it., topics: [attribution] }\n',
    })
    const { code, out, err } = await strategist(['demo', '--case', folder])
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).toContain('case_file: case.yaml: sources[0].kind (line 3): expected a kind of the catalogue')
    expect(err).toContain(`in ${folder}`)
  })

  test('a case that is not there', async () => {
    const { code, err } = await strategist(['run', '--case', 'no-such-case'])
    expect(code).toBe(2)
    expect(err).toContain('case.yaml: expected this file in ')
  })

  test('no engine and no Java: one message with the three ways out', async () => {
    const nothing = { NEO4J_URI: '', STRATEGIST_NEO4J: 'docker', PATH: '/nonexistent' }
    const { code, out, err } = await strategist(['demo', ...small], nothing)
    expect(code).toBe(2)
    expect(out).toBe('')
    for (const words of ['no_neo4j: ', '1. An address', '2. Docker', '3. Java and Maven']) expect(err).toContain(words)
  })

  test('a setting that cannot mean anything is named', async () => {
    const { code, err } = await strategist(['demo', ...small], { STRATEGIST_ROUND_SECONDS: 'long' })
    expect(code).toBe(2)
    expect(err).toContain('config: ')
    expect(err).toContain('STRATEGIST_ROUND_SECONDS')
  })
})

/** As the resolver keeps it: a file for each process that uses a database which we started. */
function usesOf(store: string): string[] {
  const folder = join(storeOf(store), 'users')
  return existsSync(folder) ? readdirSync(folder) : []
}

function storeOf(store: string): string {
  return fileURLToPath(new URL(`../../.neo4j/${store}`, import.meta.url))
}
