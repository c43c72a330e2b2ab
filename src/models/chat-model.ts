/** A chat model that a round can be given, with what the log keeps of it. */
import type { BaseMessage } from '@langchain/core/messages'
import type { StructuredToolInterface } from '@langchain/core/tools'

/** The part of LangChain's chat models that the loop uses. */
type Bindable = {
  bindTools(tools: StructuredToolInterface[]): {
    invoke(messages: BaseMessage[], options: { signal: AbortSignal }): Promise<BaseMessage>
  }
}

export type ChatModel = {
  readonly name: string
  /** Plain JSON, without secrets. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly chat: Bindable
}
