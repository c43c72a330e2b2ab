/** The replay worker: claims leads over REST like anybody's worker, and answers them from the findings of a case folder. */
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { CaseFolder } from '../cases/load.ts'
import { GraphOverview } from '../domain/views/graph-overview.ts'
import { SourceCoverage } from '../domain/views/source-coverage.ts'
import { AppError } from '../errors.ts'
import { type Client, isPassing, Refusal } from './client.ts'
import { firstNotLooked, type Look, lookAt, recordsOf, summaryOf } from './finding-records.ts'
import { whileHeld } from './lease.ts'
import { claimOne, complete, type Ending, fail, type HeldLead, record, release } from './work.ts'

export type ReplayEvent =
  | { readonly type: 'claimed'; readonly lead: HeldLead }
  | { readonly type: 'ended'; readonly lead: HeldLead; readonly ending: Ending; readonly summary: string }
  | { readonly type: 'lost'; readonly lead: HeldLead; readonly why: string }
  | { readonly type: 'waiting'; readonly why: string }

export type ReplayWorker = {
  /** Without a signal of its own: what is begun is brought to an end, or given back. */
  readonly client: Client
  readonly folder: CaseFolder
  readonly investigation: string
  readonly name: string
  readonly leaseSeconds: number
  /** How long a look takes, in seconds. */
  readonly lookSeconds: number
  /** Milliseconds until it asks again when there was nothing to do; longer the longer there is nothing. */
  readonly restMillis: number
  /** Ends when there is nothing to claim, and throws when the service is away, instead of waiting. */
  readonly once: boolean
  readonly signal: AbortSignal
  readonly watch: (event: ReplayEvent) => void
}

/** Milliseconds that it rests at most before it asks again. */
const longestRest = 1000

/** What of the investigation the worker needs to know: its roles, and which key is which id. */
type Desk = {
  readonly roles: readonly string[]
  readonly sources: ReadonlySet<string>
  readonly hypotheses: ReadonlyMap<string, string>
}

/** Works until it is told to stop. Throws `case_file` where folder and investigation do not belong together. */
export async function replay(worker: ReplayWorker): Promise<void> {
  const desk = await deskOf(worker)
  let wait = worker.restMillis
  while (!worker.signal.aborted) {
    const worked = await turn(worker, desk)
    if (!worked && worker.once) return
    if (!worked) await rest(worker, wait)
    wait = worked ? worker.restMillis : Math.min(wait * 1.2, longestRest)
  }
}

async function deskOf({ client, folder, investigation }: ReplayWorker): Promise<Desk> {
  const path = `/v1/investigations/${investigation}`
  const [{ roles }, overview] = await Promise.all([
    client.call({ path, answer: z.object({ roles: z.array(z.string()) }) }),
    client.call({
      path: `${path}/views/graph-overview`,
      answer: GraphOverview.pick({ hypotheses: true, sources: true }),
    }),
  ])
  const hypotheses = new Map(overview.hypotheses.map(({ key, id }) => [key, id]))
  const sources = new Set(overview.sources.map(({ key }) => key))
  const strange =
    folder.start.hypotheses.find(({ key }) => !hypotheses.has(key)) ??
    folder.start.sources.find(({ key }) => !sources.has(key))
  if (strange)
    throw new AppError('case_file', `the folder is not that of this investigation, which has no ${strange.key}`)
  return { roles, sources: new Set(folder.start.sources.map(({ key }) => key)), hypotheses }
}

/** Answers whether there was something to do. */
async function turn(worker: ReplayWorker, desk: Desk): Promise<boolean> {
  const { client, name, investigation, leaseSeconds, watch } = worker
  try {
    const lead = await claimOne(client, { worker: name, roles: desk.roles, leaseSeconds, investigation })
    if (!lead) return false
    watch({ type: 'claimed', lead })
    await whileHeld(client, { lead, leaseSeconds }, (lost) => answered(worker, desk, { lead, lost }))
    return true
  } catch (error) {
    if (worker.once || !isPassing(error)) throw error
    watch({ type: 'waiting', why: error instanceof Error ? error.message : String(error) })
    await rest(worker, 2000)
    return true
  }
}

type Holding = { readonly lead: HeldLead; readonly lost: AbortSignal }

/** Brings a lead to its end. One that is no longer ours is let go. */
async function answered(worker: ReplayWorker, desk: Desk, { lead, lost }: Holding): Promise<void> {
  const { watch } = worker
  try {
    const done = await worked(worker, desk, { lead, lost }).catch((error: unknown) => givenUp(worker, lead, error))
    watch({ type: 'ended', lead, ...done })
  } catch (error) {
    if (!(error instanceof Refusal) || !isGone(error)) throw error
    watch({ type: 'lost', lead, why: error.message })
  }
}

/** A lead whose records the service refuses fails, and says why. */
function givenUp({ client }: ReplayWorker, lead: HeldLead, error: unknown): Promise<Worked> {
  if (!(error instanceof Refusal) || isPassing(error) || isGone(error)) throw error
  return ended(fail, { client, lead }, `${error.code}: ${error.message}`)
}

/** Another worker's now, or nobody's any more. */
function isGone({ code }: Refusal): boolean {
  return code === 'lease_lost' || code === 'ended'
}

type Worked = { readonly ending: Ending; readonly summary: string }

async function worked(worker: ReplayWorker, desk: Desk, { lead, lost }: Holding): Promise<Worked> {
  const { client, signal, lookSeconds } = worker
  const look = desk.sources.has(lead.source.key) ? await lookFor(worker, lead) : undefined
  if (!look)
    return ended(
      fail,
      { client, lead },
      `the case folder says nothing that would answer this lead on ${lead.source.key}`,
    )
  await pause(lookSeconds * 1000, undefined, { signal: AbortSignal.any([signal, lost]) }).catch(() => undefined)
  if (lost.aborted) throw lost.reason
  if (signal.aborted) return ended(release, { client, lead }, 'the worker was stopped')
  await record(
    client,
    lead,
    recordsOf(look, { source: lead.source.id, hypothesis: (key) => desk.hypotheses.get(key) ?? key }),
  )
  if (look.finding?.outcome !== 'failed') return ended(complete, { client, lead }, summaryOf(look))
  return ended(fail, { client, lead }, `${look.tool} could not read ${look.artefact}: ${look.finding.output.trim()}`)
}

async function ended(
  end: typeof complete,
  { client, lead }: { client: Client; lead: HeldLead },
  summary: string,
): Promise<Worked> {
  return { ending: await end(client, lead, summary), summary }
}

/** At the artefact that the lead names, or the first that would do and was not looked at. */
async function lookFor(
  { client, folder }: ReplayWorker,
  { artefact, investigation, source, role, hypothesis }: HeldLead,
): Promise<Look | undefined> {
  if (artefact) return lookAt(folder, { source: source.key, artefact: artefact.key, tools: artefact.tools })
  const path = `/v1/investigations/${investigation}/views/source-coverage?source=${source.alias}`
  const { artefacts } = await client.call({ path, answer: SourceCoverage.pick({ artefacts: true }) })
  const next = firstNotLooked(artefacts, { role, topics: hypothesis.topics })
  return next === undefined ? undefined : lookAt(folder, { source: source.key, artefact: next })
}

async function rest({ signal }: ReplayWorker, milliseconds: number): Promise<void> {
  await pause(milliseconds, undefined, { signal }).catch(() => undefined)
}
