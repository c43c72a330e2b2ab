/** Free ports on 127.0.0.1. */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { z } from 'zod'

export const Ports = z.strictObject({ bolt: z.int().min(1).max(65_535), http: z.int().min(1).max(65_535) })
export type Ports = z.infer<typeof Ports>

/** Those of last time while they are free, so that links and bookmarks stay good; otherwise any that are free. */
export async function choosePorts(last: Ports | undefined): Promise<Ports> {
  const bolt = await hold(last?.bolt)
  const http = await hold(last?.http)
  await Promise.all([bolt.let(), http.let()])
  return { bolt: bolt.port, http: http.port }
}

/** Holds the wished port, or a free one if it is taken, until it is let go. */
async function hold(wish = 0): Promise<{ port: number; let: () => Promise<unknown> }> {
  const server = createServer()
  try {
    server.listen({ host: '127.0.0.1', port: wish, exclusive: true })
    await once(server, 'listening')
  } catch (error) {
    if (wish === 0) throw error
    return hold()
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port')
  return { port: address.port, let: () => once(server.close(), 'close') }
}
