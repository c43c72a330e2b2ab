/** The chat model of a name: `rules` is our planner, anything else a model on an OpenAI-compatible server. */
import { plan } from '../domain/planner/plan.ts'
import type { ChatModel } from './chat-model.ts'
import { type ModelSettings, openAiCompatible } from './openai-compatible.ts'
import { rules } from './rules.ts'

export function selectModel(settings: ModelSettings): ChatModel {
  return settings.name === 'rules' ? rules(plan) : openAiCompatible(settings)
}
