/** Whether a quote stands in an output. */
import { expect, test } from 'vitest'
import { stands } from '../../src/domain/records.ts'

test.each([
  ['to the letter', 'mvoss logged on', 'at 17:38 mvoss logged on from console', true],
  ['over a line break', 'mvoss logged on', 'mvoss\r\n\tlogged on', true],
  ['without any white space', 'mvossloggedon', 'mvoss logged on', true],
  ['with more white space', 'm v o s s', 'mvoss', true],
  ['over other white space', 'a b', 'a\u00a0\u2003\ufeffb', true],
  ['in other letters', 'Mvoss', 'mvoss', false],
  ['in part', 'mvoss logged off', 'mvoss logged on', false],
  ['with a letter that has no width', 'mv\u200boss', 'mvoss', false],
  ['in nothing', 'mvoss', '', false],
])('a quote stands %s: %j in %j is %s', (_, quote, output, expected) => {
  expect(stands(quote, output)).toBe(expected)
})
