/** Rounds, one after the other, until the case ends or somebody else has to do something. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { BudgetStatus } from '../domain/views/budget-status.ts'
import { GraphOverview, type LeadRow } from '../domain/views/graph-overview.ts'
import { RoundAnswer } from '../service/rounds/answer.ts'
import { type Client, Refusal } from '../workers/client.ts'

export type RunEvent =
  | { readonly type: 'decided'; readonly answer: RoundAnswer; readonly overview: GraphOverview }
  | { readonly type: 'lead_ended'; readonly lead: LeadRow }
  | {
      readonly type: 'settled'
      readonly before: GraphOverview
      readonly after: GraphOverview
      readonly budget: BudgetStatus
    }

export type Driving = {
  readonly client: Client
  readonly investigation: string
  /** Whom it waits for while leads are outstanding; for workers: not where all of them await a person's approval. */
  readonly waitsFor: 'nobody' | 'workers' | 'anybody'
  readonly signal: AbortSignal
  readonly watch: (event: RunEvent) => void
  /** Tells a person what is going on while it takes long. */
  readonly during: <T>(what: string, work: () => Promise<T>) => Promise<T>
}

export type Stop = 'ended' | 'paused' | 'waits'

export async function driveRounds(driving: Driving): Promise<Stop> {
  const { watch, client, investigation, waitsFor } = driving
  for (;;) {
    const before = await settled(driving, await overviewOf(client, investigation))
    if (before.header.status !== 'open') return before.header.status
    if (before.outstanding.length > 0) return 'waits'
    const answer = await takeRound(driving)
    if (!answer) continue
    watch({ type: 'decided', answer, overview: before })
    const proposed = answer.decision?.type === 'propose'
    const after =
      proposed && waitsFor !== 'nobody'
        ? await settled(driving, before, 'begun')
        : await overviewOf(client, investigation)
    watch({
      type: 'settled',
      before,
      after,
      budget: await client.call({
        path: `/v1/investigations/${investigation}/views/budget-status`,
        answer: BudgetStatus,
      }),
    })
  }
}

export function overviewOf(client: Client, investigation: string): Promise<GraphOverview> {
  return client.call({ path: `/v1/investigations/${investigation}/views/graph-overview`, answer: GraphOverview })
}

/** One decision; undefined where the case is no longer as it was, so that it has to be looked at again. */
async function takeRound({ client, investigation, during, signal }: Driving): Promise<RoundAnswer | undefined> {
  const key = randomUUID()
  for (;;) {
    try {
      return await during('The strategist decides', () => postRound(client, investigation, key))
    } catch (error) {
      if (!(error instanceof Refusal) || !overtaken.has(error.code)) throw error
      await pause(error.code === 'round_running' ? 1000 : 200, undefined, { signal })
      if (error.code !== 'round_running') return undefined
    }
  }
}

/** What others who drive the same case bring about. */
const overtaken = new Set(['round_running', 'leads_outstanding', 'paused', 'ended'])

/** A round takes as long as its model; the service ends it in time. */
export function postRound(client: Client, investigation: string, key: string): Promise<RoundAnswer> {
  return client.call({
    path: `/v1/investigations/${investigation}/rounds`,
    method: 'POST',
    body: {},
    key,
    seconds: 900,
    answer: RoundAnswer.loose(),
  })
}

/** Waits until no lead is outstanding that somebody is to be waited for, and tells of each that ends. */
function settled(
  driving: Driving,
  known: GraphOverview,
  how: 'as known' | 'begun' = 'as known',
): Promise<GraphOverview> {
  const { client, investigation, signal, watch, during } = driving
  const seen = new Set(known.ended.map(({ alias }) => alias))
  return during('Waiting for the workers', async () => {
    let overview = how === 'begun' ? await overviewOf(client, investigation) : known
    for (let wait = 50; ; wait = Math.min(1000, wait * 1.3)) {
      const fresh = overview.ended.filter(({ alias }) => !seen.has(alias)).toReversed()
      for (const lead of fresh) {
        seen.add(lead.alias)
        watch({ type: 'lead_ended', lead })
      }
      if (!isAwaited(driving, overview)) return overview
      await pause(fresh.length > 0 ? 50 : wait, undefined, { signal })
      overview = await overviewOf(client, investigation)
    }
  })
}

function isAwaited({ waitsFor }: Driving, { outstanding }: GraphOverview): boolean {
  if (waitsFor === 'nobody' || outstanding.length === 0) return false
  return waitsFor === 'anybody' || outstanding.some(({ state }) => state !== 'awaiting_approval')
}
