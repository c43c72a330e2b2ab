/** Which artefact can tell something about which hypothesis. */
import { expect, test } from 'vitest'
import { bearing } from '../../src/domain/informs.ts'
import type { Topic } from '../../src/domain/vocabulary.ts'

const trace = (techniques: string[], ...topics: Topic[]) => ({ techniques, topics })
const claim = (predicts: string[], excludes: string[], ...topics: Topic[]) => ({ predicts, excludes, topics })

test.each([
  ['T1070', 'T1070', true],
  ['T1070', 'T1070.004', true],
  ['T1070.004', 'T1070', true],
  ['T1070.004', 'T1070.004', true],
  ['T1070.001', 'T1070.004', false],
  ['T1070', 'T1071', false],
  ['T107', 'T1070', false],
  ['T1070', 'T1070004', false],
])('a technique is shared with its sub-techniques, either way round: %s and %s: %s', (ours, theirs, expected) => {
  expect(bearing(trace([theirs], 'discovery'), claim([ours], [], 'impact')) === 'informs').toBe(expected)
})

test('a shared technique informs, predicted or excluded, whatever the topics', () => {
  expect(bearing(trace(['T1078'], 'discovery'), claim(['T1078'], [], 'impact'))).toBe('informs')
  expect(bearing(trace(['T1078'], 'discovery'), claim([], ['T1078.001'], 'impact'))).toBe('informs')
})

test('where either names no technique a shared topic informs', () => {
  expect(bearing(trace([], 'impact'), claim(['T1078'], [], 'impact', 'execution'))).toBe('informs')
  expect(bearing(trace(['T1078'], 'execution', 'impact'), claim([], [], 'impact'))).toBe('informs')
  expect(bearing(trace([], 'impact'), claim([], [], 'impact'))).toBe('informs')
})

test('where both name techniques a shared topic alone only touches', () => {
  expect(bearing(trace(['T1078'], 'impact'), claim(['T1070'], [], 'impact'))).toBe('touches')
  expect(bearing(trace(['T1078'], 'impact'), claim([], ['T1070'], 'impact'))).toBe('touches')
})

test('without a technique or a topic in common there is nothing to tell', () => {
  expect(bearing(trace(['T1078'], 'discovery'), claim(['T1070'], [], 'impact'))).toBe('none')
  expect(bearing(trace([], 'discovery'), claim([], [], 'impact'))).toBe('none')
})
