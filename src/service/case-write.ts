/** The one way to write to a case: lock, look, decide, and commit everything with its journal entries, or nothing. */
import { uuidv7 } from 'uuidv7'
import { clocked, type CaseState } from '../domain/case-state.ts'
import { entryNode } from '../domain/nodes/entry-node.ts'
import { canonical, chained, sha256, type Draft, type Entry } from '../domain/journal/chain.ts'
import type { BodyOf, EntryType } from '../domain/journal/bodies.ts'
import { AppError } from '../errors.ts'
import type { Database, Run } from '../graph/database.ts'
import type { LeadNode } from '../domain/lead-node.ts'
import { append, lock, type CaseNode, type Locked, type RunningRound } from '../graph/commands/case.ts'
import { changedProperties } from '../domain/nodes/case-node.ts'
import { stateOf } from './case-state-of.ts'
import { lapsed } from './lapse.ts'
import { asAnswer, firstAnswer } from './receipts.ts'

/** Who calls, what for, and under which key of theirs a repeated call gets the first answer. */
export type Call = {
  readonly investigation: string
  readonly command: string
  readonly actor: string
  readonly key?: string | undefined
  readonly body: unknown
  /** Reads that do not depend on how the case stands. */
  readonly ahead?: readonly Ahead<unknown>[]
}

/** A read that travels with the lock, right behind it. What it throws is thrown where its result is asked for. */
export class Ahead<Facts> {
  readonly #read: (run: Run, investigation: string) => Promise<Facts>
  #facts: Promise<Facts> | undefined

  constructor(read: (run: Run, investigation: string) => Promise<Facts>) {
    this.#read = read
  }

  /** Anew each time: the driver may run a transaction again. */
  async send(run: Run, investigation: string): Promise<void> {
    this.#facts = this.#read(run, investigation)
    await Promise.allSettled([this.#facts])
  }

  facts(): Promise<Facts> {
    if (this.#facts) return this.#facts
    throw new Error('this read was not sent with the lock')
  }
}

/** A case as a command finds it, under the lock, after what had run out has been applied. */
export type Scene = {
  readonly run: Run
  readonly case: CaseNode
  readonly state: CaseState
  readonly now: string
  readonly outstanding: readonly LeadNode[]
  readonly running: RunningRound | undefined
}

export type Write = (run: Run) => Promise<unknown>
export type Note = {
  [T in EntryType]: { readonly type: T; readonly body: BodyOf<T>; readonly actor?: string }
}[EntryType]

/** What a command decided to do. Nothing has been written before all of it is known. */
export type Plan<Answer> = {
  readonly entries: readonly Note[]
  readonly writes: readonly Write[]
  readonly state?: CaseState
  /** The outstanding leads afterwards, where they change. */
  readonly outstanding?: readonly Pick<LeadNode, 'state'>[]
  readonly answer: () => Answer
  /** The answer tells what the writes came to: it can be had, and kept, only after them. */
  readonly late?: true
  /** The answer is not kept under the caller's key: it holds a secret, or is not yet the whole answer. */
  readonly passing?: true
  /** The call is refused, but what it planned is kept. */
  readonly refusal?: AppError
}

/** Runs a command. Throws `not_found`, `idempotency_mismatch`, what `decide` throws, and `graph_unavailable`. */
export async function writeToCase<Answer>(
  database: Database,
  call: Call,
  decide: (scene: Scene) => Promise<Plan<Answer>>,
): Promise<Answer> {
  const receipt = receiptKey(call)
  const outcome = await unlessUnchanged<Outcome<Answer>>((unchanged) =>
    database.write(call.command, async (run) => {
      const locked = await take(run, call, receipt)
      const earlier = earlierAnswer<Answer>(call, locked)
      if (earlier) return unchanged(earlier)
      const prepared = await decided(run, locked, decide)
      if (changesNothing(prepared)) return unchanged({ answer: prepared.plan.answer() })
      return commit(call, receipt, prepared)
    }),
  )
  if ('refusal' in outcome) throw outcome.refusal
  return outcome.answer
}

/** Where there is nothing to write the transaction is taken back, its lock with it: the only way out of it is to throw. */
async function unlessUnchanged<T>(work: (unchanged: (result: T) => never) => Promise<T>): Promise<T> {
  let kept: { result: T; way: Error } | undefined
  try {
    return await work((result) => {
      kept = { result, way: new Error('nothing was written') }
      throw kept.way
    })
  } catch (error) {
    if (kept && error === kept.way) return kept.result
    throw error
  }
}

function changesNothing({ lapses, plan }: Prepared<unknown>): boolean {
  const nothing = ({ entries, writes }: Plan<unknown>) => entries.length === 0 && writes.length === 0
  return plan.passing === true && nothing(lapses) && nothing(plan)
}

type Outcome<Answer> = { answer: Answer } | { refusal: AppError }
type Prepared<Answer> = { scene: Scene; locked: Locked; lapses: Plan<undefined>; plan: Plan<Answer> }

async function take(run: Run, call: Call, receipt: string): Promise<Locked> {
  const [[locked]] = await Promise.all([
    run(lock, { investigation: call.investigation, command: call.command, receipt }),
    ...(call.ahead ?? []).map((ahead) => ahead.send(run, call.investigation)),
  ])
  if (locked) return locked
  throw new AppError('not_found', `there is no investigation ${call.investigation}: GET /v1/investigations lists them`)
}

async function decided<Answer>(
  run: Run,
  locked: Locked,
  decide: (scene: Scene) => Promise<Plan<Answer>>,
): Promise<Prepared<Answer>> {
  const found = sceneOf(run, locked)
  const lapses = await lapsed(found)
  // at once, so that whatever the command reads has run out as well, and nothing ends twice
  await Promise.all(lapses.plan.writes.map((write) => write(run)))
  const outstanding = found.outstanding
    .filter((lead) => !lapses.gone.has(lead.alias))
    .map((lead) => lapses.changed.get(lead.alias) ?? lead)
  const scene = { ...found, state: lapses.state, outstanding, running: lapses.running }
  try {
    return { scene, locked, lapses: lapses.plan, plan: await decide(scene) }
  } catch (error) {
    if (!(error instanceof AppError) || lapses.plan.entries.length === 0) throw error
    return { scene, locked, lapses: lapses.plan, plan: refused(error) }
  }
}

async function commit<Answer>(call: Call, receipt: string, prepared: Prepared<Answer>): Promise<Outcome<Answer>> {
  const { scene, plan } = prepared
  const writing = Promise.all(plan.writes.map((write) => write(scene.run)))
  const ending = endingOf(call, prepared)
  if (plan.late) await writing
  const kept = plan.refusal || plan.passing ? [] : [receiptOf(call, receipt, { answer: plan.answer(), at: scene.now })]
  await Promise.all([writing, scene.run(append, { ...ending, receipts: kept })])
  if (plan.refusal) return { refusal: plan.refusal }
  return { answer: asAnswer<Answer>(kept[0]?.answer ?? canonical(plan.answer() ?? null)) }
}

/** Nothing of a refused command is written, only what had run out before it. */
function refused(refusal: AppError): Plan<never> {
  const answer = () => {
    throw refusal
  }
  return { entries: [], writes: [], refusal, answer }
}

/** What ends every write. It is sent right behind the others, so that all of them make one journey. */
function endingOf(call: Call, { scene, locked, lapses, plan }: Prepared<unknown>) {
  const notes = [...lapses.entries, ...plan.entries]
  const entries = entriesOf(call, scene, notes)
  const last = entries.at(-1)
  return {
    investigation: call.investigation,
    changes: changedProperties(stateOf(locked.investigation), stateAfter(scene, plan)),
    revision: last?.seq ?? scene.case.revision,
    headHash: last?.hash ?? scene.case.headHash,
    entries: entries.map((entry, index) => entryNode(call.investigation, entry, roundEndedBy(notes[index]))),
  }
}

function receiptOf(call: Call, key: string, { answer, at }: { answer: unknown; at: string }): Receipts[number] {
  return { key, name: call.command, body: bodyHash(call), answer: canonical(answer ?? null), at }
}

type Receipts = { key: string; name: string; body: string; answer: string; at: string }[]

function roundEndedBy(note: Note | undefined): number | null {
  const ends = note?.type === 'round_proposed' || note?.type === 'round_completed' || note?.type === 'round_failed'
  return ends ? note.body.round : null
}

function entriesOf(call: Call, scene: Scene, notes: readonly Note[]): Entry[] {
  const drafts: Draft[] = notes.map(({ type, body, actor }) => ({
    type,
    body,
    actor: actor ?? call.actor,
    at: scene.now,
  }))
  return chained({ seq: scene.case.revision, hash: scene.case.headHash }, drafts)
}

function stateAfter(scene: Scene, plan: Plan<unknown>): CaseState {
  const leads = plan.outstanding ?? scene.outstanding
  const awaiting = leads.filter(({ state }) => state === 'awaiting_approval').length
  return clocked(plan.state ?? scene.state, { outstanding: leads.length, awaiting }, scene.now)
}

function sceneOf(run: Run, locked: Locked): Scene {
  const { investigation, now, outstanding, running } = locked
  return { run, case: investigation, state: stateOf(investigation), now, outstanding, running: running ?? undefined }
}

function receiptKey({ actor, investigation, key }: Call): string {
  return `${actor}|${investigation}|${key ?? uuidv7()}`
}

function bodyHash({ command, body }: Call): string {
  return sha256(canonical({ command, body }))
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller knows what the first answer was
function earlierAnswer<Answer>(call: Call, { receiptAnswer, receiptBody }: Locked): { answer: Answer } | undefined {
  if (receiptAnswer === null) return undefined
  return { answer: firstAnswer<Answer>({ answer: receiptAnswer, body: receiptBody }, bodyHash(call)) }
}
