/** Links, places, names, heads of files and the lock file: each check finds what it is for. */
import { expect, test } from 'vitest'
import { printed } from '../../scripts/check/finding.ts'
import { findBrokenLinks } from '../../scripts/check/links.ts'
import { findLockFileGaps } from '../../scripts/check/lock-file.ts'
import { findForeignPlaces } from '../../scripts/check/places.ts'
import { findStyle } from '../../scripts/check/style.ts'
import { checkoutWith } from './checkout.ts'

function linksIn(page: string): string[] {
  const other = '# A page\n\n## Two words, `code` & more\n\n## Twice\n\n## Twice\n\n<a id="by-hand"></a>\n'
  return findBrokenLinks(checkoutWith({ 'README.md': page, 'docs/other.md': other, 'docs/a.png': '' })).map(printed)
}

test.each([
  '[a](docs/other.md)',
  '[a](./docs/other.md#two-words-code--more) and [b](docs/other.md#twice-1)',
  '[a](docs/other.md#by-hand)',
  '![a](docs/a.png "title")',
  '[a](https://example.org/nothing) and <mailto:a@example.org>',
  '# Here\n\n[a](#here)',
  '```\n[a](nowhere.md)\n```\n\nand `[b](nowhere.md)`',
])('the link in %j leads somewhere', (page) => {
  expect(linksIn(page)).toStrictEqual([])
})

test.each([
  ['[a](docs/nowhere.md)', 'README.md:1  docs/nowhere.md: no such file'],
  ['\n![a](docs/nowhere.png)', 'README.md:2  docs/nowhere.png: no such file'],
  ['[a][b]\n\n[b]: docs/nowhere.md', 'docs/nowhere.md: no such file'],
  ['<img src="docs/nowhere.png">', 'docs/nowhere.png: no such file'],
  ['[a](docs/other.md#three-words)', 'docs/other.md#three-words: no such heading'],
  ['[a](docs/other.md#twice-2)', 'docs/other.md#twice-2: no such heading'],
  ['[a](#nowhere)', '#nowhere: no such heading'],
  ['[a](../beside.md)', '../beside.md: leads out of the repository'],
])('the link in %j does not', (page, message) => {
  expect(linksIn(page)).toStrictEqual([expect.stringContaining(message)])
})

test('a page of docs that a comment speaks of exists', () => {
  const root = checkoutWith({
    'src/a.ts': '/** See docs/nowhere.md. */',
    'src/b.ts': '/** See docs/here.md. */',
    'docs/here.md': '',
  })
  expect(findBrokenLinks(root).map(printed)).toStrictEqual([
    'src/a.ts:1  speaks of docs/nowhere.md, which does not exist',
  ])
})

test('a place beside the checkout, or on one machine, is found', () => {
  const home = ['', 'home', 'alice', 'case'].join('/')
  const files = {
    'src/a.ts': "import { b } from '../src/b.ts'\nconst c = '../../beside/file'",
    'src/b.ts': `const d = '${home}'`,
    'seeds/e.yml': `path: ${home}/.bash_history`,
    '.ci/run': '../beside/file',
  }
  expect(findForeignPlaces(checkoutWith(files)).map(printed)).toStrictEqual([
    'src/a.ts:2  names ../../beside',
    'src/b.ts:1  names /home/alice',
  ])
})

test('vague names and files without a sentence at their top are found', () => {
  const files = {
    'src/service/round-helpers.ts': '/** Rounds. */\nexport type IRound = 1',
    'src/service/round.ts': 'export class RoundManager {}',
    'src/service/input.ts': '/** What comes in. */\nexport type Input = 1\nexport class Item {}',
    'scripts/a.mjs': '#!/usr/bin/env node\n/** A command. */',
  }
  expect(findStyle(checkoutWith(files)).map(printed)).toStrictEqual([
    'src/service/round-helpers.ts  is not named after what it holds',
    'src/service/round-helpers.ts:2  IRound says what kind of thing it is, not what it holds',
    'src/service/round.ts:1  RoundManager says what kind of thing it is, not what it holds',
    'src/service/round.ts:1  has no sentence at its top that says why it exists',
  ])
})

test('a lock file that lacks the build of some platform is found', () => {
  const builds = { '@tool/linux-x64': '1.0.0', '@tool/darwin-arm64': '1.0.0' }
  const packages = { 'node_modules/tool': { optionalDependencies: builds }, 'node_modules/@tool/linux-x64': {} }
  const root = checkoutWith({ 'package-lock.json': JSON.stringify({ packages }) })
  expect(findLockFileGaps(root).map(printed)).toStrictEqual([
    expect.stringContaining('node_modules/tool may need @tool/darwin-arm64, which has no entry'),
  ])
})
