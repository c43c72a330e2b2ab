/** The rules for what a strategist records, to be run again on the facts of a record. */
import type { Declaration, Proposal } from '../domain/proposal.ts'
import { CompletionFacts, judgeCompletion } from '../domain/verdicts/completion.ts'
import { judgeProposal, ProposalFacts } from '../domain/verdicts/proposal.ts'
import type { Verdict } from '../domain/verdicts/verdict.ts'

/** Undefined where the facts are not those that the rule needs. */
export type Verdicts = {
  propose(proposal: Proposal, facts: unknown, accepted: readonly Proposal[]): Verdict | undefined
  declare(declaration: Declaration, facts: unknown): Verdict | undefined
}

export const houseRules: Verdicts = {
  propose: (proposal, facts) => {
    const { data } = ProposalFacts.safeParse(facts)
    return data && judgeProposal(proposal, data)
  },
  declare: ({ reason }, facts) => {
    const { data } = CompletionFacts.safeParse(facts)
    return data && judgeCompletion(reason, data)
  },
}
