/** Which model a name stands for, and what the log keeps of its settings. */
import { expect, test } from 'vitest'
import { selectModel } from '../../src/models/select.ts'
import { clearTracing } from '../../src/models/tracing.ts'

test('rules is the planner', () => {
  const { name, settings } = selectModel({ name: 'rules' })
  expect({ name, settings }).toEqual({ name: 'rules', settings: { provider: 'rules' } })
})

test('any other name is a model at OpenAI, unless a base URL says otherwise', () => {
  expect(selectModel({ name: 'gpt-x', apiKey: 'k' }).settings).toEqual({
    provider: 'openai-compatible',
    baseUrl: 'https://api.openai.com/v1',
  })
  expect(selectModel({ name: 'qwen', baseUrl: 'http://127.0.0.1:11434/v1', temperature: 0 }).settings).toEqual({
    provider: 'openai-compatible',
    baseUrl: 'http://127.0.0.1:11434/v1',
    temperature: 0,
  })
})

test('neither key nor what stands in the query of a base URL is kept', () => {
  const { settings } = selectModel({ name: 'x', apiKey: 'k-1', baseUrl: 'https://h.example/v1?key=k-2' })
  expect(JSON.stringify(settings)).not.toMatch(/k-[12]/)
})

test('everything that LangChain acts on is cleared from an environment, and nothing else', () => {
  const environment = {
    LANGSMITH_TRACING: 'true',
    LANGCHAIN_API_KEY: 'x',
    LC_OUTPUT_VERSION: 'v1',
    OPENAI_API_KEY: 'k',
  }
  clearTracing(environment)
  expect(environment).toEqual({ OPENAI_API_KEY: 'k' })
})
