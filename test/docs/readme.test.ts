/** What README and the guides say of commands, variables, codes and the graph is what the code has. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { exits, interruptions } from '../../src/cli/exit-codes.ts'
import { runCommand } from '../../src/cli/program.ts'
import { Screen } from '../../src/cli/screen.ts'
import { RecordsInput } from '../../src/domain/records.ts'
import { statusOf } from '../../src/http/problem.ts'
import { blockAt, blocksIn, checkout, codeIn, pages, rowsIn, textOf } from './pages.ts'

const everything = pages().map(textOf).join('\n')

test('every npm script that a page names exists', () => {
  const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(textOf('package.json')))
  const named = [...everything.matchAll(/\bnpm (?:run )?(demo|test|start|check|bench|format|lock)\b/g)]
  const ran = [...everything.matchAll(/\bnpm run ([\w-]+)/g)]
  const names = new Set([...named, ...ran].map(([, name = '']) => name))
  expect([...names].toSorted()).toEqual(['bench', 'check', 'demo', 'format', 'lock', 'start', 'test'])
  expect([...names].filter((name) => !(name in scripts))).toEqual([])
})

/** What the command line says of a command; undefined where there is no such command. */
async function helpOf(command: readonly string[]): Promise<string | undefined> {
  let said = ''
  const out = { write: (text: string) => (said += text) }
  const screen = new Screen({ out, err: { write: () => true }, environment: {} })
  const code = await runCommand({ screen, environment: {}, signal: new AbortController().signal }, [
    ...command,
    '--help',
  ])
  return code === 0 && said.includes(`strategist ${command.join(' ')}`) ? said : undefined
}

/** `npx strategist case load ...` and `npm run demo -- --keep`, as command and options. */
function commandsIn(text: string): { command: string[]; options: string[] }[] {
  const ours = [...text.matchAll(/\bnpx strategist ((?:case|worker) \w+|\w+)([^\n`]*)/g)]
  const demos = [...text.matchAll(/\bnpm run (demo) --( [^\n`]*)/g)]
  return [...ours, ...demos].map(([, command = '', rest = '']) => ({
    command: command.split(' '),
    options: [...rest.matchAll(/--[a-z-]+/g)].map(([option]) => option),
  }))
}

test('every command of the command line that a page names exists, with its options', async () => {
  const found = commandsIn(everything)
  expect(found.length).toBeGreaterThan(10)
  const strange: string[] = []
  for (const { command, options } of found) {
    const help = await helpOf(command)
    if (help === undefined || options.some((option) => !help.includes(option)))
      strange.push([...command, ...options].join(' '))
  }
  expect(strange).toEqual([])
})

test('every file or folder of ours that a page names in code exists', () => {
  const named = codeIn(everything).filter((code) => /^(src|cypher|docs|seeds|scripts|test|\.ci)\/[\w./-]+$/.test(code))
  expect(named.length).toBeGreaterThan(60)
  expect([...new Set(named)].filter((path) => !existsSync(join(checkout, path)))).toEqual([])
})

test('README has every exit code', () => {
  const cells = rowsIn('README.md').map(([first = '']) => codeIn(first).join(' '))
  for (const code of Object.values(exits)) expect(cells).toContain(`${code}`)
  expect(cells).toContain(Object.values(interruptions).join(' '))
})

/** Names of variables that some code or the compose file reads. */
function variablesRead(): string[] {
  const sources = readdirSync(join(checkout, 'src'), { recursive: true, encoding: 'utf8' })
  const code = sources.filter((path) => path.endsWith('.ts')).map((path) => textOf(join('src', path)))
  const read = code.flatMap((text) => [...text.matchAll(/environment\[['"]([A-Z\d_]+)['"]\]/g)])
  const parsed = ['src/config.ts', 'src/graph/local/given-address.ts'].flatMap((path) => [
    ...textOf(path).matchAll(/^ {2}([A-Z][A-Z\d_]+):/gm),
  ])
  const composed = [...textOf('docker-compose.yml').matchAll(/\$\{([A-Z\d_]+)/g)]
  const ofTheSystem = new Set(['PATH', 'HOME', 'TERM'])
  return [...new Set([...read, ...parsed, ...composed].map(([, name = '']) => name))].filter(
    (name) => !ofTheSystem.has(name),
  )
}

test('README names every variable that is read', () => {
  const named = new Set(codeIn(textOf('README.md')))
  const read = variablesRead()
  expect(read.length).toBeGreaterThan(25)
  expect(read.filter((name) => !named.has(name))).toEqual([])
})

test('the variables of the table in README are read', () => {
  const read = new Set(variablesRead())
  const listed = rowsIn('README.md').flatMap(([first = '']) => codeIn(first).filter((code) => /^[A-Z]/.test(code)))
  expect(listed.length).toBeGreaterThan(20)
  expect(listed.filter((name) => !read.has(name))).toEqual([])
})

test('the picture of the graph has its relationships, and no other', () => {
  const Model = z.object({
    relationships: z.record(z.string(), z.object({ from: z.array(z.string()), to: z.array(z.string()) })),
  })
  const { relationships } = Model.parse(JSON.parse(textOf('cypher/schema/graph-model.json')))
  const known = Object.entries(relationships).flatMap(([type, { from, to }]) =>
    from.flatMap((start) => to.map((end) => `${start} ${type} ${end}`)),
  )
  const [picture = ''] = blocksIn('README.md', 'mermaid')
  const drawn = [...picture.matchAll(/^ {2}(\w+) (?:--|==) (\w+) (?:-->|==>) (\w+)$/gm)]
  expect(drawn.map(([, from, type, to]) => `${from} ${type} ${to}`).toSorted()).toEqual(known.toSorted())
})

test('README shows the worker that is tested', () => {
  const path = 'docs/examples/worker.py'
  expect(blockAt('README.md', `same as: ${path}`)).toBe(textOf(path))
})

test('docs/api.md has every error code with its status', () => {
  const rows = rowsIn('docs/api.md').map(([code = '', status = '']) => [codeIn(code)[0], status])
  for (const [code, status] of Object.entries(statusOf)) expect(rows).toContainEqual([code, `${status}`])
})

test('the codes that docs/workers.md explains have the statuses that it says', () => {
  const rows = rowsIn('docs/workers.md').filter(([status = '']) => /^\d{3}$/.test(status))
  const said = rows.flatMap(([status, codes = '']) => codeIn(codes).map((code) => [code, Number(status)]))
  expect(said.length).toBeGreaterThan(10)
  for (const pair of said) expect(Object.entries(statusOf)).toContainEqual(pair)
})

test('the record that docs/workers.md shows is one', () => {
  const { token: _, ...record } = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(blocksIn('docs/workers.md', 'json')[2] ?? ''))
  expect(RecordsInput.safeParse(record).error).toBeUndefined()
})
