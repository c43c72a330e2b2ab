/** What Docker says of itself, and a Docker that fails. */
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isLocal, probeDocker } from '../../../src/graph/local/docker.ts'
import { resolveNeo4j } from '../../../src/graph/local/resolve.ts'

let folder: string
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'strategist-docker-'))))
afterAll(() => rmSync(folder, { recursive: true }))

/** A program `docker` that says what the test wants it to say. */
function scripted(body: string): NodeJS.ProcessEnv {
  const program = join(folder, 'docker')
  writeFileSync(program, `#!/bin/sh\n${body}\n`)
  chmodSync(program, 0o755)
  return { PATH: folder }
}

test.each([
  ['unix:///var/run/docker.sock', true],
  ['npipe:////./pipe/docker_engine', true],
  ['tcp://127.0.0.1:2375', true],
  ['tcp://localhost:2375', true],
  ['tcp://docker:2375', false],
  ['tcp://127.0.0.1.example.org:2375', false],
  ['ssh://user@host', false],
])('%s is of this machine: %s', (host, expected) => {
  expect(isLocal(host)).toBe(expected)
})

test('no Docker, one that is not started, one that keeps us out, one elsewhere: each says what to do', async () => {
  const problem = async (environment: NodeJS.ProcessEnv) => (await probeDocker(environment)).problem
  expect(await problem({ PATH: '' })).toContain('not installed')
  expect(await problem(scripted('echo "Cannot connect to the Docker daemon" >&2; exit 1'))).toContain('Start it')
  expect(await problem(scripted('echo "permission denied while trying to connect" >&2; exit 1'))).toContain('usermod')
  expect(await problem(scripted('echo tcp://build-host:2375'))).toContain('another machine (tcp://build-host:2375)')
})

test('an image that cannot be fetched ends in a message with what Docker said', async () => {
  const environment = scripted(`case "$1" in
    context) echo unix:///var/run/docker.sock ;;
    version) echo 28.0.0 ;;
    pull) echo "toomanyrequests: You have reached your pull rate limit." >&2; exit 1 ;;
    image) exit 1 ;;
  esac`)
  const said: string[] = []
  const options = { store: 'test', home: folder, progress: (sentence: string) => void said.push(sentence) }
  const attempt = resolveNeo4j({ ...options, environment: { ...environment, STRATEGIST_NEO4J: 'docker' } })
  await expect(attempt).rejects.toMatchObject({ code: 'no_neo4j' })
  await expect(attempt).rejects.toThrow('toomanyrequests: You have reached your pull rate limit.')
  expect(said).toStrictEqual(['Docker fetches the image neo4j:5.26-community (about 300 MB, once).'])
})
