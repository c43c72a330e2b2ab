/** Any server that speaks OpenAI's chat completions, as a chat model: not streamed, never retried behind our back. */
import { ChatOpenAICompletions } from '@langchain/openai'
import { boundedFetch } from './bounded-fetch.ts'
import type { ChatModel } from './chat-model.ts'

const openAiBaseUrl = 'https://api.openai.com/v1'

export type ModelSettings = {
  /** `rules`, or the name of a model as its server knows it. */
  readonly name: string
  readonly baseUrl?: string | undefined
  readonly apiKey?: string | undefined
  readonly temperature?: number | undefined
  /** Of one answer. */
  readonly maxTokens?: number | undefined
  /** Most bytes of one HTTP answer. */
  readonly answerBytes?: number | undefined
}

export function openAiCompatible(settings: ModelSettings): ChatModel {
  const { name, apiKey, temperature, maxTokens, answerBytes = 262_144 } = settings
  const baseUrl = settings.baseUrl ?? openAiBaseUrl
  const given = {
    ...(temperature === undefined ? {} : { temperature }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
  }
  const chat = new ChatOpenAICompletions({
    model: name,
    ...given,
    // A key is always given, or LangChain takes one from the environment; `boundedFetch` sends ours or none.
    apiKey: apiKey ?? 'none',
    streaming: false,
    maxRetries: 0,
    outputVersion: 'v0',
    configuration: { baseURL: baseUrl, fetch: boundedFetch({ apiKey, answerBytes }), ...nothingElse },
  })
  return { name, settings: { provider: 'openai-compatible', baseUrl: withoutSecrets(baseUrl), ...given }, chat }
}

/** What the SDK would otherwise read from the environment. */
const nothingElse = {
  organization: null,
  project: null,
  adminAPIKey: null,
  webhookSecret: null,
  logLevel: 'off',
} as const

function withoutSecrets(url: string): string {
  const parsed = URL.parse(url)
  return parsed === null ? 'not a URL' : `${parsed.origin}${parsed.pathname}`
}
