/** The facts on which a proposal or a declaration is judged, read from the graph as it is. */
import { nodeKey, shortOf, type Named } from '../../domain/identity.ts'
import type { Proposal } from '../../domain/proposal.ts'
import { completionFacts, type CompletionFacts } from '../../domain/verdicts/completion.ts'
import { workOf, type ProposalFacts } from '../../domain/verdicts/proposal.ts'
import type { Run } from '../../graph/database.ts'
import {
  hypothesesBy,
  leadsWithWork,
  phenomenaBy,
  sourcesBy,
  type HypothesisFacts,
  type SourceFacts,
} from '../../graph/facts/facts.ts'
import { coverageLeads } from '../../graph/views/coverage.ts'
import { aliasOf } from '../../domain/overview.ts'
import { bestScore } from '../../domain/planner/plan.ts'
import { fourViews } from '../reading/views.ts'

export type Asked = { readonly investigation: string; readonly roles: readonly string[] }

/** Nothing is thrown for what does not exist: that it does not is a fact. `earlier`: those accepted before it in this decision. */
export async function proposalFacts(
  run: Run,
  asked: Asked,
  { proposal, earlier }: { proposal: Proposal; earlier: readonly Proposal[] },
): Promise<ProposalFacts> {
  const { investigation } = asked
  const named = {
    hypothesis: shortOf(investigation, 'hypothesis', proposal.hypothesis) ?? '',
    source: shortOf(investigation, 'source', proposal.source) ?? '',
  }
  const [found, places, ground, leads] = await Promise.all([
    run(hypothesesBy, { references: keysOf(investigation, 'hypothesis', [proposal.hypothesis]) }),
    run(sourcesBy, { references: keysOf(investigation, 'source', [proposal.source]) }),
    run(phenomenaBy, { references: keysOf(investigation, 'phenomenon', proposal.buildsOn ?? []) }),
    run(leadsWithWork, { investigation, workKeys: [`${investigation}|${workOf(proposal, named)}`] }),
  ])
  const hypothesis = own(investigation, found)
  const source = own(investigation, places)
  return {
    hypothesis: hypothesis ? { alias: hypothesis.alias, short: hypothesis.short, status: hypothesis.status } : null,
    source: source
      ? { alias: source.alias, short: source.short, artefacts: source.artefacts.map(({ slug }) => slug) }
      : null,
    roles: [...asked.roles],
    buildsOn: (proposal.buildsOn ?? []).map((name) => {
      const facts = ground.find(({ alias, key }) => alias === name && key.startsWith(`${investigation}|`))
      const short = facts ? (shortOf(investigation, 'phenomenon', name) ?? null) : null
      return {
        name,
        short,
        recordedAt: facts?.recordedAt ?? null,
        withdrawn: facts !== undefined && facts.withdrawnAt !== null,
      }
    }),
    earlier: leads.map(({ alias, state, endedAt }) => ({ alias, state, endedAt })),
    ...beside(proposal, earlier),
  }
}

/** What of the facts depends on those accepted before it in the same decision. */
export function beside(proposal: Proposal, earlier: readonly Proposal[]): Pick<ProposalFacts, 'accepted' | 'doubled'> {
  return { accepted: earlier.length, doubled: earlier.some((other) => sameWork(proposal, other)) }
}

/** The facts of the gate, on the four views read in one transaction. */
export async function gateFacts(run: Run, investigation: string): Promise<CompletionFacts> {
  const [views, leads] = await Promise.all([fourViews(run, investigation), run(coverageLeads, { investigation })])
  const done = leads.filter(({ state }) => state === 'done')
  const citations = done.map(({ hypothesis }) => aliasOf(investigation, 'hypothesis', hypothesis))
  return completionFacts(views, { citations, bestScore: bestScore(views) ?? null })
}

/** Accepted proposals name hypothesis and source by the one alias that each has. */
function sameWork(one: Proposal, other: Proposal): boolean {
  return workOf(one, one) === workOf(other, other)
}

/** Only an alias passes: models see nothing else. */
function keysOf(investigation: string, named: Named, aliases: readonly string[]): string[] {
  return aliases.flatMap((text) => {
    const short = shortOf(investigation, named, text)
    return short === undefined ? [] : [nodeKey(investigation, short)]
  })
}

function own<Facts extends SourceFacts | HypothesisFacts>(
  investigation: string,
  [facts]: readonly Facts[],
): Facts | undefined {
  return facts?.key.startsWith(`${investigation}|`) ? facts : undefined
}
