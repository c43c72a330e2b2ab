/** The rule-based strategist: from the views to one decision. */
import { mostLeads as mostAllowed, type Declaration } from '../proposal.ts'
import { boardOf, type Views } from './board.ts'
import type { Work } from './candidate.ts'
import { choose } from './choose.ts'
import { declarationOf } from './stop.ts'
import { leadOf, type PlannedLead } from './wording.ts'

export type Decision =
  | { readonly type: 'propose'; readonly leads: readonly PlannedLead[] }
  | (Readonly<Declaration> & { readonly type: 'complete' })

/** `refused`: proposals of this round that were not accepted, and are not made again. */
export type Options = { readonly mostLeads?: number | undefined; readonly refused?: readonly Work[] | undefined }

/** The leads worth making now, one to three, or the reason why there is none. Takes any views; throws nothing. */
export function plan(views: Views, { mostLeads = mostAllowed, refused = [] }: Options = {}): Decision {
  const board = boardOf(views, refused)
  const choice = choose(board, Math.min(Math.max(1, mostLeads), mostAllowed, board.left.looks))
  const declaration = declarationOf(views, board, choice)
  if (declaration !== undefined) return { type: 'complete', ...declaration }
  return { type: 'propose', leads: choice.leads.map((lead) => leadOf(lead, choice, board)) }
}

/** The score of the best possible lead, in leads; undefined if there is none. Below 1 nothing is worth a lead. */
export function bestScore(views: Views): number | undefined {
  return choose(boardOf(views, []), 0).nextBest?.score
}
