/** How a case stands after a run: what was believed against the truth, and what it took. */
import { type Score, score } from '../cases/score.ts'
import type { TruthFile } from '../cases/format.ts'
import type { GraphOverview } from '../domain/views/graph-overview.ts'
import type { Client } from '../workers/client.ts'
import {
  type Shown,
  Shown as ShownCase,
  type ShownLead,
  ShownLeads,
  type Verified,
  Verified as VerifiedCase,
} from './answers.ts'
import { overviewOf } from './drive.ts'
import { exits } from './exit-codes.ts'
import { inCaseOrder } from './words.ts'

export type Result = {
  /** The name of the case: of its folder, or its title where there is none. */
  readonly name: string
  readonly shown: Shown
  readonly overview: GraphOverview
  readonly leads: number
  readonly verified: Verified
  readonly truth: TruthFile | null
  readonly seconds: number
}

/** Asked of the service after the run; the truth is read only now. */
export async function resultOf(
  client: Client,
  investigation: string,
  { name, began, truth }: { name: string; began: number; truth: () => Promise<TruthFile | null> },
): Promise<Result> {
  const path = `/v1/investigations/${investigation}`
  const [shown, overview, leads] = await Promise.all([
    client.call({ path, answer: ShownCase }),
    overviewOf(client, investigation),
    allLeads(client, investigation),
  ])
  const verified = await verify(client, investigation)
  return {
    name,
    shown,
    overview,
    leads: leads.length,
    verified,
    truth: await truth(),
    seconds: Math.round((Date.now() - began) / 100) / 10,
  }
}

/** A long case takes a while: everything of it is read and computed again. */
export function verify(client: Client, investigation: string): Promise<Verified> {
  return client.call({ path: `/v1/investigations/${investigation}/verify`, answer: VerifiedCase, seconds: 600 })
}

const page = 1000

export async function allLeads(client: Client, investigation: string, state?: string): Promise<ShownLead[]> {
  const all: ShownLead[] = []
  for (;;) {
    const query = new URLSearchParams({
      limit: `${page}`,
      after: `${all.at(-1)?.number ?? 0}`,
      ...(state === undefined ? {} : { state }),
    })
    const { leads } = await client.call({
      path: `/v1/investigations/${investigation}/leads?${query.toString()}`,
      answer: ShownLeads,
    })
    all.push(...leads)
    if (leads.length < page) return all
  }
}

export function exitCodeOf({ verified, shown }: Result): number {
  if (!verified.ok) return exits.differs
  return shown.status === 'ended' ? exits.done : exits.waits
}

/** Undefined where nobody knows the truth. */
export function scoreOf({ overview, truth }: Result): Score | undefined {
  return truth ? score(overview.hypotheses, truth) : undefined
}

/** The one line for programs. */
export function resultLine(result: Result) {
  const { name, shown, overview, leads, truth, seconds } = result
  const scored = scoreOf(result)
  const hypotheses = inCaseOrder(overview.hypotheses)
  return {
    case: name,
    investigation: shown.id,
    rounds: shown.rounds,
    leads,
    ended: shown.endedAs,
    hypotheses: hypotheses.map(({ key, status, confidence }) => ({
      key,
      status: status === 'active' && shown.status === 'ended' ? 'inconclusive' : status,
      confidence,
      truth: truth?.[key]?.truth ?? null,
    })),
    correct: scored?.correct ?? null,
    wrong: scored?.wrong ?? null,
    unresolved: scored?.unresolved ?? hypotheses.filter(({ status }) => status === 'active').length,
    seconds,
  }
}
