/** docker-compose.yml brings up Neo4j and the service from nothing, and a round works against them. */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { engine } from '../support/container-engine.ts'
import { caller, expectReply, type Call } from '../support/service.ts'

const run = promisify(execFile)
const checkout = fileURLToPath(new URL('../..', import.meta.url))
const key = 'a-key-of-this-test-and-of-nothing-else'
const minutes = 60_000

describe.skipIf(!engine)('docker compose up', () => {
  let compose: (...words: string[]) => Promise<string>
  let call: Call

  beforeAll(async () => {
    const [http, bolt, port] = [await freePort(), await freePort(), await freePort()]
    compose = await composer({ NEO4J_HTTP_PORT: `${http}`, NEO4J_BOLT_PORT: `${bolt}`, STRATEGIST_PORT: `${port}` })
    await compose('up', '--detach', '--build')
    call = caller(`http://127.0.0.1:${port}`)
    await untilReady(call)
  }, 8 * minutes)

  afterAll(async () => {
    await compose('down', '--volumes', '--timeout', '30')
  }, 2 * minutes)

  test('the service answers only who has the key', async () => {
    expect((await call('GET', '/v1/investigations')).status).toBe(401)
    expect((await call('GET', '/v1/investigations', undefined, bearer)).status).toBe(200)
  })

  test('a case can be opened and a round proposes a lead, with a link that a browser on this machine can follow', async () => {
    const { id } = expectReply(
      await call('POST', '/v1/investigations', smallCase, bearer),
      201,
      z.object({ id: z.uuid() }),
    )
    const { decision } = expectReply(await call('POST', `/v1/investigations/${id}/rounds`, {}, bearer), 201, Proposed)
    expect(decision.leads.length).toBeGreaterThan(0)
    for (const { audit } of decision.leads)
      expect(audit.browser).toMatch(
        /^http:\/\/127\.0\.0\.1:\d+\/browser\/\?dbms=bolt%3A%2F%2Fneo4j%40127\.0\.0\.1%3A\d+&/,
      )
    const verified = expectReply(
      await call('GET', `/v1/investigations/${id}/verify`, undefined, bearer),
      200,
      z.object({ ok: z.boolean() }),
    )
    expect(verified.ok).toBe(true)
  })
})

const bearer = { authorization: `Bearer ${key}` }
const Proposed = z.object({
  decision: z.object({ leads: z.array(z.object({ audit: z.object({ browser: z.string() }) })) }),
})
const smallCase = {
  title: 'A case in a container',
  sources: [{ kind: 'windows-disk', label: 'A workstation' }],
  hypotheses: [{ statement: 'Somebody copied files to a stick.', topics: ['exfiltration'] }],
}

/** Compose as a plugin or as a program of its own, for a project that no other run has. */
async function composer(ports: Record<string, string>): Promise<(...words: string[]) => Promise<string>> {
  const project = `strategist-test-${process.pid}`
  const environment = {
    NEO4J_PASSWORD: 'of-this-test-only',
    STRATEGIST_API_KEY: key,
    COMPOSE_PROJECT_NAME: project,
    ...ports,
  }
  const options = { cwd: checkout, env: { ...process.env, ...environment }, maxBuffer: 64 * 1024 * 1024 }
  const plugin = await run('docker', ['compose', 'version']).then(
    () => true,
    () => false,
  )
  return async (...words) => {
    const { stdout } = await (plugin
      ? run('docker', ['compose', ...words], options)
      : run('docker-compose', words, options))
    return stdout
  }
}

async function untilReady(call: Call): Promise<void> {
  for (let attempt = 0; attempt < 240; attempt++) {
    const ready = await call('GET', '/health/ready').then(
      ({ status }) => status === 200,
      () => false,
    )
    if (ready) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  throw new Error('the service was not ready within two minutes')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address !== null ? address.port : 0
}
