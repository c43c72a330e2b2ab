/** A worker's calls: ask for work, keep it, record what was seen, and end it. */
import { z } from 'zod'
import type { RecordsInput } from '../domain/records.ts'
import { EvidenceKind, LeadOutcome, LeadState, Topic } from '../domain/vocabulary.ts'
import type { Client } from './client.ts'

/** What this worker reads of a lead that it holds. */
const HeldLead = z.object({
  id: z.uuid(),
  alias: z.string(),
  investigation: z.uuid(),
  role: z.string(),
  expects: EvidenceKind,
  source: z.object({ id: z.uuid(), alias: z.string(), key: z.string() }),
  hypothesis: z.object({ alias: z.string(), key: z.string(), topics: z.array(Topic) }),
  artefact: z.object({ key: z.string(), name: z.string(), tools: z.array(z.string()) }).nullable(),
  token: z.string(),
})
export type HeldLead = z.infer<typeof HeldLead>

const Ending = z.object({ state: LeadState, outcome: LeadOutcome.nullable(), moved: z.number().nullable() })
export type Ending = z.infer<typeof Ending>

export type Asking = {
  readonly worker: string
  readonly roles: readonly string[]
  readonly leaseSeconds: number
  readonly investigation: string
}

/** One lead to work on, if there is any. A lost answer heals by the lease. */
export async function claimOne(client: Client, asking: Asking): Promise<HeldLead | undefined> {
  const { leads } = await client.call({
    path: '/v1/leads/claim',
    body: { ...asking, max: 1 },
    answer: z.object({ leads: z.array(HeldLead) }),
  })
  return leads[0]
}

type Held = Pick<HeldLead, 'id' | 'token'>

export function keepLease(client: Client, held: Held, leaseSeconds: number): Promise<unknown> {
  return say(client, held, { verb: 'heartbeat', body: { leaseSeconds }, answer: z.unknown() })
}

/** Give it a `recordKey`: the call is repeated when its answer is lost. */
export function record(client: Client, held: Held, records: RecordsInput): Promise<unknown> {
  return say(client, held, { verb: 'records', body: records, answer: z.unknown() })
}

export function complete(client: Client, held: Held, summary: string): Promise<Ending> {
  return say(client, held, { verb: 'complete', body: { summary }, answer: Ending })
}

export function fail(client: Client, held: Held, why: string): Promise<Ending> {
  return say(client, held, { verb: 'fail', body: { why: why.slice(0, 1000) }, answer: Ending })
}

export function release(client: Client, held: Held, why: string): Promise<Ending> {
  return say(client, held, { verb: 'release', body: { why }, answer: Ending })
}

type Said<Shape extends z.ZodType> = { readonly verb: string; readonly body: object; readonly answer: Shape }

function say<Shape extends z.ZodType>(
  client: Client,
  { id, token }: Held,
  { verb, body, answer }: Said<Shape>,
): Promise<z.output<Shape>> {
  return client.call({ path: `/v1/leads/${id}/${verb}`, body: { ...body, token }, answer, repeatable: true })
}
