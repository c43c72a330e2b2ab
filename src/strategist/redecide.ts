/** The same decision derived again from its record: the loop and its rules run anew, the model and the graph do not. */
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Answer, Outcome, RoundFailure, Transcript, Turn } from '../domain/transcript.ts'
import type { Verdict } from '../domain/verdicts/verdict.ts'
import { type Ask, converse } from './converse.ts'
import { noDeadline } from './deadline.ts'
import type { Answering, Shown } from './desk.ts'
import { Refused } from './reply.ts'
import { orFailed, Stop } from './stop.ts'
import { toolbox } from './tools.ts'
import { houseRules, type Verdicts } from './verdicts.ts'

/** `differences` name each place where the rules come to something else than the record; none if it holds. */
export type Redecision = { readonly outcome: Outcome; readonly differences: readonly string[] }

export async function redecide(record: Transcript, verdicts: Verdicts = houseRules): Promise<Redecision> {
  const turns: Turn[] = []
  const desk = recordedDesk({ record, done: turns, verdicts })
  const bench = { toolbox: toolbox(desk), time: noDeadline(), answerBytes: Infinity }
  const table = { ask: recordedModel(record, turns), bench, limits: record.limits, turns }
  const outcome = await orFailed(() => converse([], table))
  return { outcome, differences: [...differences(record, turns, outcome)] }
}

/** Gives each recorded message in its turn. */
function recordedModel({ turns, outcome }: Transcript, done: readonly Turn[]): Ask {
  return async () => {
    const turn = turns[done.length]
    if (turn === undefined) throw endedFromOutside(outcome)
    const { seconds, usage, message, failure } = turn
    return { seconds, usage, message, failure }
  }
}

type Recorded = { readonly record: Transcript; readonly done: readonly Turn[]; readonly verdicts: Verdicts }

/** Answers each call as the record does; the two that record a decision by the rules, if there are any. */
function recordedDesk({ record, done, verdicts }: Recorded): Answering {
  const next = (): Answer => {
    const answered = done.at(-1)?.answers.length ?? 0
    const answer = record.turns[done.length - 1]?.answers[answered]
    if (answer === undefined) throw endedFromOutside(record.outcome)
    return answer
  }
  const look = async () => shownBefore(next())
  return {
    graphOverview: look,
    sourceCoverage: look,
    marginalYield: look,
    budgetStatus: look,
    hypothesis: look,
    phenomena: look,
    timeline: look,
    entities: look,
    leads: look,
    propose: async (proposal, accepted) =>
      judgedAgain(next(), ({ facts }) => verdicts.propose(proposal, facts, accepted)),
    declare: async (declaration) => judgedAgain(next(), ({ facts }) => verdicts.declare(declaration, facts)),
  }
}

function shownBefore({ ok, code, content, facts }: Answer): Shown<unknown> {
  if (!ok) throw new Refused(code, content, facts)
  return { text: content, rows: facts }
}

/** A refusal that rests on no facts, such as a limit of the service, stands as it is recorded; nothing else does. */
function judgedAgain(before: Answer, judge: (before: Answer) => Verdict | undefined): Verdict {
  const verdict = judge(before)
  if (verdict !== undefined) return { ...verdict, facts: before.facts }
  if (before.ok) throw new Refused('no_facts', 'accepted on facts that the rules cannot read', before.facts)
  return { ok: false, code: before.code, message: before.content, facts: before.facts }
}

const outside: ReadonlySet<RoundFailure> = new Set(['out_of_time', 'aborted', 'desk_failed', 'answer_too_large'])

/** Where a record ends although the rules go on, time or a fault must have ended it: that is known, not derived. */
function endedFromOutside(outcome: Outcome): Stop {
  const known = outcome.type === 'failed' && outside.has(outcome.code)
  return known ? new Stop(outcome.code, outcome.message) : new Stop('no_decision', 'the record ends before a decision')
}

function* differences(record: Transcript, turns: readonly Turn[], outcome: Outcome): Generator<string> {
  for (const { name, content, sha256 } of [
    ...record.opening.views,
    ...record.turns.flatMap(({ answers }) => answers),
  ]) {
    const hash = createHash('sha256').update(content).digest('hex')
    if (hash !== sha256) yield `an answer of ${name} does not have its hash`
  }
  for (let index = 0; index < Math.max(turns.length, record.turns.length); index++) {
    const [is, was] = [turns[index], record.turns[index]]
    if (!isDeepStrictEqual(is && rest(is), was && rest(was))) yield `turn ${index + 1} goes otherwise by the rules`
  }
  if (isDeepStrictEqual(wordless(outcome), wordless(record.outcome))) return
  yield `by the rules the outcome is ${JSON.stringify(wordless(outcome))}`
}

/** All that decides: a later release may say the same in other words. */
function rest({ answers, ...turn }: Turn) {
  return { ...turn, answers: answers.map((answer) => ({ ...answer, content: '', sha256: '' })) }
}

function wordless(outcome: Outcome) {
  return outcome.type === 'failed' ? { type: outcome.type, code: outcome.code } : outcome
}
