/** What a lead is called in the graph. */
import { nodeKey } from './identity.ts'

type Numbered = { readonly number: number }

/** The short alias, such as `L12`. */
export function leadShort({ number }: Numbered): string {
  return `L${number}`
}

/** The key of its node. */
export function leadKey(lead: Numbered & { readonly investigation: string }): string {
  return nodeKey(lead.investigation, leadShort(lead))
}
