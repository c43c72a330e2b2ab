/** The REST client of workers: what it repeats, and what it makes of failures. */
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../src/errors.ts'
import { createClient, Refusal } from '../../src/workers/client.ts'
import { answer, hangUp, problem, scriptedService, silence } from './scripted-service.ts'

const Said = z.object({ said: z.string() })
const hello = answer(200, { said: 'hello' })

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => new Error('it did not fail'),
    (error: unknown) => error,
  )
}

describe('a call', () => {
  test('sends method, body, keys and what it may do', async () => {
    const { url, asked } = await scriptedService(hello)
    const client = createClient({ url: `${url}/`, apiKey: 'secret-secret-secret' })
    await expect(client.call({ path: '/v1/x', body: { a: 1 }, key: 'k-1', answer: Said })).resolves.toEqual({
      said: 'hello',
    })
    expect(asked).toEqual([
      { method: 'POST', path: '/v1/x', key: 'k-1', authorization: 'Bearer secret-secret-secret', body: { a: 1 } },
    ])
  })

  test('is a failure with the code of the service when it is refused', async () => {
    const { url } = await scriptedService(problem(409, 'lease_lost'))
    const error = await failureOf(createClient({ url }).call({ path: '/v1/x', body: {}, answer: Said }))
    expect(error).toBeInstanceOf(Refusal)
    expect(error).toMatchObject({
      code: 'lease_lost',
      status: 409,
      message: 'it is lease_lost',
      details: { lead: 'L1-ab' },
    })
  })

  test('is not repeated when a repeat could do harm', async () => {
    const { url, asked } = await scriptedService(hangUp, hello)
    const error = await failureOf(createClient({ url }).call({ path: '/v1/leads/claim', body: {}, answer: Said }))
    expect(error).toBeInstanceOf(AppError)
    expect(error).toMatchObject({ code: 'service_unreachable' })
    expect(asked).toHaveLength(1)
  })

  test.each([
    ['a read', {}],
    ['a write under a key', { body: {}, key: 'k-1' }],
    ['a write that says so', { body: {}, repeatable: true }],
  ])('is repeated, word for word, when nobody answered or the database was away: %s', async (_what, given) => {
    const { url, asked } = await scriptedService(hangUp, problem(503, 'graph_unavailable'), hello)
    await expect(createClient({ url }).call({ path: '/v1/x', answer: Said, ...given })).resolves.toEqual({
      said: 'hello',
    })
    expect(asked).toHaveLength(3)
    expect(asked[1]).toEqual(asked[0])
    expect(asked[2]).toEqual(asked[0])
  })

  test('is not repeated when it was refused', async () => {
    const { url, asked } = await scriptedService(problem(422, 'quote_not_found'), hello)
    await failureOf(createClient({ url }).call({ path: '/v1/x', body: {}, key: 'k', answer: Said }))
    expect(asked).toHaveLength(1)
  })

  test('has a deadline', async () => {
    const { url } = await scriptedService(silence)
    const error = await failureOf(createClient({ url }).call({ path: '/v1/x', body: {}, answer: Said, seconds: 0.2 }))
    expect(error).toMatchObject({ code: 'service_unreachable', message: `${url} did not answer within 0.2 s` })
  })

  test('ends with its signal, for the reason that the signal gives', async () => {
    const { url } = await scriptedService(silence)
    const stop = new AbortController()
    const call = createClient({ url, signal: stop.signal }).call({ path: '/v1/x', answer: Said })
    setTimeout(() => stop.abort(new Error('enough')), 50)
    expect(await failureOf(call)).toMatchObject({ message: 'enough' })
  })

  test('says when another program listens there', async () => {
    const { url } = await scriptedService((response) => response.writeHead(404).end('<html>'))
    const error = await failureOf(createClient({ url }).call({ path: '/v1/x', body: {}, answer: Said }))
    expect(error).toMatchObject({ code: 'service_unreachable' })
    expect(String(error)).toContain('another program')
  })

  test('says when an answer has another shape', async () => {
    const { url } = await scriptedService(answer(200, { said: 7 }))
    expect(String(await failureOf(createClient({ url }).call({ path: '/v1/x', body: {}, answer: Said })))).toContain(
      'said',
    )
  })
})
