/** All that a strategist can reach of a case: four views, five look-ups, and two things to record. */
import type { Declaration, Proposal } from '../domain/proposal.ts'
import type { Verdict } from '../domain/verdicts/verdict.ts'
import type { LeadState } from '../domain/vocabulary.ts'
import type { BudgetStatus } from '../domain/views/budget-status.ts'
import type { GraphOverview } from '../domain/views/graph-overview.ts'
import type { MarginalYield } from '../domain/views/marginal-yield.ts'
import type { SourceCoverage } from '../domain/views/source-coverage.ts'

/** The same twice: text for a language model, typed rows for code. */
export type Shown<T> = { readonly text: string; readonly rows: T }

/**
 * Given to a round by the service. A call may throw an AppError that the model can put right (an unknown alias): the
 * model is told. Any other error ends the round.
 */
export type Desk = {
  graphOverview(): Promise<Shown<GraphOverview>>
  sourceCoverage(source?: string): Promise<Shown<SourceCoverage>>
  marginalYield(rounds?: number): Promise<Shown<MarginalYield>>
  budgetStatus(): Promise<Shown<BudgetStatus>>
  /** The waterfall of what moved it. */
  hypothesis(alias: string): Promise<Shown<unknown>>
  phenomena(query: PhenomenaQuery): Promise<Shown<unknown>>
  timeline(query: TimelineQuery): Promise<Shown<unknown>>
  entities(query: EntitiesQuery): Promise<Shown<unknown>>
  leads(query: { state?: LeadState | undefined }): Promise<Shown<unknown>>
  /** Judged on the graph and on those just accepted in the same message. */
  propose(proposal: Proposal, accepted: readonly Proposal[]): Promise<Verdict>
  declare(declaration: Declaration): Promise<Verdict>
}

type PhenomenaQuery = { source?: string | undefined; hypothesis?: string | undefined; text?: string | undefined }
type TimelineQuery = { from?: string | undefined; to?: string | undefined }
type EntitiesQuery = { kind?: string | undefined; text?: string | undefined }

/** A desk as the tools see it: what the rows are is nothing to them, so that a record of rows will do as well. */
export type Answering = {
  [Name in keyof Desk]: (
    ...asked: Parameters<Desk[Name]>
  ) => Promise<Name extends 'propose' | 'declare' ? Verdict : Shown<unknown>>
}
