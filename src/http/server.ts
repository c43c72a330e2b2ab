/** Listening: with time limits on both sides of a request, and a port that is taken said in words. */
import { createServer, type Server } from 'node:http'
import type { Express } from 'express'
import { AppError } from '../errors.ts'

export type Listening = { readonly url: string; close(grace: number): Promise<void> }

/** Throws `port_taken`. Port 0 takes a free one. */
export async function listen(app: Express, { host, port }: { host: string; port: number }): Promise<Listening> {
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 5_000 }, app)
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  server.once('error', (error) => {
    reject(cannotListen(error, { host, port }))
  })
  server.listen(port, host, resolve)
  await promise
  return { url: urlOf(server, host), close: (grace) => close(server, grace) }
}

function urlOf(server: Server, host: string): string {
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}

/** Takes no new requests, lets running ones end, and cuts what is left after the grace, in milliseconds. */
async function close(server: Server, grace: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  server.close(() => {
    resolve()
  })
  server.closeIdleConnections()
  const timer = setTimeout(() => {
    server.closeAllConnections()
  }, grace)
  await promise
  clearTimeout(timer)
}

function cannotListen(error: NodeJS.ErrnoException, { host, port }: { host: string; port: number }): Error {
  if (error.code === 'EADDRINUSE') {
    return new AppError(
      'port_taken',
      `port ${port} on ${host} is taken by another program: choose another with PORT=<number>, or PORT=0 for a free one`,
      { cause: error },
    )
  }
  if (error.code === 'EACCES' || error.code === 'EADDRNOTAVAIL') {
    return new AppError(
      'config',
      `cannot listen on ${host}:${port} (${error.code}): choose another with HOST and PORT`,
      { cause: error },
    )
  }
  return error
}
