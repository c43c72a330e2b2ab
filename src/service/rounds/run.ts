/** A round from beginning to end: opened under a lease, thought through outside any transaction, committed at once. */
import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { AppError } from '../../errors.ts'
import { decide } from '../../strategist/decide.ts'
import { auditOf, audited, type Audit } from '../audit.ts'
import type { Call } from '../case-write.ts'
import type { Service } from '../service.ts'
import type { RoundAnswer } from './answer.ts'
import { commitRound, type Thought } from './commit.ts'
import { deskFor } from './desk.ts'
import { openTheRound, type Opened } from './open.ts'
import { roundKey } from './round-writes.ts'

export type RoundCall = {
  readonly investigation: string
  readonly key: string | undefined
  readonly signal?: AbortSignal
}
export type AuditedRound = RoundAnswer & { audit: Audit | null }

/** How much longer than its thinking a round's lease lasts, in seconds. */
const leaseMargin = 30

/** Throws what opening and committing throw. A failed round is an answer, not an error. */
export async function runRound(service: Service, { investigation, key }: RoundCall): Promise<AuditedRound> {
  if (service.running.closing)
    throw new AppError('graph_unavailable', 'the service is ending: ask another one, or again in a moment')
  const call = { investigation, command: 'round', actor: 'admin', key, body: {} }
  const leaseSeconds = service.roundLimits.seconds + leaseMargin
  const answer = await service.running.track(async (aborted) => {
    const opening = await openTheRound(service, call, { strategist: service.strategist, leaseSeconds })
    if ('answered' in opening) return opening.answered
    const transcript = await think(service, investigation, { opened: opening.opened, aborted })
    const tainted = opening.opened.strategist !== 'rules'
    return committed(service, call, { thought: { opened: opening.opened, transcript, tainted }, leaseSeconds })
  })
  return withAudit(service, investigation, answer)
}

type Thinking = { readonly opened: Opened['opened']; readonly aborted: AbortSignal }

function think(service: Service, investigation: string, { opened, aborted }: Thinking) {
  const { number, strategist, tokensLeft, secondsLeft } = opened
  const marker = randomBytes(6).toString('hex')
  const model = service.modelOf(strategist)
  return decide({
    model,
    desk: deskFor(service, investigation, marker),
    round: number,
    marker,
    limits: { ...service.roundLimits, seconds: Math.min(service.roundLimits.seconds, secondsLeft) },
    tokens: tokensLeft,
    prefetch: service.prefetch,
    signal: aborted,
  })
}

type Committing = { readonly thought: Thought; readonly leaseSeconds: number }

/** Where the graph is away the caller is told so at once, and the round is recorded as failed as soon as it is back. */
async function committed(service: Service, call: Call, { thought, leaseSeconds }: Committing): Promise<RoundAnswer> {
  try {
    return await commitRound(service, call, thought)
  } catch (error) {
    if (isAway(error))
      void service.running.track((aborted) => failLater(service, call, { thought, leaseSeconds, aborted }))
    throw error
  }
}

const secondsBetweenTries = 1

/** Until it is recorded, taken over, or the lease is out: then whoever writes next notes it as abandoned. Never throws. */
async function failLater(
  service: Service,
  call: Call,
  { thought, leaseSeconds, aborted }: Committing & { readonly aborted: AbortSignal },
): Promise<void> {
  const late = { ...thought, late: true }
  const until = performance.now() + leaseSeconds * 1000
  for (let away = true; away && performance.now() < until && !aborted.aborted;) {
    await setTimeout(secondsBetweenTries * 1000, undefined, { signal: aborted }).catch(() => undefined)
    away = await commitRound(service, call, late).then(() => false, isAway)
  }
}

function isAway(error: unknown): boolean {
  return error instanceof AppError && error.code === 'graph_unavailable'
}

function withAudit(service: Service, investigation: string, answer: RoundAnswer): AuditedRound {
  const audit = answer.round ? auditOf(service, 'round', roundKey(investigation, answer.round.number)) : null
  if (answer.decision?.type !== 'propose') return { ...answer, audit }
  return {
    ...answer,
    decision: { ...answer.decision, leads: answer.decision.leads.map((lead) => audited(service, lead)) },
    audit,
  }
}
