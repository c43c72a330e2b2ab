/** The rule-based planner as a chat model: it gets nothing but what the tools of its conversation returned. */
import type { BaseLanguageModelInput } from '@langchain/core/language_models/base'
import {
  BaseChatModel,
  type BaseChatModelCallOptions,
  type BindToolsInput,
} from '@langchain/core/language_models/chat_models'
import { AIMessage, type AIMessageChunk, type BaseMessage } from '@langchain/core/messages'
import type { ChatResult } from '@langchain/core/outputs'
import type { Runnable } from '@langchain/core/runnables'
import { convertToOpenAITool } from '@langchain/core/utils/function_calling'
import { z } from 'zod'
import type { Declaration, Proposal } from '../domain/proposal.ts'
import type { ChatModel } from './chat-model.ts'
import { readConversation, type Views } from './conversation.ts'

/** From the views to a decision. `refused` are the proposals of this round that were not accepted. */
export type Planner = (views: Views, options: { readonly refused: readonly Proposal[] }) => Planned
export type Planned =
  | { readonly type: 'propose'; readonly leads: readonly Proposal[] }
  | (Readonly<Declaration> & { readonly type: 'complete' })

type Options = BaseChatModelCallOptions & { tools?: unknown[] }
type Call = { readonly name: string; readonly args: Readonly<Record<string, unknown>> }

export function rules(planner: Planner): ChatModel {
  return { name: 'rules', settings: { provider: 'rules' }, chat: new RulesModel(planner) }
}

class RulesModel extends BaseChatModel<Options> {
  readonly planner: Planner

  constructor(planner: Planner) {
    super({ outputVersion: 'v0' })
    this.planner = planner
  }

  override _llmType(): string {
    return 'rules'
  }

  override bindTools(tools: BindToolsInput[]): Runnable<BaseLanguageModelInput, AIMessageChunk, Options> {
    return this.withConfig({ tools: tools.map((one) => convertToOpenAITool(one)) })
  }

  override async _generate(messages: BaseMessage[], { tools = [] }: this['ParsedCallOptions']): Promise<ChatResult> {
    const calls = nextCalls(this.planner, messages, namesOf(tools))
    const tool_calls = calls.map(({ name, args }, index) => {
      return { type: 'tool_call' as const, id: `plan${messages.length}x${index}`, name, args: { ...args } }
    })
    const message = Object.assign(new AIMessage({ content: '', tool_calls }), { usage_metadata: nothingUsed })
    return { generations: [{ text: '', message }] }
  }
}

/** Views first, while they are missing and can be called; then what the planner says. None: it cannot decide blindly. */
function nextCalls(planner: Planner, messages: readonly BaseMessage[], bound: readonly string[]): Call[] {
  const { views, missing, refused } = readConversation(messages)
  const wanted = missing.filter((name) => bound.includes(name))
  if (wanted.length > 0) return wanted.map((name) => ({ name, args: {} }))
  if (views === undefined) return []
  const planned = planner(views, { refused })
  if (planned.type === 'propose') return planned.leads.map((args) => ({ name: 'propose_lead', args }))
  const { reason, explanation } = planned
  return [{ name: 'declare_investigation_complete', args: { reason, explanation } }]
}

const nothingUsed = { input_tokens: 0, output_tokens: 0, total_tokens: 0 }
const Bound = z.array(z.object({ function: z.object({ name: z.string() }) }))

function namesOf(tools: unknown[]): string[] {
  return Bound.parse(tools).map((tool) => tool.function.name)
}
