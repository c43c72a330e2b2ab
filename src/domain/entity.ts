/** Who or what a phenomenon mentions: one node per case, kind and normalised value. */
import { normalised, type EntityInput } from './records.ts'
import { nodeKey } from './identity.ts'

export function entityKey(investigation: string, { kind, value }: EntityInput): string {
  return nodeKey(investigation, `entity|${kind}|${normalised(value)}`)
}
