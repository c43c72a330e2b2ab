/** How failures are put into words, and which exit code each has. */
import { describe, expect, test } from 'vitest'
import { told } from '../../src/cli/failures.ts'
import { Interrupted } from '../../src/cli/interrupts.ts'
import { paintWith } from '../../src/cli/text.ts'
import { AppError } from '../../src/errors.ts'
import { Refusal } from '../../src/workers/client.ts'

const paint = paintWith(false)
const calm = new AbortController().signal
const interrupted = AbortSignal.abort(new Interrupted('SIGTERM'))

describe('failures in words', () => {
  test('no Neo4j: the message with its ways out as it stands, exit code 2', () => {
    const error = new AppError(
      'no_neo4j',
      'No Neo4j to work with.\nThere are three ways out:\n  1. An address\n  2. Docker\n  3. Java',
    )
    expect(told(error, { paint, signal: calm })).toEqual({
      lines: [
        'no_neo4j: No Neo4j to work with.',
        '  There are three ways out:',
        '    1. An address',
        '    2. Docker',
        '    3. Java',
      ],
      exitCode: 2,
    })
  })

  test('a case file: file, path and expectation, and where to read on', () => {
    const error = new AppError('case_file', 'case.yaml: sources[0].kind (line 4): expected a kind', {
      details: { folder: '/cases/mine' },
    })
    expect(told(error, { paint, signal: calm })).toEqual({
      lines: [
        'case_file: case.yaml: sources[0].kind (line 4): expected a kind',
        '  in /cases/mine',
        '  docs/writing-a-case.md tells how a case folder is written.',
      ],
      exitCode: 2,
    })
  })

  test('a refusal of the service keeps its code, exit code 1', () => {
    const error = new Refusal({ code: 'leads_outstanding', status: 409, detail: 'leads L1-ab are outstanding' })
    expect(told(error, { paint, signal: calm })).toEqual({
      lines: ['leads_outstanding: leads L1-ab are outstanding'],
      exitCode: 1,
    })
  })

  test('a message cannot reach the terminal itself', () => {
    const error = new Refusal({
      code: 'not_found\u001B[2J',
      status: 404,
      detail: 'no \u001B]0;title\u0007 here\r\nsecond',
    })
    expect(told(error, { paint, signal: calm }).lines).toEqual(['not_found[2J: no ]0;title here', '  second'])
  })

  test('an interruption is no failure, whatever it broke off', () => {
    const aborted = new DOMException('This operation was aborted', 'AbortError')
    for (const error of [new Interrupted('SIGTERM'), aborted])
      expect(told(error, { paint, signal: interrupted })).toEqual({
        lines: ['Everything that was started is stopped.'],
        exitCode: 143,
      })
  })

  test('what goes wrong while everything is stopped is still said', () => {
    const { lines, exitCode } = told(new AppError('no_neo4j', 'it would not stop'), { paint, signal: interrupted })
    expect(lines).toEqual(['no_neo4j: it would not stop'])
    expect(exitCode).toBe(143)
  })
})
