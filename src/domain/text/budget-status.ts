/** The view `budget_status` as text: what is used of each budget. */
import type { BudgetRow, BudgetStatus } from '../views/budget-status.ts'
import { type Column, table } from './table.ts'

export function budgetText({ budgets }: BudgetStatus, marker: string): string {
  return ['budget_status\twarning from 70 %, critical from 90 %', ...table(columns, budgets, marker)].join('\n')
}

const columns: readonly Column<BudgetRow>[] = [
  { name: 'budget', value: ({ budget }) => budget },
  { name: 'used', value: ({ used }) => Math.round(used * 10) / 10 },
  { name: 'cap', value: ({ cap }) => cap },
  { name: 'percent', value: ({ percent }) => percent },
  { name: 'level', value: ({ level }) => level },
]
