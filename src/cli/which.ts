/** Which investigation a person means: its id, the beginning or end of it, or `latest`. */
import { z } from 'zod'
import { AppError } from '../errors.ts'
import type { Client } from '../workers/client.ts'
import { Listed, type Summary } from './answers.ts'

/** Throws `not_found`, and `invalid_request` where several would fit. */
export async function investigationOf(client: Client, words: string): Promise<string> {
  if (z.uuid().safeParse(words).success) return words.toLowerCase()
  const { investigations } = await listed(client, words === 'latest' ? 1 : 1000)
  const fitting = words === 'latest' ? investigations : investigations.filter(({ id }) => fits(id, words.toLowerCase()))
  const [only, another] = fitting
  if (only && !another) return only.id
  const known = 'strategist case list shows them'
  if (!only)
    throw new AppError(
      'not_found',
      `there is no investigation ${JSON.stringify(words)}: ${known}, strategist case load makes one`,
    )
  throw new AppError(
    'invalid_request',
    `${JSON.stringify(words)} could be ${fitting.length} investigations: give more of its id (${known})`,
  )
}

function fits(id: string, words: string): boolean {
  return words.length >= 4 && (id.startsWith(words) || id.endsWith(words))
}

export function listed(client: Client, limit: number): Promise<Listed> {
  return client.call({ path: `/v1/investigations?limit=${limit}`, answer: Listed })
}

/** The newest open investigation of a title. Throws `not_found`. */
export async function openOfTitle(client: Client, title: string): Promise<Summary> {
  const { investigations } = await listed(client, 1000)
  const found = investigations.find((one) => one.title === title && one.status !== 'ended')
  if (found) return found
  throw new AppError(
    'not_found',
    `no open investigation is called ${JSON.stringify(title)}: load the case first, or name one with --investigation`,
  )
}
