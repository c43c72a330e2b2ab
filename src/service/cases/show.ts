/** Cases as people and programs see them. */
import { z } from 'zod'
import { Budgets, Thresholds, Weights } from '../../domain/case-start.ts'
import { whatItLacks } from '../../domain/lacks.ts'
import { BudgetStatus } from '../../domain/views/budget-status.ts'
import { EndedAs, InvestigationStatus } from '../../domain/vocabulary.ts'
import { AppError } from '../../errors.ts'
import type { CaseNode } from '../../graph/commands/case.ts'
import { cases } from '../../graph/views/look-ups.ts'
import type { Context } from '../context.ts'
import { fourViews } from '../reading/views.ts'
import { theCase } from '../reading/look-ups.ts'

const count = z.int().nonnegative()
const orNull = z.string().nullable()

export const CaseSummary = z
  .object({
    id: z.uuid(),
    title: z.string(),
    status: InvestigationStatus,
    endedAs: EndedAs.nullable(),
    createdAt: z.string(),
    revision: count,
    rounds: count,
    hypotheses: count,
    activeHypotheses: count,
  })
  .meta({ id: 'CaseSummary' })
export type CaseSummary = z.infer<typeof CaseSummary>

export const ShownCase = z
  .object({
    ...CaseSummary.shape,
    description: z.string(),
    headHash: z.string(),
    endedWhy: orNull.describe('the explanation of how it ended'),
    pausedWhy: orNull,
    sources: count,
    phenomena: count,
    strategist: orNull,
    roles: z.array(z.string()),
    overlapRounds: z.boolean(),
    requireApproval: z.boolean(),
    errorCost: z.number(),
    weights: Weights,
    thresholds: Thresholds,
    budgets: Budgets,
    used: BudgetStatus.shape.budgets,
    unresolved: z
      .array(
        z.object({
          hypothesis: z.string(),
          key: z.string(),
          status: z.enum(['active', 'inconclusive']),
          lacks: z.string(),
        }),
      )
      .describe('each open hypothesis, and what it lacks; in an ended case what is still active is inconclusive'),
  })
  .meta({ id: 'Investigation' })
export type ShownCase = z.infer<typeof ShownCase>

export function showCase(context: Context, investigation: string): Promise<ShownCase> {
  return context.database.read('show_case', async (run) => {
    const [{ investigation: node }, views] = await Promise.all([
      theCase(run, investigation),
      fourViews(run, investigation),
    ])
    const open = views.overview.hypotheses.filter(({ status }) => status === 'active')
    const status = node.status === 'ended' ? 'inconclusive' : 'active'
    return {
      ...summary(node),
      description: node.description,
      headHash: node.headHash,
      endedWhy: node.endedWhy,
      pausedWhy: node.pausedWhy,
      sources: node.sources,
      phenomena: node.phenomena,
      strategist: node.strategist,
      roles: node.roles,
      overlapRounds: node.overlapRounds,
      requireApproval: node.requireApproval,
      errorCost: node.errorCost,
      weights: node.weights,
      thresholds: node.thresholds,
      budgets: node.budgets,
      used: views.budget.budgets,
      unresolved: open.map((row) => ({
        hypothesis: row.alias,
        key: row.key,
        status,
        lacks: whatItLacks(row, views.overview.header, views.coverage),
      })),
    }
  })
}

type Listed = { investigations: CaseSummary[]; next: string | null }

/** Newest first. The cursor is where the page before ended. */
export async function listCases(
  context: Context,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Listed> {
  const [before, beforeId] = cursorOf(cursor)
  const found = await context.database.read('list_cases', (run) => run(cases, { before, beforeId, limit }))
  const shown = found.map(({ investigation }) => summary(investigation))
  const last = shown.at(-1)
  return { investigations: shown, next: shown.length === limit && last ? `${last.createdAt}|${last.id}` : null }
}

function cursorOf(cursor: string | undefined): [before: string, id: string] {
  if (cursor === undefined) return ['9999-12-31T00:00:00Z', 'z']
  const [before = '', id = ''] = cursor.split('|')
  if (z.iso.datetime().safeParse(before).success && z.uuid().safeParse(id).success) return [before, id]
  throw new AppError('invalid_request', 'cursor: use the `next` of the page before')
}

function summary(node: CaseNode): CaseSummary {
  const {
    id,
    name: title,
    status,
    endedAs,
    createdAt,
    revision,
    usedRounds: rounds,
    hypotheses,
    activeHypotheses,
  } = node
  return { id, title, status, endedAs, createdAt, revision, rounds, hypotheses, activeHypotheses }
}
