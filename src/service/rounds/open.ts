/** Opening a round: one at a time, under a fence and a lease; at a cap the service ends the case itself. */
import { uuidv7 } from 'uuidv7'
import { capsReached } from '../../domain/views/budget-status.ts'
import { ended, roundOpened } from '../../domain/case-state.ts'
import { alias } from '../../domain/identity.ts'
import { AppError } from '../../errors.ts'
import type { RunningRound } from '../../graph/commands/case.ts'
import { openRound } from '../../graph/commands/rounds.ts'
import { clear } from '../cases/acts.ts'
import { writeToCase, type Call, type Plan, type Scene } from '../case-write.ts'
import type { Context } from '../context.ts'
import { budgetOf } from '../reading/budget.ts'
import { refuseEnded } from '../cases/add.ts'
import { roundKey } from './round-writes.ts'
import type { RoundAnswer } from './answer.ts'

export type Opened = {
  readonly opened: {
    number: number
    alias: string
    fence: number
    strategist: string
    tokensLeft: number
    secondsLeft: number
  }
}
export type Opening = Opened | { readonly answered: RoundAnswer }

/** Who decides where the case names nobody; the longest, in seconds, that a round may think before another may take over. */
export type RoundSetting = { readonly strategist: string; readonly leaseSeconds: number }

/** Throws `ended`, `paused`, `round_running`, `leads_outstanding`. A key that was used before gets its first answer. */
export async function openTheRound(context: Context, call: Call, setting: RoundSetting): Promise<Opening> {
  const requestKey = uuidv7()
  const answer = await writeToCase<Opening | RoundAnswer>(context.database, call, async (scene) => {
    if (scene.running?.requestKey === requestKey) return openedBefore(scene, scene.running, setting)
    refuseEnded(scene)
    refuseWhileBusy(scene)
    const budget = budgetOf(scene.state, scene.now)
    if (capsReached(budget).length > 0) return endAtCap(scene, capsReached(budget).join(', '))
    refuseWhileOutstanding(scene)
    return open(scene, requestKey, setting)
  })
  return 'opened' in answer || 'answered' in answer ? answer : { answered: answer }
}

function refuseWhileBusy({ state, running, now }: Scene): void {
  if (state.status === 'paused') {
    throw new AppError(
      'paused',
      `the investigation is paused: ${state.pausedWhy ?? ''}. Resume it with a name and a reason`,
    )
  }
  if (!running) return
  const retryAfter = Math.max(1, Math.ceil((Date.parse(running.leaseUntil) - Date.parse(now)) / 1000))
  throw new AppError(
    'round_running',
    `round ${running.alias} is deciding; its lease runs until ${running.leaseUntil}`,
    {
      details: { round: running.alias, retryAfter },
    },
  )
}

/**
 * Where rounds may overlap, a failed one still waits for the leads before it: who could neither propose nor end while
 * they were outstanding would fail again, until the case is paused.
 */
function refuseWhileOutstanding(scene: Scene): void {
  const mayOverlap = scene.case.overlapRounds && scene.state.failedInARow === 0
  if (mayOverlap || scene.outstanding.length === 0) return
  throw outstandingLeads(scene.outstanding.map(({ alias: name }) => name))
}

function outstandingLeads(leads: string[]): AppError {
  const message = `leads ${leads.join(', ')} are outstanding: a round opens when they have ended (claim and complete them, or wait)`
  return new AppError('leads_outstanding', message, { details: { leads } })
}

/** The driver runs a transaction again when nobody told it of the commit: what was opened then is this call's own round. */
function openedBefore(scene: Scene, round: RunningRound, setting: RoundSetting): Plan<Opening> {
  return { entries: [], writes: [], passing: true, answer: () => openedAs(scene, round, setting) }
}

function open(scene: Scene, requestKey: string, setting: RoundSetting): Plan<Opening> {
  const { leaseSeconds } = setting
  const strategist = scene.case.strategist ?? setting.strategist
  const investigation = scene.case.id
  const state = roundOpened(scene.state, scene.now)
  const { fence, headNumber: number } = state
  const name = alias(investigation, 'round', number)
  const leaseUntil = new Date(Date.parse(scene.now) + leaseSeconds * 1000).toISOString()
  const row = {
    investigation,
    key: roundKey(investigation, number),
    alias: name,
    name: `R${number}`,
    number,
    fence,
    strategist,
    leaseUntil,
  }
  return {
    entries: [{ type: 'round_opened', body: { round: number, fence, strategist, leaseUntil } }],
    writes: [(run) => run(openRound, { ...row, at: scene.now, requestKey })],
    state,
    passing: true,
    answer: () => openedAs(scene, { number, alias: name, fence }, setting),
  }
}

function openedAs(
  scene: Scene,
  round: Pick<RunningRound, 'number' | 'alias' | 'fence'>,
  setting: RoundSetting,
): Opened {
  const { number, alias: name, fence } = round
  const { minutes, modelTokens } = leftOf(scene)
  const strategist = scene.case.strategist ?? setting.strategist
  return { opened: { number, alias: name, fence, strategist, tokensLeft: modelTokens, secondsLeft: minutes * 60 } }
}

function leftOf(scene: Scene) {
  const of = (budget: string) => budgetOf(scene.state, scene.now).budgets.find((row) => row.budget === budget)
  const left = (budget: string) => Math.max(0, (of(budget)?.cap ?? 0) - (of(budget)?.used ?? 0))
  return { minutes: left('minutes'), modelTokens: left('modelTokens') }
}

/** No model is asked. What nobody has claimed is cancelled; while something is claimed the case waits for it. */
async function endAtCap(scene: Scene, caps: string): Promise<Plan<Opening | RoundAnswer>> {
  const unclaimed = scene.outstanding.filter(({ state }) => state !== 'claimed')
  const clearing = await clear(scene, unclaimed, `budget used up: ${caps}`)
  const cleared = { ...clearing, entries: clearing.entries.map((note) => ({ ...note, actor: 'service' })) }
  if (cleared.outstanding.length > 0) {
    const refusal = outstandingLeads(cleared.outstanding.map(({ alias: name }) => name))
    return {
      ...cleared,
      refusal,
      answer: () => {
        throw refusal
      },
    }
  }
  const explanation = `The budget is used up: ${caps}.`
  const answer: RoundAnswer = {
    round: null,
    decision: { type: 'complete', reason: 'budget_exhausted', explanation },
    failure: null,
    usage: null,
  }
  return {
    ...cleared,
    entries: [
      ...cleared.entries,
      { type: 'case_completed', actor: 'service', body: { reason: 'budget_exhausted', explanation } },
    ],
    state: ended(cleared.state, 'budget', explanation),
    answer: () => answer,
  }
}
