/** The little of the REST interface that benchmarks need. */
import { AppError } from '../errors.ts'

export type Rest = (method: 'GET' | 'POST', path: string, body?: unknown) => Promise<unknown>

/** Throws `service_unreachable` with the answer for any status but 2xx. */
export function rest(url: string, apiKey?: string): Rest {
  const key = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }
  return async (method, path, body) => {
    const sent = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...key },
      ...sent,
    })
    const text = await response.text()
    const answer: unknown = response.ok ? JSON.parse(text) : undefined
    if (response.ok) return answer
    throw new AppError('service_unreachable', `${method} ${path} answered ${response.status}: ${text.slice(0, 300)}`)
  }
}
