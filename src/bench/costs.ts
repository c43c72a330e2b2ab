/** What reading and writing a case cost: the views, a round without its model, and a worker's calls. */
import { uuidv7 } from 'uuidv7'
import type { Database } from '../graph/database.ts'
import { loadBigCase } from '../graph/bench/big-case.ts'
import { trivialRead, trivialWrite } from '../graph/bench/trivial.ts'
import { Claimed, claimBody, createBigCase, Proposed, recordBody, type Big } from './big-case.ts'
import { keep, ratio, timed, type Figure, type Samples } from './ratios.ts'
import type { Rest } from './rest.ts'

/** What is measured: a service over REST, its database for what nothing can be cheaper than, and its views in one read. */
export type Subject = {
  readonly api: Rest
  readonly database: Database
  readonly fourViews: (investigation: string) => Promise<unknown>
  /** The use cases below REST, which a transaction is compared with. */
  readonly useCases: UseCases
}
export type UseCases = {
  readonly round: (investigation: string) => Promise<unknown>
  readonly claim: (body: ReturnType<typeof claimBody>) => Promise<unknown>
  readonly record: (lead: string, body: ReturnType<typeof recordBody>) => Promise<unknown>
  readonly complete: (lead: string, token: string) => Promise<unknown>
}
export type Size = { readonly phenomena: number; readonly rounds: number; readonly warm: number }

export async function measureCosts(
  subject: Subject,
  size: Size,
  progress: (sentence: string) => void,
): Promise<Figure[]> {
  progress(`Warming up with ${size.warm} rounds on a small case.`)
  const small = await loaded(subject, 1000)
  for (let round = 1; round <= size.warm; round++) await play(subject, small, { samples: new Map(), round })
  progress(`Loading ${size.phenomena} phenomena.`)
  const big = await loaded(subject, size.phenomena)
  progress(`Playing ${size.rounds} rounds.`)
  const samples: Samples = new Map()
  for (let round = 1; round <= 3; round++) await play(subject, big, { samples: new Map(), round })
  for (let round = 4; round <= size.rounds + 3; round++) await play(subject, big, { samples, round })
  return [
    ratio(samples, { what: 'four views together / trivial read', of: 'views', over: 'read', most: 12 }),
    ratio(samples, { what: 'round without model time / four views', of: 'round', over: 'views', most: 4 }),
    ratio(samples, { what: 'record / trivial write', of: 'record', over: 'write', most: 6 }),
    ratio(samples, { what: 'claim / trivial write', of: 'claim', over: 'write', most: 3 }),
    ratio(samples, { what: 'complete / trivial write', of: 'complete', over: 'write', most: 3 }),
  ]
}

async function loaded({ api, database }: Subject, phenomena: number): Promise<Big> {
  const big = await createBigCase(api)
  await loadBigCase(database, { investigation: big.id, hypotheses: 25, sources: 8, witnesses: 6, phenomena })
  return big
}

/** One round with all its leads carried out, and what it is compared with in between. */
async function play(
  { database, fourViews, useCases }: Subject,
  big: Big,
  { samples, round }: { samples: Samples; round: number },
): Promise<void> {
  const leastRead = () =>
    timed(samples, 'read', () => database.read('bench', (run) => run(trivialRead, { investigation: big.id })))
  // another value each time: the same again would be no write at all
  const leastWrite = () =>
    timed(samples, 'write', () => database.write('bench', (run) => run(trivialWrite, { at: uuidv7() })))
  /** Each stands right behind what it is compared with, so that both meet the machine in the same mood. */
  const beside = async <T>(name: string, work: () => Promise<T>) => {
    await leastWrite()
    return timed(samples, name, work)
  }
  await leastRead()
  await timed(samples, 'views', () => fourViews(big.id))
  const begun = performance.now()
  const { decision, usage } = Proposed.parse(await useCases.round(big.id))
  keep(samples, 'round', performance.now() - begun - usage.modelSeconds * 1000)
  for (const [index] of decision.leads.entries()) {
    const claimed = Claimed.parse({ leads: await beside('claim', () => useCases.claim(claimBody(big.id))) })
    for (const lead of claimed.leads) {
      await beside('record', () => useCases.record(lead.id, recordBody(lead, big, round * 3 + index)))
      await beside('complete', () => useCases.complete(lead.id, lead.token))
    }
  }
}
