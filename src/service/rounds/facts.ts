/** The facts on which a proposal or a declaration is judged, read from the graph as it is. */
import { nodeKey, shortOf, type Named } from '../../domain/identity.ts'
import type { Proposal } from '../../domain/proposal.ts'
import { completionFacts, type CompletionFacts } from '../../domain/verdicts/completion.ts'
import { workOf, type ProposalFacts } from '../../domain/verdicts/proposal.ts'
import type { Run } from '../../graph/database.ts'
import { proposalBy } from '../../graph/facts/facts.ts'
import { coverageLeads } from '../../graph/views/coverage.ts'
import { aliasOf } from '../../domain/overview.ts'
import { bestScore } from '../../domain/planner/plan.ts'
import { fourViews, noCase } from '../reading/views.ts'

/**
 * Of a proposal by itself, as the first of its decision, in one statement. Only an alias passes: models see nothing else.
 * What it names and does not exist is no error but a fact. Throws `not_found` where there is no such case.
 */
export async function proposalFacts(run: Run, investigation: string, proposal: Proposal): Promise<ProposalFacts> {
  const short = (named: Named, text: string) => shortOf(investigation, named, text)
  const key = (name: string | undefined) => (name === undefined ? null : nodeKey(investigation, name))
  const [hypothesis, source] = [short('hypothesis', proposal.hypothesis), short('source', proposal.source)]
  const buildsOn = (proposal.buildsOn ?? []).map((name) => ({ name, short: short('phenomenon', name) ?? null }))
  const [found] = await run(proposalBy, {
    investigation,
    hypothesis: key(hypothesis),
    source: key(source),
    buildsOn: buildsOn.flatMap((ground) => (ground.short === null ? [] : [nodeKey(investigation, ground.short)])),
    workKey: nodeKey(investigation, workOf(proposal, { hypothesis: hypothesis ?? '', source: source ?? '' })),
  })
  if (!found) throw noCase(investigation)
  return {
    hypothesis: found.hypothesis,
    source: found.source && { ...found.source, artefacts: found.artefacts },
    roles: found.roles,
    buildsOn: buildsOn.map((ground) => {
      const facts = found.ground.find(({ alias }) => alias === ground.name)
      return {
        name: ground.name,
        short: facts ? ground.short : null,
        recordedAt: facts?.recordedAt ?? null,
        withdrawn: facts !== undefined && facts.withdrawnAt !== null,
      }
    }),
    earlier: found.earlier,
    ...beside(proposal, []),
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
