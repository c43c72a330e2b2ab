/** The glossary keeps up with the code: every word that people meet in an answer stands in it. */
import { expect, test } from 'vitest'
import { EntityInput } from '../../src/domain/records.ts'
import { EntryType } from '../../src/domain/journal/bodies.ts'
import { RoundFailure } from '../../src/domain/transcript.ts'
import { BudgetRow } from '../../src/domain/views/budget-status.ts'
import * as words from '../../src/domain/vocabulary.ts'
import { codeIn, rowsIn, textOf } from './pages.ts'

const page = 'docs/glossary.md'
const anywhere = new Set(codeIn(textOf(page)))
const inTables = new Set(rowsIn(page).flatMap(([first = '', second = '']) => [...codeIn(first), ...codeIn(second)]))

test.each([
  ['kinds of evidence', words.EvidenceKind.options],
  ['states of an investigation', words.InvestigationStatus.options],
  ['states of a hypothesis', [...words.HypothesisStatus.options, 'inconclusive']],
  ['states of a lead', words.LeadState.options],
  ['states of a round', words.RoundState.options],
  ['states of an artefact', words.CoverageState.options],
  ['outcomes of a lead', words.LeadOutcome.options],
  ['reasons to be complete', words.CompletionReason.options],
  ['ways in which a case ends', words.EndedAs.options],
  ['ways in which a round fails', RoundFailure.options],
  ['types of entries', EntryType.options],
])('a table tells the %s', (_, values) => {
  expect(values.filter((value) => !inTables.has(value))).toEqual([])
})

test.each([
  ['topics', words.Topic.options],
  ['outcomes of a tool invocation', words.InvocationOutcome.options],
  ['strengths', words.StrengthTier.options],
  ['kinds of entities', EntityInput.shape.kind.options],
  ['levels of a budget', BudgetRow.shape.level.options],
])('it names the %s', (_, values) => {
  expect(values.filter((value) => !anywhere.has(value))).toEqual([])
})

test('each reason stands beside the word that it ends a case with', () => {
  const pairs = rowsIn(page).map(([reason = '', as = '']) => [codeIn(reason)[0], codeIn(as)[0]])
  for (const pair of Object.entries(words.endedAs)) expect(pairs).toContainEqual(pair)
})

test('words stand in alphabetical order', () => {
  const heads = [...textOf(page).matchAll(/^\*\*(.+?)\.\*\*/gm)].map(([, head = '']) => head.toLowerCase())
  expect(heads.length).toBeGreaterThan(60)
  expect(heads).toEqual(heads.toSorted())
})
