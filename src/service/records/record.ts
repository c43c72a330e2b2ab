/** Recording: tool invocations and what they showed, in one transaction, under a lead or outside any. */
import { confidenceOf } from '../../domain/belief.ts'
import { alias } from '../../domain/identity.ts'
import type { BodyOf } from '../../domain/journal/bodies.ts'
import { leadKey, leadShort } from '../../domain/lead-name.ts'
import type { RecordsInput } from '../../domain/records.ts'
import { evidenceKeys, invocationNode, phenomenonNode } from '../../domain/nodes/record-nodes.ts'
import { AppError } from '../../errors.ts'
import type { LeadNode } from '../../domain/lead-node.ts'
import { addEvidence, addInvocations, addPhenomena, settle } from '../../graph/commands/records.ts'
import type { Note, Plan, Scene, Write } from '../case-write.ts'
import type { RecordFacts } from './facts.ts'
import { judgeEvidence, type Judged } from './evidence.ts'
import { resolveRecords, type Resolved } from './resolve.ts'

export type RecordsAnswer = {
  invocations: { key: string; id: string }[]
  phenomena: { alias: string; known: boolean }[]
  evidence: { recorded: number; unchanged: number }
  hypotheses: { alias: string; status: string; logOdds: number; confidence: number }[]
}

export type Origin = {
  readonly lead?: LeadNode | undefined
  readonly by: string
  readonly adopts?: { readonly seq: number; readonly why: string }
}

/** The plan of a record. Throws what its checks throw; nothing is written then. */
export async function planRecord(
  scene: Scene,
  input: RecordsInput,
  { read, ...origin }: Origin & { readonly read: () => Promise<RecordFacts> },
): Promise<Plan<RecordsAnswer>> {
  refuseIfEnded(scene, origin)
  const facts = await read()
  const resolved = resolveRecords(scene, input, facts)
  const judged = judgeEvidence(scene, input, { ...facts, ...resolved })
  const body = bodyOf(resolved, judged, origin)
  const settled: RecordsAnswer['hypotheses'] = []
  return {
    entries: [{ type: 'recorded', body, actor: origin.by } satisfies Note],
    writes: recordWrites(scene, body, { origin, settled }),
    state: {
      ...scene.state,
      usedToolCalls: scene.state.usedToolCalls + body.invocations.filter(({ cached }) => !cached).length,
    },
    late: true,
    answer: () => ({
      invocations: body.invocations.map(({ id }, index) => ({ key: input.invocations[index]?.key ?? '', id })),
      phenomena: judged.placed.map(({ alias: name, known }) => ({ alias: name, known: known !== undefined })),
      evidence: { recorded: body.evidence.length, unchanged: judged.unchanged },
      hypotheses: settled,
    }),
  }
}

/** The round that counts what is recorded: that of the lead, or else the newest decided one. */
function countingRound(scene: Scene, lead: LeadNode | undefined): number {
  return lead?.round ?? scene.state.lastDecided
}

function bodyOf(resolved: Resolved, judged: Judged, { lead, adopts }: Origin): BodyOf<'recorded'> {
  const fresh = new Set(judged.fresh.map(({ alias: name }) => name))
  return {
    lead: lead ? leadShort(lead) : null,
    adopts: adopts?.seq ?? null,
    why: adopts?.why ?? null,
    invocations: resolved.invocations,
    phenomena: judged.fresh,
    duplicates: judged.placed.flatMap(({ alias: name, short, known }, given) =>
      known || !fresh.delete(name) ? [{ given, is: short }] : [],
    ),
    evidence: judged.evidence,
  }
}

type Target = { readonly origin: Origin; readonly settled: RecordsAnswer['hypotheses'] }

function recordWrites(scene: Scene, body: BodyOf<'recorded'>, { origin, settled }: Target): Write[] {
  const investigation = scene.case.id
  const round = countingRound(scene, origin.lead)
  const lead = origin.lead ? leadKey(origin.lead) : null
  const common = { investigation, round, lead, at: scene.now, by: origin.by }
  const writes: Write[] = []
  if (body.invocations.length > 0) {
    const invocations = body.invocations.map((given) => invocationNode(investigation, given))
    writes.push((run) => run(addInvocations, { ...common, invocations }))
  }
  if (body.phenomena.length > 0) {
    const phenomena = body.phenomena.map((given) => phenomenonNode(investigation, given))
    writes.push((run) => run(addPhenomena, { ...common, scope: investigation.replaceAll('-', ''), phenomena }))
  }
  if (body.evidence.length > 0) {
    const evidence = body.evidence.map((piece) => evidenceKeys(investigation, piece))
    const hypotheses = [...new Set(evidence.map(({ hypothesis }) => hypothesis))]
    writes.push((run) => run(addEvidence, { ...common, evidence }))
    writes.push(settleWrite(scene, { round, hypotheses, settled }))
  }
  return writes
}

type Settling = {
  readonly round: number
  readonly hypotheses: string[]
  readonly settled?: RecordsAnswer['hypotheses']
}

/** Sums belief afresh where evidence came or went, and tells how it stands. */
export function settleWrite(scene: Scene, { round, hypotheses, settled }: Settling): Write {
  return async (run) => {
    const [result] = await run(settle, { investigation: scene.case.id, round, hypotheses })
    for (const { short, logOdds, status } of result?.settled ?? []) {
      settled?.push({
        alias: alias(scene.case.id, 'hypothesis', Number(short.slice(1))),
        status,
        logOdds,
        confidence: confidenceOf(logOdds),
      })
    }
  }
}

function refuseIfEnded({ state }: Scene, { adopts }: Origin): void {
  if (state.status !== 'ended' || adopts !== undefined) return
  throw new AppError('ended', 'the investigation has ended: reopen it before recording anything more')
}
