/** The planner on simulated cases: it beats chance, and it ends. */
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { bestScore, plan } from '../../../src/domain/planner/plan.ts'
import { dice, play, type Policy, type Score } from './simulated-case.ts'

const cases = Array.from({ length: 60 }, (_, index) => index + 1)

const planned =
  (mostLeads: number): Policy =>
  (views) => {
    const decision = plan(views, { mostLeads })
    return decision.type === 'propose' ? decision.leads : []
  }

/** Any possible lead, until everything is resolved or looked at. */
function random(seed: number): Policy {
  const roll = dice(seed)
  return ({ coverage }) => {
    const possible = coverage.artefacts.filter(({ informs, leadPossible }) => leadPossible && informs.length > 0)
    const one = possible[Math.floor(roll() * possible.length)]
    return one === undefined ? [] : [{ source: one.source, artefact: one.key }]
  }
}

function mean(what: keyof Score, policy: (seed: number) => Policy): number {
  return cases.reduce((total, seed) => total + play(seed, policy(seed))[what], 0) / cases.length
}

test('the planner needs far fewer leads than chance, at less cost and without more errors', () => {
  const [chance, one] = [cases.map((seed) => play(seed, random(seed))), cases.map((seed) => play(seed, planned(1)))]
  const total = (scores: Score[], what: keyof Score) => scores.reduce((sum, score) => sum + score[what], 0)
  expect(total(one, 'leads')).toBeLessThan(0.55 * total(chance, 'leads'))
  expect(total(one, 'cost')).toBeLessThan(0.65 * total(chance, 'cost'))
  expect(total(one, 'open')).toBeLessThanOrEqual(total(chance, 'open') + 6)
  expect(total(one, 'wrong')).toBeLessThanOrEqual(total(chance, 'wrong') + 6)
})

test('three leads a decision take half the rounds and hardly more leads than one', () => {
  const [one, three] = [() => planned(1), () => planned(3)]
  expect(mean('leads', three)).toBeLessThan(1.06 * mean('leads', one))
  expect(mean('rounds', three)).toBeLessThan(0.55 * mean('rounds', one))
})

test('it stops for a reason that holds, and says the same when asked again', () => {
  const ends = cases.map((seed) => endOf(seed))
  expect(ends.filter(({ holds }) => !holds)).toEqual([])
  expect(ends.every(({ repeated }) => repeated)).toBe(true)
  expect(new Set(ends.map(({ reason }) => reason))).toContain('all_hypotheses_resolved')
})

function endOf(seed: number) {
  const end = { seed, reason: '', holds: false, repeated: true }
  play(seed, (views) => {
    const decision = plan(views)
    end.repeated &&= isDeepStrictEqual(plan(views), decision)
    if (decision.type === 'propose') return decision.leads
    end.reason = decision.reason
    const active = views.overview.hypotheses.filter(({ status }) => status === 'active').length
    end.holds = active === 0 ? decision.reason === 'all_hypotheses_resolved' : (bestScore(views) ?? 0) < 1
    return []
  })
  return end
}
