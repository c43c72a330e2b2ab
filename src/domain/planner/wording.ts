/** A chosen lead in words: what the worker is to do, and why with its numbers. */
import type { Proposal } from '../proposal.ts'
import { tame } from '../text/hostile.ts'
import type { Board } from './board.ts'
import type { Choice } from './choose.ts'
import { bearingOf } from './open-hypothesis.ts'
import { chancesOf } from './outcome.ts'
import { expectedChange } from './look.ts'
import type { Scored } from './score.ts'
import { prospectFor } from './weighing.ts'

export type PlannedLead = Pick<Proposal, 'hypothesis' | 'source' | 'role' | 'expects' | 'instruction' | 'why'> & {
  readonly artefact: string
}

const mostCharacters = 500
const alike = 1e-9

export function leadOf(scored: Scored, choice: Choice, board: Board): PlannedLead {
  const { row } = scored.candidate
  const expected = expectationOf(scored, board)
  return {
    hypothesis: scored.cited.row.alias,
    source: row.source,
    artefact: row.key,
    role: row.role,
    expects: expected.for >= expected.against - alike ? row.kindFor : row.kindAgainst,
    instruction: tame(instructionOf(scored), mostCharacters),
    why: tame(whyOf(scored, expected, { choice, board }), mostCharacters),
  }
}

type Expectation = { readonly for: number; readonly against: number; readonly change: number }

function expectationOf({ candidate, cited }: Scored, { within }: Board): Expectation {
  const weighing = within.find(({ hypothesis }) => hypothesis === cited)
  const bearing = bearingOf(candidate.row, cited.row.alias)
  if (weighing === undefined || bearing === 'none') return { for: 0, against: 0, change: 0 }
  const prospect = prospectFor(weighing, candidate, bearing)
  return { ...chancesOf(weighing.confidence, prospect), change: expectedChange(weighing.confidence, prospect) }
}

function instructionOf({ candidate: { row }, cited }: Scored): string {
  const about = row.topics.filter((topic) => cited.row.topics.includes(topic)).join(', ') || row.topics.join(', ')
  return [
    `Examine ${tame(row.name, 120)} on ${row.source} and record what it shows of ${about}:`,
    `whether it speaks for or against ${cited.row.alias}, and whatever it says of the other hypotheses.`,
    'Where it holds nothing of the kind, record the look as empty; where it cannot be read, fail the lead and say why.',
  ].join(' ')
}

type Considered = { readonly choice: Choice; readonly board: Board }

function whyOf(
  { candidate, cited, score, share }: Scored,
  expected: Expectation,
  { choice, board }: Considered,
): string {
  const { alias, confidence, needsCorroboration } = cited.row
  const others = candidate.row.informs.length + candidate.row.touches.length - 1
  const { nextBest } = choice
  return [
    `${alias} stands at ${confidence.toFixed(2)}${needsCorroboration ? ' and lacks a second witness' : ''}:`,
    `an answer has a chance of ${percent(expected.for + expected.against)} (${percent(expected.for)} for,`,
    `${percent(expected.against)} against) and an expected change of ${expected.change.toFixed(2)} in log odds;`,
    `score ${score.toFixed(1)} for 1 tool call${others === 0 ? '' : `, ${share.toFixed(1)} of it from ${alias} and the rest from ${others} more`};`,
    `${board.candidates.length} leads considered,`,
    nextBest === undefined ? 'none left out.' : `best left out ${nameOf(nextBest)} at ${nextBest.score.toFixed(1)}.`,
  ].join(' ')
}

function nameOf({ candidate: { row } }: Scored): string {
  return `${row.key} on ${row.source}`
}

function percent(chance: number): string {
  return `${Math.round(chance * 100)} %`
}
