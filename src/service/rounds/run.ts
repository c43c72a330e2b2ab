/** A round from beginning to end: opened under a lease, thought through outside any transaction, committed at once. */
import { randomBytes } from 'node:crypto'
import { AppError } from '../../errors.ts'
import { decide } from '../../strategist/decide.ts'
import { auditOf, audited, type Audit } from '../audit.ts'
import type { Service } from '../service.ts'
import type { RoundAnswer } from './answer.ts'
import { commitRound } from './commit.ts'
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
    return commitRound(service, call, {
      opened: opening.opened,
      transcript,
      tainted: opening.opened.strategist !== 'rules',
    })
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

function withAudit(service: Service, investigation: string, answer: RoundAnswer): AuditedRound {
  const audit = answer.round ? auditOf(service, 'round', roundKey(investigation, answer.round.number)) : null
  if (answer.decision?.type !== 'propose') return { ...answer, audit }
  return {
    ...answer,
    decision: { ...answer.decision, leads: answer.decision.leads.map((lead) => audited(service, lead)) },
    audit,
  }
}
