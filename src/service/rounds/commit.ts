/** Committing a decision: everything checked again on the graph as it now is, then all of it, or a failed round. */
import { uuidv7 } from 'uuidv7'
import { roundCompleted, roundFailed, roundProposed } from '../../domain/case-state.ts'
import { alias } from '../../domain/identity.ts'
import type { BodyOf, LeadGiven } from '../../domain/journal/bodies.ts'
import { leadNode, type Making } from '../../domain/nodes/lead-node.ts'
import type { Proposal } from '../../domain/proposal.ts'
import type { RoundFailure, Transcript } from '../../domain/transcript.ts'
import { judgeCompletion } from '../../domain/verdicts/completion.ts'
import { judgeProposal, type ProposalFacts } from '../../domain/verdicts/proposal.ts'
import { AppError } from '../../errors.ts'
import { createLeads } from '../../graph/commands/rounds.ts'
import { Ahead, writeToCase, type Call, type Plan, type Scene, type Write } from '../case-write.ts'
import type { Run } from '../../graph/database.ts'
import type { Context } from '../context.ts'
import type { RoundAnswer } from './answer.ts'
import { beside, gateFacts, proposalFacts } from './facts.ts'
import { endRoundWrite } from './round-writes.ts'
import type { Opened } from './open.ts'

export type Thought = {
  readonly opened: Opened['opened']
  readonly transcript: Transcript
  readonly tainted: boolean
  /** The graph was away when it was to be committed: its caller has been told so, and the decision does not count. */
  readonly late?: boolean
}

/** Throws `round_lost` where another round has taken over, or the case was closed meanwhile. */
export function commitRound(context: Context, call: Call, thought: Thought): Promise<RoundAnswer> {
  const { outcome } = thought.transcript
  const proposals = outcome.type === 'propose' ? outcome.leads : []
  const facts = new Ahead((run, investigation) => factsOfAll(run, investigation, proposals))
  return writeToCase(context.database, { ...call, ahead: [facts] }, async (scene) => {
    const { number, fence, alias: name } = thought.opened
    if (scene.running?.number !== number || scene.running.fence !== fence) {
      throw new AppError(
        'round_lost',
        `round ${name} was taken over or its case was closed: its decision counts for nothing`,
      )
    }
    // nothing is kept under the caller's key, so that it runs anew
    if (thought.late === true) return { ...fail(scene, thought, unavailable), passing: true }
    if (outcome.type === 'failed') return fail(scene, thought, outcome)
    if (outcome.type === 'complete') return complete(scene, thought, outcome)
    return propose(scene, thought, await facts.facts())
  })
}

const unavailable = {
  code: 'graph_unavailable',
  message: 'Neo4j was away when the round was to be committed: what it came to does not count',
} as const

function fail(
  scene: Scene,
  thought: Thought,
  { code, message }: { code: RoundFailure; message: string },
): Plan<RoundAnswer> {
  const { number } = thought.opened
  const { tokens } = endOf(thought)
  return {
    entries: [{ type: 'round_failed', actor: actorOf(thought), body: { ...endOf(thought), code, message } }],
    writes: [endRoundWrite(scene, number, { state: 'failed', failure: code, failureMessage: message, tokens })],
    state: roundFailed(scene.state, code, tokens),
    answer: () => answerOf(thought, { state: 'failed', decision: null, failure: { code, message } }),
  }
}

async function complete(
  scene: Scene,
  thought: Thought,
  decision: { reason: BodyOf<'round_completed'>['reason']; explanation: string },
): Promise<Plan<RoundAnswer>> {
  const { reason, explanation } = decision
  const verdict = judgeCompletion(reason, await gateFacts(scene.run, scene.case.id))
  if (!verdict.ok) return fail(scene, thought, { code: 'stale', message: verdict.message })
  const { number } = thought.opened
  const { tokens } = endOf(thought)
  return {
    entries: [{ type: 'round_completed', actor: actorOf(thought), body: { ...endOf(thought), reason, explanation } }],
    writes: [endRoundWrite(scene, number, { state: 'decided', decision: 'complete', reason, explanation, tokens })],
    state: roundCompleted(scene.state, number, { reason, explanation, tokens }),
    answer: () =>
      answerOf(thought, { state: 'decided', decision: { type: 'complete', reason, explanation }, failure: null }),
  }
}

type Proposed = { readonly proposal: Proposal; readonly facts: ProposalFacts }

/** Of each proposal by itself. */
function factsOfAll(run: Run, investigation: string, proposals: readonly Proposal[]): Promise<Proposed[]> {
  return Promise.all(
    proposals.map(async (proposal) => ({
      proposal,
      facts: await proposalFacts(run, investigation, proposal),
    })),
  )
}

function propose(scene: Scene, thought: Thought, proposed: readonly Proposed[]): Plan<RoundAnswer> {
  const { leads, refused } = checked(scene, thought, proposed)
  if (leads.length === 0) {
    return fail(scene, thought, {
      code: 'stale',
      message: `no lead of the decision holds any more: ${refused.map(({ message }) => message).join(' ')}`,
    })
  }
  const { number } = thought.opened
  const { tokens } = endOf(thought)
  const awaitingApproval = scene.case.requireApproval
  const state: Making['state'] = awaitingApproval ? 'awaiting_approval' : 'open'
  return {
    entries: [
      {
        type: 'round_proposed',
        actor: actorOf(thought),
        body: { ...endOf(thought), leads, awaitingApproval, refused },
      },
    ],
    writes: [
      endRoundWrite(scene, number, { state: 'decided', decision: 'propose', tokens }),
      createLeadsWrite(scene, leads, { round: number, by: actorOf(thought), state }),
    ],
    state: roundProposed(scene.state, number, { tokens, leads: leads.length }),
    outstanding: [...scene.outstanding, ...leads.map(() => ({ state }) as const)],
    answer: () => {
      const shown = leads.map((lead) => ({ ...shownLead(scene.case.id, lead), state }))
      return answerOf(thought, { state: 'decided', decision: { type: 'propose', leads: shown }, failure: null })
    },
  }
}

function checked(scene: Scene, thought: Thought, proposed: readonly Proposed[]) {
  const leads: LeadGiven[] = []
  const refused: BodyOf<'round_proposed'>['refused'] = []
  const held: Proposal[] = []
  for (const { proposal, facts: alone } of proposed) {
    const facts = { ...alone, ...beside(proposal, held) }
    const verdict = judgeProposal(proposal, facts)
    if (verdict.ok) {
      held.push(proposal)
      leads.push(
        givenLead(scene, { proposal, facts, number: scene.state.leads + leads.length + 1, tainted: thought.tainted }),
      )
    } else refused.push({ proposal, code: verdict.code, message: verdict.message })
  }
  return { leads, refused }
}

type Naming = { proposal: Proposal; facts: ProposalFacts; number: number; tainted: boolean }

/** A lead as the journal holds it: short names, and nothing left out. */
export function givenLead(scene: Scene, { proposal, facts, number, tainted }: Naming): LeadGiven {
  return {
    ...proposal,
    id: uuidv7(),
    alias: alias(scene.case.id, 'lead', number),
    hypothesis: facts.hypothesis?.short ?? '',
    source: facts.source?.short ?? '',
    artefact: proposal.artefact ?? null,
    buildsOn: [...new Set(facts.buildsOn.flatMap(({ short }) => (short === null ? [] : [short])))],
    entities: proposal.entities ?? [],
    window: { from: proposal.window?.from ?? null, to: proposal.window?.to ?? null },
    tainted,
  }
}

export function createLeadsWrite(
  scene: Scene,
  leads: readonly LeadGiven[],
  making: Making & { readonly by: string },
): Write {
  const investigation = scene.case.id
  const rows = leads.map((lead) => leadNode(investigation, lead, making))
  return (run) => run(createLeads, { investigation, at: scene.now, by: making.by, leads: rows })
}

function shownLead(investigation: string, lead: LeadGiven) {
  const { id, alias: name, artefact, role, expects, instruction, why } = lead
  const named = (kind: 'hypothesis' | 'source' | 'phenomenon', short: string) =>
    alias(investigation, kind, Number(short.slice(1)))
  return {
    id,
    alias: name,
    hypothesis: named('hypothesis', lead.hypothesis),
    source: named('source', lead.source),
    artefact,
    role,
    expects,
    instruction,
    why,
    buildsOn: lead.buildsOn.map((short) => named('phenomenon', short)),
  }
}

function endOf({ opened, transcript }: Thought) {
  const { number: round, fence } = opened
  return { round, fence, tokens: transcript.usage.inputTokens + transcript.usage.outputTokens, transcript }
}

function actorOf({ transcript }: Thought): string {
  return `strategist:${transcript.model.name}`
}

function answerOf(
  { opened, transcript }: Thought,
  end: { state: 'decided' | 'failed' } & Pick<RoundAnswer, 'decision' | 'failure'>,
): RoundAnswer {
  const { number, alias: name } = opened
  return {
    round: { alias: name, number, state: end.state },
    decision: end.decision,
    failure: end.failure,
    usage: {
      ...transcript.usage,
      seconds: transcript.seconds,
      modelSeconds: transcript.turns.reduce((sum, { seconds }) => sum + seconds, 0),
    },
  }
}
