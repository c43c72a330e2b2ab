/** Opening an investigation: everything that is known at the start, in one transaction. */
import { uuidv7 } from 'uuidv7'
import type { CaseStart } from '../../domain/case-start.ts'
import { newCase } from '../../domain/case-state.ts'
import { alias } from '../../domain/identity.ts'
import type { BodyOf } from '../../domain/journal/bodies.ts'
import { canonical, chained, genesisHash, sha256 } from '../../domain/journal/chain.ts'
import { entryNode } from '../../domain/nodes/entry-node.ts'
import { hypothesisNode } from '../../domain/nodes/hypothesis-node.ts'
import { sourceNode } from '../../domain/nodes/source-node.ts'
import { AppError } from '../../errors.ts'
import { caseProperties } from '../../domain/nodes/case-node.ts'
import { addHypotheses, addSources, append, createCase } from '../../graph/commands/case.ts'
import type { Run } from '../../graph/database.ts'
import { databaseTime, receiptOf } from '../../graph/facts/facts.ts'
import type { Context } from '../context.ts'
import { asAnswer, firstAnswer } from '../receipts.ts'
import { givenHypothesis, givenSource, refuseDoubled } from './given.ts'

export type CaseCreated = {
  id: string
  sources: { id: string; alias: string; key: string }[]
  hypotheses: { id: string; alias: string; key: string }[]
}

/** Throws `unknown_kind`, `duplicate_key`, `unknown_hypothesis`, `idempotency_mismatch`. */
export async function createInvestigation(
  context: Context,
  start: CaseStart,
  call: { actor: string; key?: string | undefined },
): Promise<CaseCreated> {
  const given = giveNames(context, start)
  const receipt = { key: `${call.actor}|new|${call.key ?? uuidv7()}`, body: sha256(canonical(start)) }
  return context.database.write('create_case', async (run) => {
    const [earlier] = await run(receiptOf, { key: receipt.key })
    if (earlier) return firstAnswer(earlier, receipt.body)
    return store(run, given, { ...receipt, actor: call.actor })
  })
}

function giveNames(context: Context, start: CaseStart): BodyOf<'case_created'> {
  const { sources, hypotheses, ...rest } = start
  const id = uuidv7()
  const places = (index: number) => ({ investigation: id, number: index + 1 })
  const givenSources = sources.map((source, index) => givenSource(source, places(index), context.catalogue))
  const keys = hypotheses.map(({ key }, index) => key ?? `H${index + 1}`)
  refuseDoubled('hypothesis', keys)
  refuseDoubled(
    'source',
    givenSources.map(({ key }) => key),
  )
  if (hypotheses.some(({ phenomena = [] }) => phenomena.length > 0)) {
    throw new AppError('unknown_phenomenon', 'hypotheses[].phenomena: a case has no phenomena before it begins')
  }
  const shortOf = (key: string) => (keys.includes(key) ? `H${keys.indexOf(key) + 1}` : undefined)
  const givenHypotheses = hypotheses.map((hypothesis, index) =>
    givenHypothesis(hypothesis, places(index), { shortOf, phenomena: [] }),
  )
  const roles = rolesOf(start.roles, givenSources)
  return { id, start: rest, sources: givenSources, hypotheses: givenHypotheses, roles, limits: context.limits }
}

/** The roles of a case: those named at its creation and those of its sources' artefacts, each once. */
export function rolesOf(
  named: readonly string[],
  sources: readonly { artefacts: readonly { role: string }[] }[],
): string[] {
  return [...new Set([...named, ...sources.flatMap(({ artefacts }) => artefacts.map(({ role }) => role))])]
}

async function store(
  run: Run,
  body: BodyOf<'case_created'>,
  receipt: { key: string; body: string; actor: string },
): Promise<CaseCreated> {
  const { id, start, sources, hypotheses } = body
  const at = await databaseTime(run)
  const entries = chained({ seq: 0, hash: genesisHash }, [{ type: 'case_created', at, actor: receipt.actor, body }])
  const answer = canonical(answerOf(body))
  await Promise.all([
    run(createCase, {
      ...start,
      id,
      at,
      strategist: start.strategist ?? null,
      roles: body.roles,
      ...body.limits,
      headHash: genesisHash,
      intakeAlias: alias(id, 'round', 0),
    }),
    run(addSources, { investigation: id, roles: body.roles, sources: sources.map((source) => sourceNode(id, source)) }),
    run(addHypotheses, {
      investigation: id,
      hypotheses: hypotheses.map((hypothesis) => hypothesisNode(id, hypothesis)),
    }),
    run(append, {
      investigation: id,
      changes: caseProperties(newCase(start.budgets)),
      revision: 1,
      headHash: entries[0]?.hash ?? genesisHash,
      entries: entries.map((entry) => entryNode(id, entry)),
      receipts: [{ key: receipt.key, name: 'create_case', body: receipt.body, answer, at }],
    }),
  ])
  return asAnswer<CaseCreated>(answer)
}

function answerOf({ id, sources, hypotheses }: BodyOf<'case_created'>): CaseCreated {
  const named = (list: readonly { id: string; alias: string; key: string }[]) =>
    list.map(({ id: own, alias: name, key }) => ({ id: own, alias: name, key }))
  return { id, sources: named(sources), hypotheses: named(hypotheses) }
}
