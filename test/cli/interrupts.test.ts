/** Ctrl-C and its like: once to stop what was started, twice to end at once. */
import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { heedInterrupts, Interrupted, untilAborted } from '../../src/cli/interrupts.ts'

/** A process that only notes when it would end. */
function fakeProcess() {
  const emitter = new EventEmitter<Record<'SIGHUP' | 'SIGINT' | 'SIGTERM', []>>()
  const ends: number[] = []
  const process = {
    on: (name: 'SIGHUP' | 'SIGINT' | 'SIGTERM', heed: () => void) => emitter.on(name, heed),
    exit: (code: number) => void ends.push(code),
  }
  return { process, ends, send: (name: 'SIGHUP' | 'SIGINT' | 'SIGTERM') => emitter.emit(name) }
}

test('the first Ctrl-C stops what is under way, the second ends at once', () => {
  const { process, ends, send } = fakeProcess()
  const said: string[] = []
  let now = 0
  const { signal } = heedInterrupts(
    process,
    (by) => said.push(by),
    () => now,
  )
  send('SIGINT')
  expect(signal.reason).toBeInstanceOf(Interrupted)
  expect(signal.reason).toMatchObject({ exitCode: 130 })
  expect([said, ends]).toEqual([['SIGINT'], []])
  now = 400
  send('SIGINT')
  expect(ends, 'the same one again, passed on by a parent').toEqual([])
  now = 600
  send('SIGINT')
  expect([said, ends]).toEqual([['SIGINT'], [130]])
})

test('SIGTERM and a closed terminal have exit codes of their own', () => {
  for (const [name, exitCode] of [
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    const { process, send } = fakeProcess()
    const { signal } = heedInterrupts(process, () => undefined)
    send(name)
    expect(signal.reason).toMatchObject({ exitCode })
  }
})

test('a closed pipe stops the command like a signal, once', () => {
  const { process, ends } = fakeProcess()
  const { signal, interrupt } = heedInterrupts(process, () => undefined)
  interrupt('SIGPIPE')
  interrupt('SIGPIPE')
  expect(signal.reason).toMatchObject({ exitCode: 141 })
  expect(ends).toEqual([])
})

test('waiting ends with the signal, also with one that was there before', async () => {
  const stop = new AbortController()
  const waiting = untilAborted(stop.signal)
  stop.abort()
  await expect(waiting).resolves.toBeUndefined()
  await expect(untilAborted(stop.signal)).resolves.toBeUndefined()
})
