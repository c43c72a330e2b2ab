/** What a person does with leads: add one, approve, edit, reject, and ask for a look again. Each with a name and a reason. */
import { givenUp, isOutstanding, reopened } from '../../domain/lead.ts'
import type { LeadNode } from '../../domain/lead-node.ts'
import { leadShort } from '../../domain/lead-name.ts'
import { aliasOf } from '../../domain/overview.ts'
import type { Proposal } from '../../domain/proposal.ts'
import { judgeProposal, type ProposalFacts } from '../../domain/verdicts/proposal.ts'
import { AppError, type ErrorCode } from '../../errors.ts'
import { editLead } from '../../graph/commands/rounds.ts'
import { leadBy, type LeadFacts } from '../../graph/facts/facts.ts'
import { refuseEnded } from '../cases/add.ts'
import { writeToCase, type Call, type Note, type Plan, type Scene, type Write } from '../case-write.ts'
import type { Context } from '../context.ts'
import { reference, unknown } from '../references.ts'
import { createLeadsWrite, givenLead } from '../rounds/commit.ts'
import { proposalFacts } from '../rounds/facts.ts'
import { leadWrites } from './lead-writes.ts'

export type LeadStanding = { lead: string; id: string; state: string }
type Act = { readonly lead: string; readonly why: string }

/** A lead of a person's own, under the same rules as a strategist's. Throws what they refuse, and `ended`. */
export function addLead(
  context: Context,
  call: Call,
  { proposal, why }: { proposal: Proposal; why: string },
): Promise<LeadStanding> {
  return writeToCase(context.database, call, async (scene) => {
    refuseEnded(scene)
    const facts = await proposalFacts(scene.run, scene.case.id, proposal)
    const verdict = judgeProposal(proposal, facts)
    if (!verdict.ok) throw new AppError(refusals[verdict.code] ?? 'invalid_request', verdict.message)
    return newLead(scene, { proposal, facts, by: call.actor, why })
  })
}

/** The same look once more: a new, open lead that reopens the old. Throws `lead_state` while the old is outstanding. */
export function reopenLead(context: Context, call: Call, { lead: name, why }: Act): Promise<LeadStanding> {
  return writeToCase(context.database, call, async (scene) => {
    refuseEnded(scene)
    const { lead: old, buildsOn } = await theLeadWith(scene, name)
    if (isOutstanding(old)) throw wrongState(old, 'it is outstanding already')
    const { role, expects, instruction, artefact, entities, windowFrom, windowTo } = old
    const names = {
      hypothesis: aliasOf(scene.case.id, 'hypothesis', old.hypothesis),
      source: aliasOf(scene.case.id, 'source', old.source),
    }
    const window = windowFrom !== null && windowTo !== null ? { window: { from: windowFrom, to: windowTo } } : {}
    const proposal: Proposal = {
      ...names,
      role,
      expects,
      instruction,
      why: old.why,
      entities,
      ...window,
      ...(artefact === null ? {} : { artefact }),
      ...(buildsOn.length === 0 ? {} : { buildsOn }),
    }
    const facts = await proposalFacts(scene.run, scene.case.id, proposal)
    const again = facts.earlier.find(isOutstanding)
    if (again)
      throw new AppError('lead_outstanding', `lead ${again.alias} asks for the same look and is outstanding`, {
        details: { lead: again.alias },
      })
    return newLead(scene, { proposal, facts, by: call.actor, why, reopens: old })
  })
}

export function approveLead(context: Context, call: Call, { lead: name, why }: Act): Promise<LeadStanding> {
  return change(context, call, async (scene) => {
    const before = await theLead(scene, name)
    if (before.state !== 'awaiting_approval')
      throw wrongState(before, 'only a lead that awaits approval can be approved')
    return {
      before,
      after: { ...before, ...reopened(before, scene.now) },
      note: { type: 'lead_approved', body: { lead: leadShort(before), why } },
    }
  })
}

export function rejectLead(context: Context, call: Call, { lead: name, why }: Act): Promise<LeadStanding> {
  return change(context, call, async (scene) => {
    const before = await theLead(scene, name)
    if (before.state !== 'awaiting_approval' && before.state !== 'open')
      throw wrongState(before, 'only a lead that nobody has claimed can be rejected')
    const after = { ...before, ...givenUp(before, 'rejected', { at: scene.now, why }) }
    return { before, after, note: { type: 'lead_rejected', body: { lead: leadShort(before), why } } }
  })
}

/** Other words for what a lead asks for, before anybody has claimed it. */
export function rewordLead(
  context: Context,
  call: Call,
  { lead: name, why, instruction }: Act & { instruction: string },
): Promise<LeadStanding> {
  return change(context, call, async (scene) => {
    const before = await theLead(scene, name)
    if (before.state !== 'awaiting_approval' && before.state !== 'open')
      throw wrongState(before, 'only a lead that nobody has claimed can be edited')
    const lead = `${scene.case.id}|${leadShort(before)}`
    const write: Write = (run) => run(editLead, { lead, instruction, by: call.actor, why })
    return {
      before,
      after: before,
      note: { type: 'lead_edited', body: { lead: leadShort(before), instruction, why } },
      write,
    }
  })
}

/** The refusals of a proposal, as failures of a call. */
const refusals: Readonly<Record<string, ErrorCode>> = {
  unknown_hypothesis: 'unknown_hypothesis',
  unknown_source: 'unknown_source',
  unknown_role: 'unknown_role',
  unknown_artefact: 'unknown_artefact',
  unknown_phenomenon: 'unknown_phenomenon',
  phenomenon_withdrawn: 'already_withdrawn',
  hypothesis_resolved: 'hypothesis_resolved',
  lead_outstanding: 'lead_outstanding',
  already_looked: 'already_looked',
}

type NewLead = { proposal: Proposal; facts: ProposalFacts; by: string; why: string; reopens?: LeadNode }

/** What a model wrote stays marked as such, whoever asks for it again. */
function newLead(scene: Scene, { proposal, facts, by, why, reopens: old }: NewLead): Plan<LeadStanding> {
  const number = scene.state.leads + 1
  const lead = givenLead(scene, { proposal, facts, number, tainted: old?.tainted ?? false })
  const reopens = old === undefined ? null : leadShort(old)
  const awaitingApproval = scene.case.requireApproval && old === undefined
  const state = awaitingApproval ? 'awaiting_approval' : 'open'
  return {
    entries: [{ type: 'lead_added', body: { lead, awaitingApproval, reopens, why } }],
    writes: [createLeadsWrite(scene, [lead], { round: null, by, state, reopens })],
    state: { ...scene.state, leads: number },
    outstanding: [...scene.outstanding, { state }],
    answer: () => ({ lead: lead.alias, id: lead.id, state }),
  }
}

type Change = { before: LeadNode; after: LeadNode; note: Note; write?: Write }

function change(context: Context, call: Call, decide: (scene: Scene) => Promise<Change>): Promise<LeadStanding> {
  return writeToCase(context.database, call, async (scene) => {
    refuseEnded(scene)
    const { before, after, note, write } = await decide(scene)
    const others = scene.outstanding.filter(({ id }) => id !== before.id)
    return {
      entries: [note],
      writes: write ? [write] : await leadWrites(scene, { before, after }),
      outstanding: isOutstanding(after) ? [...others, after] : others,
      answer: () => ({ lead: before.alias, id: before.id, state: after.state }),
    }
  })
}

/** A lead as it stands under the lock, after what had run out. */
async function theLead(scene: Scene, name: string): Promise<LeadNode> {
  return (await theLeadWith(scene, name)).lead
}

async function theLeadWith(scene: Scene, name: string): Promise<Pick<LeadFacts, 'lead' | 'buildsOn'>> {
  const wanted = reference(scene.case.id, 'lead', name)
  const [facts] = await scene.run(leadBy, { reference: wanted })
  if (facts?.lead.investigation !== scene.case.id) throw unknown('lead', name)
  return { lead: scene.outstanding.find(({ id }) => id === facts.lead.id) ?? facts.lead, buildsOn: facts.buildsOn }
}

function wrongState({ alias, state }: LeadNode, what: string): AppError {
  return new AppError('lead_state', `lead ${alias} is ${state}: ${what}`, { details: { lead: alias, state } })
}
