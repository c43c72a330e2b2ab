/** How a round opens: the prompt, the sentence that begins it, and the four views as if the model had called them. */
import { readFileSync } from 'node:fs'
import { AIMessage, type BaseMessage, HumanMessage, SystemMessage } from '@langchain/core/messages'
import { mostLeads } from '../domain/proposal.ts'
import type { Answer, RoundLimits, Transcript } from '../domain/transcript.ts'
import { nineLetters, toolMessage } from './message.ts'
import { answerTo, type Bench } from './run.ts'
import { viewNames } from './tools.ts'

export type Opening = Transcript['opening']
type Beginning = {
  readonly round: number
  readonly marker: string
  readonly limits: RoundLimits
  readonly prefetch: boolean
}

const prompt = readFileSync(new URL('./prompt.md', import.meta.url), 'utf8')

/** The system prompt with its placeholders filled. Throws if it names one that there is not. */
export function systemPrompt(marker: string, limits: RoundLimits): string {
  const values: Readonly<Record<string, string | number>> = {
    marker,
    mostLeads,
    modelCalls: limits.modelCalls,
    toolCalls: limits.toolCalls,
    callsPerMessage: limits.callsPerMessage,
  }
  return prompt.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`prompt.md has a placeholder {{${name}}} that nothing fills`)
    return String(value)
  })
}

/** The opening without views: they are read by `readViews`, which takes time and may fail. */
export function begin({ round, marker, limits, prefetch }: Beginning): Opening {
  const views = prefetch ? 'The four views, read just now, follow.' : 'Read the views that you need.'
  return { system: systemPrompt(marker, limits), human: `Round ${round} begins. ${views} Then decide.`, views: [] }
}

/** The four views, read at once so that they can be one look at the graph, as answers to calls that nobody counts. */
export async function readViews(bench: Bench): Promise<Answer[]> {
  const calls = viewNames.map((name, index) => ({ id: nineLetters(index), name, arguments: '{}' }))
  return Promise.all(calls.map((call) => answerTo(call, 'all', bench)))
}

export function openingMessages({ system, human, views }: Opening): BaseMessage[] {
  const messages = [new SystemMessage(system), new HumanMessage(human)]
  if (views.length === 0) return messages
  const calls = views.map(({ id, name }) => ({ type: 'tool_call' as const, id, name, args: {} }))
  return [
    ...messages,
    new AIMessage({ content: 'I read the four views.', tool_calls: calls }),
    ...views.map(toolMessage),
  ]
}
