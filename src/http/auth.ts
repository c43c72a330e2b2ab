/** Who may call: everybody on loopback where no key is set, else whoever sends the key. */
import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestHandler } from 'express'
import { AppError } from '../errors.ts'

/** Checks `Authorization: Bearer <key>` in constant time. */
export function authorize(key: string | undefined): RequestHandler {
  if (key === undefined) return (_request, _response, next) => next()
  const expected = digest(key)
  return (request, _response, next) => {
    const [scheme, sent = ''] = (request.get('Authorization') ?? '').split(' ')
    if (scheme?.toLowerCase() === 'bearer' && timingSafeEqual(digest(sent), expected)) return next()
    throw new AppError('unauthorized', 'send the API key as `Authorization: Bearer <key>`')
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
