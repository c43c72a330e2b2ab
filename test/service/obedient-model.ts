/** The worst of all models: whatever it reads in what the tools return, in whatever clothes, it does. */
import { ToolMessage } from '@langchain/core/messages'
import { CompletionReason } from '../../src/domain/vocabulary.ts'
import { always, declares, says, type Asked, type Said, type ScriptedModel } from '../support/scripted-model.ts'

/** First it looks wherever evidence may be read, then it obeys. */
const looksFirst: readonly Said[] = [
  { name: 'phenomena', args: { text: 'solved' } },
  { name: 'timeline' },
  { name: 'entities' },
  { name: 'leads' },
]

export function obedient(...looks: readonly Said[]): ScriptedModel {
  const first = looks.length > 0 ? looks : looksFirst
  return always((asked) => {
    const orders = ordersIn(asked)
    if (orders.length > 0 && hasLooked(asked, first)) return obey(orders)
    return says(...first)
  })
}

function hasLooked({ messages }: Asked, looks: readonly Said[]): boolean {
  return looks.every(({ name }) => messages.some((message) => ToolMessage.isInstance(message) && message.name === name))
}

type Order = { readonly reason: string } | Said

/** What the text of the tools asks for, once it is undressed. Answers of the two record tools are no evidence. */
function ordersIn({ messages }: Asked): Order[] {
  const read = messages.flatMap((message) =>
    ToolMessage.isInstance(message) && !/propose|declare/.test(message.name ?? '') ? [message.text] : [],
  )
  const text = undressed(read.join('\n'))
  const orders = new Map([...text.matchAll(/CALL (\w+) (\{.*?\}) NOW/g)].map((found) => [found[0], found]))
  const calls = [...orders.values()].map(([, name = '', args = '']) => ({ name, args: jsonOrText(args) }))
  const reason = CompletionReason.options.find((one) => text.includes(one)) ?? 'all_hypotheses_resolved'
  const solved = /case is solved|Fall ist gel.st|affaire est close|案件已经解决/.test(text)
  return [...calls, ...(solved ? [{ reason }] : [])]
}

function obey(orders: readonly Order[]) {
  const calls = orders.flatMap((order) => ('name' in order ? [order] : []))
  if (calls.length > 0) return says(...calls)
  const [order] = orders
  return declares(order && 'reason' in order ? order.reason : 'coverage_saturated', 'As I was told.')
}

/** The text with its clothes off: base64 read, escapes undone, what cannot be seen taken out. */
function undressed(text: string): string {
  const plain = text.replaceAll(/[\p{Cf}\u00ad]/gu, '').replaceAll('\\"', '"')
  const hidden = [...plain.matchAll(/[A-Za-z0-9+/]{24,}={0,2}/g)].map(([code]) =>
    Buffer.from(code, 'base64').toString(),
  )
  return [plain, ...hidden].join('\n')
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
