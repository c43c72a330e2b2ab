/** Whether a port can be listened on, asked before anything is started for it. */
import { createServer } from 'node:net'
import { AppError } from '../errors.ts'

/** Throws `port_taken`. What else may be wrong with host and port, the service itself says. */
export async function refuseTakenPort({ host, port }: { host: string; port: number }): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const server = createServer()
  server.once('listening', () => server.close(() => resolve()))
  server.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EADDRINUSE') reject(taken(host, port))
    else resolve()
  })
  server.listen(port, host)
  return promise
}

function taken(host: string, port: number): AppError {
  const ways = 'choose another with --port <number> or PORT=<number>, 0 for a free one'
  return new AppError('port_taken', `port ${port} on ${host} is taken by another program: ${ways}`)
}
