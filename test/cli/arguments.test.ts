/** What the command line makes of its words and options. */
import { describe, expect, test } from 'vitest'
import { runCommand } from '../../src/cli/program.ts'
import { keptScreen } from './screen-of.ts'

/** Only commands that end before they reach any service: what is tested is how words become commands. */
async function ran(...words: string[]) {
  const kept = keptScreen()
  const environment = { STRATEGIST_URL: 'http://127.0.0.1:9' }
  const code = await runCommand({ screen: kept.screen, environment, signal: AbortSignal.timeout(5000) }, words)
  return { code, out: kept.out(), err: kept.err() }
}

describe('arguments', () => {
  test('--help names every command and every exit code', async () => {
    const { code, out } = await ran('--help')
    expect(code).toBe(0)
    for (const word of [
      'demo',
      'serve',
      'case',
      'round',
      'run',
      'leads',
      'worker',
      'doctor',
      '  0  ',
      '  1  ',
      '  2  ',
      '  3  ',
      '  4  ',
      '130',
    ])
      expect(out).toContain(word)
  })

  test('--version prints that of the package, and nothing else', async () => {
    expect(await ran('--version')).toEqual({ code: 0, out: '0.1.0\n', err: '' })
  })

  test.each([
    ['no command', []],
    ['a command that does not exist', ['frobnicate']],
    ['an option that does not exist', ['demo', '--fast']],
    ['a group without its command', ['case']],
    ['a folder left out', ['case', 'load']],
    ['a name left out', ['case', 'close', 'latest', '--why', 'enough']],
    ['a state that does not exist', ['leads', 'latest', '--state', 'lost']],
    ['one word too many', ['case', 'show', 'latest', 'now']],
  ])('%s: exit code 2, with nothing on standard output', async (_what, words) => {
    const { code, out, err } = await ran(...words)
    expect(code).toBe(2)
    expect(out).toBe('')
    expect(err).not.toBe('')
  })

  test.each([
    [['case', 'list', '--limit', '0'], '--limit <number>'],
    [['case', 'list', '--service', 'nonsense'], '--service <url>'],
    [['case', 'list', '--service', 'file:///etc'], '--service <url>'],
    [['run', 'latest', '--case', 'somewhere'], '--case <folder>'],
    [['run', 'latest', '--model', 'big'], '--model <name>'],
    [['worker', 'replay', 'somewhere', '--lease-seconds', '1.5'], '--lease-seconds <number>'],
    [['case', 'close', 'latest', '--by', ' ', '--why', 'enough'], '--by <name>'],
  ])('%j: says which option is wrong', async (words, flags) => {
    const { code, err } = await ran(...words)
    expect(code).toBe(2)
    expect(err).toContain(`error: ${flags}: `)
  })
})
