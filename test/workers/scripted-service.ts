/** An HTTP server on loopback that answers from a script, one step for each request, and keeps what it was asked. */
import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'

export type Asked = {
  readonly method: string
  readonly path: string
  readonly key: string | undefined
  readonly authorization: string | undefined
  readonly body: unknown
}
export type Step = (response: ServerResponse) => void

export async function scriptedService(...steps: readonly Step[]): Promise<{ url: string; asked: Asked[] }> {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request
      const text = Buffer.concat(chunks).toString('utf8')
      const body: unknown = text === '' ? undefined : JSON.parse(text)
      asked.push({
        method,
        path,
        key: headers['idempotency-key']?.toString(),
        authorization: headers.authorization,
        body,
      })
      const step =
        steps[asked.length - 1] ?? answer(500, { code: 'internal', status: 500, detail: 'the script has ended' })
      step(response)
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return { url: `http://127.0.0.1:${address.port}`, asked }
}

export function answer(status: number, body: unknown): Step {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
}

export function problem(status: number, code: string): Step {
  return answer(status, {
    type: `urn:investigation-strategist:${code}`,
    title: code,
    status,
    code,
    detail: `it is ${code}`,
    lead: 'L1-ab',
  })
}

/** Takes the request, and the connection is lost before any answer. */
export const hangUp: Step = (response) => {
  response.destroy()
}

/** Takes the request and never answers. */
export const silence: Step = () => undefined
