/** `case load|list|show|verify|close`. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { tame } from '../../domain/text/hostile.ts'
import { Closed, Shown } from '../answers.ts'
import { openCaseFolder } from '../case-folder.ts'
import { caseLines, closedLines, createdLines, listLines, verifiedLines } from '../case-lines.ts'
import type { Cli } from '../context.ts'
import { overviewOf } from '../drive.ts'
import { exits } from '../exit-codes.ts'
import { loadInto } from '../play.ts'
import { withService } from '../reach.ts'
import { verify } from '../result.ts'
import { investigationOf, listed } from '../which.ts'

/** What every command takes that shows something the service knows. */
export const Common = z.object({
  service: z.url({ protocol: /^https?$/ }).optional(),
  json: z.boolean().default(false),
})
export const OnCase = Common.extend({ investigation: z.string().min(1) })
export const LoadInput = Common.extend({
  folder: z.string().min(1),
  model: z.string().trim().min(1).max(200).optional(),
})
export const ListInput = Common.extend({ limit: z.coerce.number().int().min(1).max(1000).default(20) })
export const CloseInput = OnCase.extend({
  by: z.string().trim().min(1).max(200),
  why: z.string().trim().min(1).max(1000),
})

export async function load(cli: Cli, input: z.infer<typeof LoadInput>): Promise<number> {
  const { start } = await openCaseFolder(input.folder)
  return withService(cli, input, async ({ url }) => {
    const created = await loadInto(cli, url, { start, model: input.model })
    show(cli, input.json, { value: created, lines: () => createdLines(created, start) })
    return exits.done
  })
}

export function list(cli: Cli, input: z.infer<typeof ListInput>): Promise<number> {
  return withService(cli, input, async (client) => {
    const answer = await listed(client, input.limit)
    show(cli, input.json, { value: answer, lines: () => listLines(answer, cli.screen) })
    return exits.done
  })
}

export function showCase(cli: Cli, input: z.infer<typeof OnCase>): Promise<number> {
  return withService(cli, input, async (client) => {
    const id = await investigationOf(client, input.investigation)
    const [shown, overview] = await Promise.all([
      client.call({ path: `/v1/investigations/${id}`, answer: Shown }),
      overviewOf(client, id),
    ])
    show(cli, input.json, { value: { ...shown, overview }, lines: () => caseLines(shown, overview, cli.screen) })
    return exits.done
  })
}

/** Ends with 3 where something was changed behind the service's back. */
export function verifyCase(cli: Cli, input: z.infer<typeof OnCase>): Promise<number> {
  return withService(cli, input, async (client) => {
    const id = await investigationOf(client, input.investigation)
    const verified = await cli.screen.during('Verifying', () => verify(client, id))
    show(cli, input.json, { value: verified, lines: () => verifiedLines(verified, cli.screen.paint) })
    return verified.ok ? exits.done : exits.differs
  })
}

export function closeCase(cli: Cli, input: z.infer<typeof CloseInput>): Promise<number> {
  return withService(cli, input, async (client) => {
    const id = await investigationOf(client, input.investigation)
    const { by, why } = input
    const closed = await client.call({
      path: `/v1/investigations/${id}/close`,
      body: { by, why },
      key: randomUUID(),
      answer: Closed,
    })
    show(cli, input.json, { value: closed, lines: () => closedLines(id, tame(by, 200)) })
    return exits.done
  })
}

function show({ screen }: Cli, json: boolean, { value, lines }: { value: unknown; lines: () => string[] }): void {
  if (json) screen.json(value)
  else screen.say(...lines())
}
