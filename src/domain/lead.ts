/** The life of a lead: its states, its lease, what runs out by itself, and how its outcome is read. Pure. */
import { z } from 'zod'
import type { Weights } from './case-start.ts'
import { rounded } from './belief.ts'
import type { CaseLimits } from './journal/bodies.ts'
import { type EvidenceKind, LeadOutcome, LeadState, outstandingStates } from './vocabulary.ts'

const time = z.iso.datetime()

/** Everything of a lead that changes during its life. Times are UTC strings with milliseconds. */
export const LeadLife = z.object({
  state: LeadState,
  worker: z.string().nullable(),
  claimEpoch: z.int().nonnegative(),
  claimTokenHash: z.string().nullable(),
  tokenHashes: z.array(z.string()).describe('of every claim that this lead has seen'),
  leaseUntil: time.nullable(),
  losses: z.int().nonnegative().describe('leases that ran out'),
  openedAt: time.nullable().describe('when it last became open'),
  endedAt: time.nullable(),
  endedWhy: z.string().nullable(),
  outcome: LeadOutcome.nullable(),
})
export type LeadLife = z.infer<typeof LeadLife>

export const newLife = (state: 'open' | 'awaiting_approval', at: string): LeadLife => ({
  state,
  worker: null,
  claimEpoch: 0,
  claimTokenHash: null,
  tokenHashes: [],
  leaseUntil: null,
  losses: 0,
  openedAt: state === 'open' ? at : null,
  endedAt: null,
  endedWhy: null,
  outcome: null,
})

export function isOutstanding({ state }: Pick<LeadLife, 'state'>): boolean {
  return outstandingStates.some((outstanding) => outstanding === state)
}

/** What of a lead has run out at a moment: its lease, its time unclaimed, or nothing. */
export function runOut(lead: LeadLife, now: string, limits: CaseLimits): 'lease' | 'unclaimed' | undefined {
  const at = Date.parse(now)
  if (lead.state === 'claimed' && lead.leaseUntil !== null && Date.parse(lead.leaseUntil) <= at) return 'lease'
  if (lead.state !== 'open' || lead.openedAt === null) return undefined
  return Date.parse(lead.openedAt) + limits.unclaimedSeconds * 1000 <= at ? 'unclaimed' : undefined
}

/** The lead after its lease or its time unclaimed has run out. */
export function lapse(lead: LeadLife, what: 'lease' | 'unclaimed', { at, limits }: Moment): LeadLife {
  if (what === 'unclaimed') return failed(lead, { at, outcome: 'unclaimed', why: 'nobody claimed it in time' })
  const losses = lead.losses + 1
  if (losses < limits.lostLeases) return { ...reopened(lead, at), losses }
  const why = `its lease ran out ${losses} times`
  return { ...failed(lead, { at, outcome: 'lease_expired', why }), losses }
}

/** The lead as it stands now, if a write came by: reads show this and change nothing. */
export function asOf(lead: LeadLife, now: string, limits: CaseLimits): LeadLife {
  const what = runOut(lead, now, limits)
  return what === undefined ? lead : lapse(lead, what, { at: now, limits })
}

export function claimed(lead: LeadLife, claim: Claim): LeadLife {
  const { worker, tokenHash, leaseUntil } = claim
  return {
    ...lead,
    state: 'claimed',
    worker,
    claimEpoch: lead.claimEpoch + 1,
    claimTokenHash: tokenHash,
    tokenHashes: [...lead.tokenHashes, tokenHash],
    leaseUntil,
  }
}

/** After a pause, in which nobody could claim it, a lead has its time unclaimed before it again. */
export function waitingAnew<Lead extends Pick<LeadLife, 'state' | 'openedAt'>>(lead: Lead, at: string): Lead {
  return lead.state === 'open' ? { ...lead, openedAt: at } : lead
}

/** Open again, its claim over: by release, by a lost lease, or by a person's approval. */
export function reopened(lead: LeadLife, at: string): LeadLife {
  return { ...lead, state: 'open', worker: null, claimTokenHash: null, leaseUntil: null, openedAt: at }
}

export function done(lead: LeadLife, { at, outcome, why }: Ending): LeadLife {
  return ended(lead, { state: 'done', at, why, outcome })
}

export function failed(lead: LeadLife, { at, outcome, why }: Ending): LeadLife {
  return ended(lead, { state: 'failed', at, why, outcome })
}

export function givenUp(
  lead: LeadLife,
  state: 'rejected' | 'cancelled',
  { at, why }: Omit<Ending, 'outcome'>,
): LeadLife {
  return ended(lead, { state, at, why, outcome: null })
}

/** The sign of what a lead's own records moved, against the sign of the kind of evidence that it expected. */
export function outcomeOf(moved: number, expects: EvidenceKind, weights: Weights): 'hit' | 'contrary' | 'miss' {
  const change = rounded(moved)
  if (change === 0) return 'miss'
  return Math.sign(change) === Math.sign(weights[expects]) ? 'hit' : 'contrary'
}

/** The key of a lead: whoever asks for the same look again asks for the same work, whatever the hypothesis. */
export function workKey(lead: Work): string {
  const { role, source, artefact, hypothesis, expects } = lead
  return artefact === null ? `${hypothesis}|${role}|${source}|${expects}` : `${role}|${source}|${artefact}`
}

export type Work = {
  readonly role: string
  readonly source: string
  readonly artefact: string | null
  readonly hypothesis: string
  readonly expects: EvidenceKind
}
type Moment = { readonly at: string; readonly limits: CaseLimits }
type Claim = { readonly worker: string; readonly tokenHash: string; readonly leaseUntil: string }
type Ending = { readonly at: string; readonly outcome: LeadOutcome; readonly why: string }

function ended(lead: LeadLife, end: Pick<LeadLife, 'state' | 'outcome'> & { at: string; why: string }): LeadLife {
  const { state, at, why, outcome } = end
  return { ...lead, state, outcome, endedAt: at, endedWhy: why, claimTokenHash: null, leaseUntil: null }
}
