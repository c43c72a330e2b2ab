/** What a person does to a case as a whole, with a name and a reason: pause, resume, raise a budget, close, reopen. */
import type { Budgets } from '../../domain/case-start.ts'
import { ended, paused, reopenedCase, resumed, roundFailed, type CaseState } from '../../domain/case-state.ts'
import { givenUp, waitingAnew } from '../../domain/lead.ts'
import { leadShort } from '../../domain/lead-name.ts'
import { AppError } from '../../errors.ts'
import type { LeadNode } from '../../domain/lead-node.ts'
import { writeToCase, type Call, type Note, type Plan, type Scene, type Write } from '../case-write.ts'
import type { Context } from '../context.ts'
import { leadWrites } from '../leads/lead-writes.ts'
import { abandonedRound } from '../rounds/round-writes.ts'
import { refuseEnded } from './add.ts'

export type CaseStanding = Pick<CaseState, 'status' | 'endedAs' | 'budgets'>

export function pauseCase(context: Context, call: Call, why: string): Promise<CaseStanding> {
  return writeToCase(context.database, call, async (scene) => {
    refuseEnded(scene)
    if (scene.state.status === 'paused') throw new AppError('paused', 'the investigation is paused already')
    return standing(scene, { entries: [{ type: 'case_paused', body: { why } }], state: paused(scene.state, why) })
  })
}

export function resumeCase(context: Context, call: Call, why: string): Promise<CaseStanding> {
  return writeToCase(context.database, call, async (scene) => {
    refuseEnded(scene)
    if (scene.state.status !== 'paused')
      throw new AppError('not_paused', 'the investigation is not paused: there is nothing to resume')
    const outstanding = scene.outstanding.map((lead) => waitingAnew(lead, scene.now))
    const writes = await Promise.all(
      scene.outstanding
        .filter(({ state }) => state === 'open')
        .map((before) => leadWrites(scene, { before, after: waitingAnew(before, scene.now) })),
    )
    return standing(scene, {
      entries: [{ type: 'case_resumed', body: { why } }],
      state: resumed(scene.state),
      writes: writes.flat(),
      outstanding,
    })
  })
}

/** Caps can only be raised: what has been promised to be spent at most is not taken back silently. */
export function raiseBudget(
  context: Context,
  call: Call,
  raise: { budgets: { [Name in keyof Budgets]?: number | undefined }; why: string },
): Promise<CaseStanding> {
  return writeToCase(context.database, call, async (scene) => {
    refuseEnded(scene)
    const old = scene.state.budgets
    const {
      rounds = old.rounds,
      toolCalls = old.toolCalls,
      minutes = old.minutes,
      modelTokens = old.modelTokens,
    } = raise.budgets
    const budgets = { rounds, toolCalls, minutes, modelTokens }
    const lower = (['rounds', 'toolCalls', 'minutes', 'modelTokens'] as const).find((name) => budgets[name] < old[name])
    if (lower) {
      throw new AppError('invalid_request', `budgets.${lower}: a budget can only be raised; it is ${old[lower]} now`, {
        details: { field: `budgets.${lower}` },
      })
    }
    const state = { ...scene.state, budgets }
    return standing(scene, { entries: [{ type: 'budget_raised', body: { budgets, why: raise.why } }], state })
  })
}

export function closeCase(context: Context, call: Call, why: string): Promise<CaseStanding> {
  return writeToCase(context.database, call, async (scene) => {
    refuseEnded(scene)
    const cleared = await clear(scene, scene.outstanding)
    const entries = [...cleared.entries, { type: 'case_closed', body: { why } } satisfies Note]
    return standing(scene, { ...cleared, entries, state: ended(cleared.state, 'closed_by_person', why) })
  })
}

export function reopenCase(context: Context, call: Call, why: string): Promise<CaseStanding> {
  return writeToCase(context.database, call, async (scene) => {
    if (scene.state.status !== 'ended')
      throw new AppError('not_ended', 'the investigation has not ended: there is nothing to reopen')
    return standing(scene, { entries: [{ type: 'case_reopened', body: { why } }], state: reopenedCase(scene.state) })
  })
}

export type Cleared = { entries: Note[]; writes: Write[]; state: CaseState; outstanding: LeadNode[] }

/** What an ending takes with it: the leads named are cancelled, and a running round is abandoned. */
export async function clear(
  scene: Scene,
  leads: readonly LeadNode[],
  why = 'the investigation ended',
): Promise<Cleared> {
  const entries: Note[] = []
  const writes: Write[] = []
  for (const lead of leads) {
    const after = { ...lead, ...givenUp(lead, 'cancelled', { at: scene.now, why }) }
    entries.push({ type: 'lead_cancelled', body: { lead: leadShort(lead), why } })
    writes.push(...(await leadWrites(scene, { before: lead, after })))
  }
  const outstanding = scene.outstanding.filter((lead) => !leads.includes(lead))
  if (!scene.running) return { entries, writes, state: scene.state, outstanding }
  const round = abandonedRound(scene, scene.running)
  return {
    entries: [...entries, round.entry],
    writes: [...writes, round.write],
    state: roundFailed(scene.state, 'abandoned'),
    outstanding,
  }
}

function standing(
  scene: Scene,
  plan: Pick<Plan<CaseStanding>, 'entries' | 'outstanding'> & { writes?: Write[]; state: CaseState },
): Plan<CaseStanding> {
  const { status, endedAs, budgets } = plan.state
  return { outstanding: scene.outstanding, writes: [], ...plan, answer: () => ({ status, endedAs, budgets }) }
}
