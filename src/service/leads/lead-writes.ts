/** The writes of any change in a lead's life; one that ends also tells its round, which closes with its last lead. */
import { LeadLife, isOutstanding } from '../../domain/lead.ts'
import { leadKey } from '../../domain/lead-name.ts'
import type { LeadNode } from '../../domain/lead-node.ts'
import { endLead, setLeadLife } from '../../graph/commands/rounds.ts'
import { leadBy, type LeadFacts } from '../../graph/facts/facts.ts'
import type { Scene, Write } from '../case-write.ts'

/** `facts` may be given where they have been read already. */
export async function leadWrites(scene: Scene, { before, after, facts }: Change): Promise<Write[]> {
  const lead = leadKey(before)
  const life = LeadLife.parse(after)
  if (isOutstanding(after)) return [(run) => run(setLeadLife, { ...life, lead })]
  const known = facts ?? (await scene.run(leadBy, { reference: lead }))[0]
  const moved = movedOf(before, known)
  const looked = lookedOf(before, known)
  return [(run) => run(endLead, { ...life, lead, at: scene.now, moved, looked })]
}

type Change = { readonly before: LeadNode; readonly after: LeadNode; readonly facts?: LeadFacts | undefined }

/** What a lead's own records moved the hypothesis that it cites, in log10 odds, as they arrived. */
export function movedOf(lead: LeadNode, facts: LeadFacts | undefined): number {
  return facts?.moved.find(({ hypothesis }) => hypothesis === lead.hypothesis)?.by ?? 0
}

/** The artefacts that a lead's own invocations looked at, as `S1|prefetch`; could-not-look does not count. */
export function lookedOf(lead: LeadNode, facts: LeadFacts | undefined): string[] {
  const looked = (facts?.invocations ?? []).filter(({ outcome }) => outcome !== 'failed')
  const prefix = `${lead.investigation}|`
  return [...new Set(looked.flatMap(({ artefacts }) => artefacts))].map((key) => key.replace(prefix, '')).toSorted()
}
