/** Text, tables and bars on a terminal, to the letter. */
import { describe, expect, test } from 'vitest'
import { bar, confidence } from '../../src/cli/bar.ts'
import { table } from '../../src/cli/table.ts'
import { counted, jsonLine, padEnd, paintWith, widthOf, wrapped } from '../../src/cli/text.ts'
import { keptScreen } from './screen-of.ts'

const plain = paintWith(false)
const colours = paintWith(true)

describe('bars', () => {
  test('what was won is shaded, what is missing is dotted', () => {
    expect(bar({ from: 0.5, to: 0.91 }, plain)).toBe('██████████▓▓▓▓▓▓▓▓··')
  })

  test('what was lost is lightly shaded', () => {
    expect(bar({ from: 0.5, to: 0.24 }, plain)).toBe('█████░░░░░··········')
  })

  test('a bar is as long with colours as without', () => {
    expect(widthOf(bar({ from: 0.1, to: 0.9 }, colours, 10))).toBe(10)
  })

  test('no certainty is shown that the arithmetic does not give', () => {
    expect([0.9996, 1, 0.0004, 0, 0.5].map(confidence)).toEqual(['>.99', '1.00', '<.01', '0.00', '0.50'])
  })
})

describe('text', () => {
  test('lines break at words, and the last one says that something is left out', () => {
    expect(wrapped('one two three four five', 9, 2)).toEqual(['one two', 'three …'])
  })

  test('a word longer than the line is cut', () => {
    expect(wrapped('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij'])
  })

  test('evidence cannot move the cursor, colour the terminal or turn the line around', () => {
    expect(wrapped('a\u001B[31mred\u001B[2K\r\nb\u202Ec', 80)).toEqual(['a[31mred[2K bc'])
  })

  test('nothing is said of nothing', () => {
    expect(wrapped(' \n ', 10)).toEqual([])
  })

  test('padding goes by what people see', () => {
    expect(padEnd(colours.red('né'), 4)).toBe('\u001B[31mné\u001B[39m  ')
  })

  test('one lead, two leads', () => {
    expect([counted(1, 'lead'), counted(2, 'lead'), counted(0, 'entry', 'entries')]).toEqual([
      '1 lead',
      '2 leads',
      '0 entries',
    ])
  })

  test('JSON hides nothing from its reader and means the same', () => {
    const line = jsonLine({ title: 'a\u202Eb\u0085c\u2028d\u{E0041}' })
    expect(line).toBe(String.raw`{"title":"a\u202eb\u0085c\u2028d\udb40\udc41"}`)
    expect(JSON.parse(line)).toEqual({ title: 'a\u202Eb\u0085c\u2028d\u{E0041}' })
  })
})

describe('tables', () => {
  test('the column that gives way is cut, the others are not', () => {
    const columns = [{ title: 'id' }, { title: 'what', gives: true }, { title: 'n', right: true }] as const
    expect(table(columns, [['L1-ab', 'Examine the journal of changes', '7']], { width: 30, paint: plain })).toEqual([
      'id     what                  n',
      'L1-ab  Examine the journal…  7',
    ])
  })
})

describe('screens', () => {
  test('colour only for people, and not where they want none', () => {
    expect(keptScreen({ isTTY: true }).screen.paint.red('x')).toBe('\u001B[31mx\u001B[39m')
    expect(keptScreen({ isTTY: false }).screen.paint.red('x')).toBe('x')
    expect(keptScreen({ isTTY: true, environment: { NO_COLOR: '1' } }).screen.paint.red('x')).toBe('x')
    expect(keptScreen({ isTTY: true, environment: { TERM: 'dumb' } }).screen.paint.red('x')).toBe('x')
  })

  test('lines take 60 to 100 columns', () => {
    expect([20, 81, 300].map((columns) => keptScreen({ columns }).screen.width)).toEqual([60, 80, 100])
  })

  test('what is going on is shown to people only, and is gone when it is over', async () => {
    const person = keptScreen({ isTTY: true })
    const program = keptScreen({ isTTY: false })
    const work = () => new Promise((resolve) => setTimeout(resolve, 1200))
    await Promise.all([person.screen.during('Working', work), program.screen.during('Working', work)])
    expect(person.err()).toBe('Working (1 s)\r\u001B[2K')
    expect(program.err()).toBe('')
  })
})
