/** Bounds on any JSON body beyond its bytes, so that no later step meets something absurdly deep or wide, or no text. */
import { AppError } from '../errors.ts'

const most = { depth: 32, items: 1000 }

/** The value itself. Throws `invalid_request` for one nested deeper than 32, with a list longer than 1,000, or with half a character. */
export function bounded(value: unknown, depth = 1, path = 'body'): unknown {
  if (typeof value === 'string' && !value.isWellFormed()) {
    throw new AppError('invalid_request', `${path}: not Unicode text: it holds half of a character (a lone surrogate)`)
  }
  if (typeof value !== 'object' || value === null) return value
  if (depth > most.depth) throw new AppError('invalid_request', `${path}: nested deeper than ${most.depth}`)
  const inner = Object.entries(value)
  if (inner.length > most.items)
    throw new AppError('invalid_request', `${path}: more than ${most.items} items: send them in several calls`)
  for (const [key, item] of inner) bounded(item, depth + 1, `${path}.${key}`)
  return value
}
