/** A test run ends with its counts, and never skips the container tests silently. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { equippedCheckoutWith, ownRoot } from './checkout.ts'

const settings = [
  'vitest.config.ts',
  'test/support/container-engine.ts',
  'test/support/engine-answers.ts',
  'test/support/order.ts',
  'test/support/reporter.ts',
]

const inContainer = `import { describe, test } from 'vitest'
import { engine } from './support/container-engine.ts'
describe.skipIf(!engine)('in a container', () => {
  test('a', () => {})
  test('b', () => {})
})`

const neo4j = "export default function setup() {\n  return () => console.log('Neo4j stopped')\n}"

/** Runs the tests where no container engine can answer, and returns the exit code and what was printed last. */
function run(tests: Readonly<Record<string, string>>, environment: Readonly<Record<string, string>> = {}) {
  const files = { 'test/support/neo4j.ts': neo4j, 'package.json': '{ "type": "module" }', ...tests }
  const root = equippedCheckoutWith(files, settings)
  const { CI: _, STRATEGIST_REQUIRE_CONTAINERS: __, ...inherited } = process.env
  const { status, stdout } = spawnSync(process.execPath, [join(ownRoot, 'node_modules/vitest/vitest.mjs'), 'run'], {
    cwd: root,
    env: { ...inherited, ...environment, DOCKER_HOST: 'tcp://127.0.0.1:1', NO_COLOR: '1' },
  })
  return { status, last: stdout.toString().trim().split('\n').slice(-2) }
}

const passing = "import { test } from 'vitest'\ntest('a', () => {})"
const failing =
  "import { test } from 'vitest'\ntest('a', () => {\n  throw new Error('no')\n})\ntest.skip('b', () => {})"
const brokenHook =
  "import { beforeAll, test } from 'vitest'\nbeforeAll(() => {\n  throw new Error('no')\n})\ntest('a', () => {})"

test('the counts stand in the last line, below whatever is still to be stopped', () => {
  expect(run({ 'test/a.test.ts': passing, 'test/b.int.test.ts': passing })).toStrictEqual({
    status: 0,
    last: ['Neo4j stopped', '2 passed, 0 failed'],
  })
})

test('failed tests, failed hooks and files that cannot be imported count as failed', () => {
  const tests = { 'test/a.test.ts': failing, 'test/b.test.ts': brokenHook, 'test/c.test.ts': "import './nowhere.ts'" }
  const { status, last } = run({ ...tests, 'test/d.test.ts': passing })
  expect([status, last[1]]).toStrictEqual([1, '1 passed, 3 failed, 2 skipped'])
})

test('where no Neo4j can be had, the run fails and its last line says so', () => {
  const { status, last } = run({
    'test/support/neo4j.ts': 'throw new Error("no Neo4j")',
    'test/b.int.test.ts': passing,
  })
  expect([status, last[1]]).toStrictEqual([1, '0 passed, 1 failed'])
})

test('without a container engine the run says that the container tests did not run', () => {
  expect(run({ 'test/a.test.ts': passing, 'test/c.container.test.ts': inContainer })).toStrictEqual({
    status: 0,
    last: [
      'The container tests did NOT run (2): no container engine answers "docker info".',
      '1 passed, 0 failed, 2 skipped',
    ],
  })
})

test.each([{ CI: 'true' }, { STRATEGIST_REQUIRE_CONTAINERS: '1' }])('with %o that is a failure', (environment) => {
  const { status, last } = run({ 'test/a.test.ts': passing, 'test/c.container.test.ts': inContainer }, environment)
  expect([status, last[1]]).toStrictEqual([1, '1 passed, 1 failed'])
})
