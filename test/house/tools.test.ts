/** Formatting, lint, types and dead code: each finds what the house does not want, with our own settings. */
import { expect, test } from 'vitest'
import { printed } from '../../scripts/check/finding.ts'
import { toolChecks } from '../../scripts/check/tools.ts'
import { equippedCheckoutWith } from './checkout.ts'

const settings = ['.oxlintrc.json', '.prettierrc.json', '.prettierignore', 'tsconfig.json', 'package.json']

async function findings(
  tool: string,
  files: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): Promise<string[]> {
  const check = toolChecks.find(({ name }) => name === tool)
  const found = await check?.find(equippedCheckoutWith(files, [...settings, ...more]))
  return found?.map(printed) ?? []
}

const long = (lines: number) => Array.from({ length: lines }, (_, line) => `  values.push(${line})`).join('\n')

/** Each rule that carries a sentence of the house's style, with a file that breaks it. */
const broken: readonly (readonly [rule: string, path: string, text: string])[] = [
  ['typescript(no-explicit-any)', 'any', 'export const a = (given: any) => String(given)'],
  ['typescript(no-non-null-assertion)', 'bang', 'export const a = (given?: string) => given!.length'],
  ['typescript(consistent-type-assertions)', 'as', 'export const a = (given: unknown) => given as string'],
  ['typescript(no-floating-promises)', 'floating', 'export function a(): void {\n  fetch("http://localhost")\n}'],
  [
    'typescript(no-unsafe-assignment)',
    'unsafe',
    'export const a: unknown = [JSON.parse("1")].map((b) => {\n  const c = b\n  return c\n})',
  ],
  [
    'typescript(switch-exhaustiveness-check)',
    'switch',
    'export function a(b: "x" | "y"): number {\n  switch (b) {\n    case "x":\n      return 1\n  }\n  return 2\n}',
  ],
  ['import(no-default-export)', 'default', 'export default 1'],
  ['import(no-cycle)', 'cycle-a', 'import { b } from "./cycle-b.ts"\nexport const a = () => b'],
  ['unicorn(filename-case)', 'camelCase', 'export const a = 1'],
  ['eslint(no-console)', 'console', 'export const a = () => console.log(1)'],
  ['eslint(max-params)', 'params', 'export const a = (b: 1, c: 2, d: 3, e: 4) => [b, c, d, e]'],
  ['eslint(max-lines-per-function)', 'function', `export function a(values: number[]): void {\n${long(41)}\n}`],
  ['eslint(max-lines)', 'file', `export const a = () => 1\nexport const values: number[] = []\n${long(201)}`],
  ['eslint(complexity)', 'branches', `export const a = (b: number) => [${'b ? 1 : 2, '.repeat(13)}]`],
  ['node(no-process-env)', 'environment', 'export const a = () => process.env["PATH"]'],
  ['eslint(no-warning-comments)', 'later', '// TODO: later\nexport const a = 1'],
  ['eslint(no-unused-vars)', 'unused', 'const a = 1'],
]

test('lint finds each broken rule', async () => {
  const cycle = { 'src/cycle-b.ts': 'import { a } from "./cycle-a.ts"\nexport const b = () => a' }
  const files = Object.fromEntries(broken.map(([, name, text]) => [`src/${name}.ts`, text]))
  const found = await findings('lint', { ...files, ...cycle })
  const missed = broken.filter(
    ([rule, name]) => !found.some((line) => line.includes(`src/${name}.ts:`) && line.includes(rule)),
  )
  expect(missed).toStrictEqual([])
})

test('lint finds mocks in tests', async () => {
  const text = "import { test, vi } from 'vitest'\nvi.mock('./b.ts')\ntest('a', () => {})"
  await expect(findings('lint', { 'test/a.test.ts': text })).resolves.toContainEqual(
    expect.stringContaining('vitest(no-restricted-vi-methods)'),
  )
})

test('lint takes what the style allows', async () => {
  const files = {
    'src/kinds.ts': "export const kinds = ['for', 'against'] as const\nexport type Kind = (typeof kinds)[number]",
    'src/cli.ts': 'console.log(1)',
    'src/config.ts': 'export const path = () => process.env["PATH"]',
  }
  await expect(findings('lint', files)).resolves.toStrictEqual([])
})

test('formatting finds a file that is not formatted', async () => {
  const files = { 'src/a.ts': 'export const a=1;', 'src/b.ts': 'export const b = 1\n' }
  await expect(findings('formatting', files)).resolves.toStrictEqual([expect.stringContaining('src/a.ts')])
})

test('the type check finds a wrong type', async () => {
  const files = {
    'src/a.ts': "export const a: number = 'one'",
    'src/b.ts': 'export const b: string[] = []\nexport const c: string = b[0]',
  }
  const found = await findings('types', files)
  expect(found).toContainEqual(expect.stringContaining('src/a.ts:1  error TS2322'))
  expect(found).toContainEqual(expect.stringContaining('src/b.ts:2  error TS2322'))
})

test('dead code finds unused files, exports and dependencies', async () => {
  const files = {
    'src/main.ts': "import { a } from './a.ts'\nimport express from 'express'\na(express)",
    'src/a.ts': 'export const a = (given: unknown) => given\nexport const unused = 1',
    'src/nowhere.ts': 'export const b = 1',
  }
  const found = await findings('dead code', files, ['knip.json'])
  expect(found).toContainEqual(expect.stringContaining('src/nowhere.ts'))
  expect(found).toContainEqual(expect.stringMatching(/src\/a\.ts: unused/))
  expect(found).toContainEqual(expect.stringMatching(/package\.json: .*neo4j-driver/))
})
