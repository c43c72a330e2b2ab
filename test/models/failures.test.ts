/** Whatever a model throws gets a name, also when LangChain and the OpenAI SDK have wrapped it. */
import { expect, test } from 'vitest'
import { failureOf, ModelFailure } from '../../src/models/failures.ts'

test('a failure keeps its name through any wrapping', () => {
  const inner = new ModelFailure('model_rate_limited', 'the provider answered 429', { retryAfter: 7 })
  const wrapped = new Error('Connection error.', { cause: new TypeError('fetch failed', { cause: inner }) })
  expect(failureOf(wrapped)).toBe(inner)
})

test('an error without a name is model_error, with what it said', () => {
  expect(failureOf(new TypeError("reading 'message'"))).toMatchObject({ code: 'model_error' })
  expect(failureOf(new TypeError("reading 'message'")).account).toBe("the model could not be asked: reading 'message'")
})

test.each(['a string', undefined, null, 7, {}])('%j thrown is a model_error, too', (thrown) => {
  expect(failureOf(thrown).code).toBe('model_error')
})

test("the SDK's own time limit is out_of_time", () => {
  expect(failureOf(Object.assign(new Error('Request timed out.'), { name: 'TimeoutError' })).code).toBe('out_of_time')
})

test('an account is one line, without control characters and not at length', () => {
  const failure = new ModelFailure('model_error', 'it broke', { detail: `a\r\nb\u0007\u202e${'c'.repeat(1000)}` })
  expect(failure.account).toMatch(/^it broke: a b c+$/)
  expect(failure.account.length).toBeLessThan(320)
})

test('an error that is its own cause ends', () => {
  const circle = new Error('round')
  circle.cause = circle
  expect(failureOf(circle).code).toBe('model_error')
})
