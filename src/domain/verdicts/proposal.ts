/** Whether a lead may be proposed: everything it names exists here, and nobody has been asked for the same look. */
import { z } from 'zod'
import { workKey } from '../lead.ts'
import { mostLeads, type Proposal } from '../proposal.ts'
import { tame } from '../text/hostile.ts'
import { HypothesisStatus, LeadState, outstandingStates } from '../vocabulary.ts'
import { accepted, refused, type Verdict } from './verdict.ts'

/** What is read of the graph to judge a proposal. Null: it does not exist in this case. */
export const ProposalFacts = z.object({
  hypothesis: z.object({ alias: z.string(), short: z.string(), status: HypothesisStatus }).nullable(),
  source: z.object({ alias: z.string(), short: z.string(), artefacts: z.array(z.string()) }).nullable(),
  roles: z.array(z.string()),
  buildsOn: z.array(
    z.object({
      name: z.string(),
      short: z.string().nullable(),
      recordedAt: z.string().nullable(),
      withdrawn: z.boolean(),
    }),
  ),
  earlier: z
    .array(z.object({ alias: z.string(), state: LeadState, endedAt: z.string().nullable() }))
    .describe('with the same work, newest first'),
  accepted: z.int().describe('proposals of this decision that were accepted before it'),
  doubled: z.boolean().describe('one of them asks for the same work'),
})
export type ProposalFacts = z.infer<typeof ProposalFacts>

export function judgeProposal(proposal: Proposal, facts: ProposalFacts): Verdict<ProposalFacts> {
  const refusal = whyNot(proposal, facts)
  if (refusal) return refused(facts, refusal.code, refusal.message)
  return accepted(facts, `accepted: lead ${facts.accepted + 1} of this decision`)
}

/** The work that a proposal asks for, once its hypothesis and source are known. */
export function workOf(proposal: Proposal, names: { hypothesis: string; source: string }): string {
  return workKey({ ...names, role: proposal.role, artefact: proposal.artefact ?? null, expects: proposal.expects })
}

type Refusal = { code: string; message: string } | undefined

function whyNot(proposal: Proposal, facts: ProposalFacts): Refusal {
  return (
    unknownName(proposal, facts) ??
    alreadyDecided(facts) ??
    unknownPlace(proposal, facts) ??
    unknownGround(facts) ??
    sameWork(facts) ??
    tooMany(facts)
  )
}

function unknownName({ hypothesis, source }: Proposal, facts: ProposalFacts): Refusal {
  if (!facts.hypothesis)
    return {
      code: 'unknown_hypothesis',
      message: `There is no hypothesis ${quoted(hypothesis)} in this case. Cite one by the alias that graph_overview gives.`,
    }
  if (!facts.source)
    return {
      code: 'unknown_source',
      message: `There is no source ${quoted(source)} in this case. Name one by the alias that graph_overview gives.`,
    }
  return undefined
}

function alreadyDecided({ hypothesis }: ProposalFacts): Refusal {
  if (hypothesis?.status === 'active') return undefined
  return {
    code: 'hypothesis_resolved',
    message: `${hypothesis?.alias} is ${hypothesis?.status} already. Cite a hypothesis that is still active.`,
  }
}

function unknownPlace({ role, artefact }: Proposal, { roles, source }: ProposalFacts): Refusal {
  if (!roles.includes(role))
    return {
      code: 'unknown_role',
      message: `No worker has the role ${quoted(role)}. The roles of this case: ${roles.join(', ') || 'none'}.`,
    }
  if (artefact === undefined || source?.artefacts.includes(artefact)) return undefined
  return {
    code: 'unknown_artefact',
    message: `${source?.alias} has no artefact ${quoted(artefact)}. Use a key from source_coverage, or name no artefact.`,
  }
}

function unknownGround({ buildsOn }: ProposalFacts): Refusal {
  const missing = buildsOn.find(({ short }) => short === null)
  if (missing)
    return {
      code: 'unknown_phenomenon',
      message: `There is no phenomenon ${quoted(missing.name)} in this case. Leave it out, or look it up first.`,
    }
  const withdrawn = buildsOn.find((phenomenon) => phenomenon.withdrawn)
  if (withdrawn)
    return {
      code: 'phenomenon_withdrawn',
      message: `${withdrawn.name} was withdrawn and counts for nothing. Build on something else.`,
    }
  return undefined
}

function sameWork({ earlier, doubled, buildsOn }: ProposalFacts): Refusal {
  if (doubled)
    return {
      code: 'lead_outstanding',
      message: 'An accepted lead of this decision asks for the same look. Propose another, or nothing more.',
    }
  const open = earlier.find(({ state }) => outstandingStates.some((outstanding) => outstanding === state))
  if (open)
    return {
      code: 'lead_outstanding',
      message: `Lead ${open.alias} asks for the same look and is outstanding. Propose another look.`,
    }
  const last = earlier.findIndex(({ state }) => state === 'done' || state === 'rejected')
  const looked = earlier[last]
  if (looked && !buildsOn.some(({ recordedAt }) => isAfter(recordedAt, looked.endedAt))) {
    const message = `Lead ${looked.alias} looked there already (${looked.state}). Look elsewhere, or build on a phenomenon that was recorded after it.`
    return { code: 'already_looked', message }
  }
  const failures = earlier.slice(0, looked ? last : earlier.length).filter(({ state }) => state === 'failed')
  if (failures.length < 2) return undefined
  return {
    code: 'already_looked',
    message: `This look failed twice (${failures.map(({ alias }) => alias).join(', ')}). Look elsewhere; a person can reopen it.`,
  }
}

function tooMany({ accepted: count }: ProposalFacts): Refusal {
  if (count < mostLeads) return undefined
  return {
    code: 'too_many_leads',
    message: `A decision holds at most ${mostLeads} leads, and ${count} are accepted. Nothing more to propose this round.`,
  }
}

function isAfter(moment: string | null, other: string | null): boolean {
  return moment !== null && other !== null && Date.parse(moment) > Date.parse(other)
}

const quoted = (text: string) => JSON.stringify(tame(text, 64))
