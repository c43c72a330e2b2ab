/** Who may call: everybody on loopback where no key is set, else whoever sends the key. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import { AppError } from '../errors.ts'

/** Checks `Authorization: Bearer <key>` in constant time. */
export function authorize(key: string | undefined): RequestHandler {
  if (key === undefined) return refuseForeign
  const expected = digest(key)
  return (request, _response, next) => {
    const [scheme, sent = ''] = (request.get('Authorization') ?? '').split(' ')
    if (scheme?.toLowerCase() === 'bearer' && timingSafeEqual(digest(sent), expected)) return next()
    throw new AppError('unauthorized', 'send the API key as `Authorization: Bearer <key>`')
  }
}

/** Without a key only this machine may call: a page from elsewhere could reach loopback under a name of its own. */
const refuseForeign: RequestHandler = (request, _response, next) => {
  const [host, origin] = [request.get('Host'), request.get('Origin')]
  if (isLoopback(host === undefined ? undefined : `http://${host}`) && isLoopback(origin)) return next()
  throw new AppError(
    'foreign_host',
    'without an API key the service answers only calls to a loopback name, from no page or one of this machine',
  )
}

function isLoopback(url: string | undefined): boolean {
  if (url === undefined) return true
  const name = URL.canParse(url) ? new URL(url).hostname : ''
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name)
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
