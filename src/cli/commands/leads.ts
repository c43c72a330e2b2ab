/** `leads`: what the strategist asked for, and what came of it. */
import { z } from 'zod'
import { tame } from '../../domain/text/hostile.ts'
import { LeadState } from '../../domain/vocabulary.ts'
import type { ShownLead } from '../answers.ts'
import type { Cli } from '../context.ts'
import { overviewOf } from '../drive.ts'
import { exits } from '../exit-codes.ts'
import { withService } from '../reach.ts'
import { allLeads } from '../result.ts'
import type { Look } from '../story.ts'
import { table } from '../table.ts'
import { investigationOf } from '../which.ts'
import { type Names, namesIn } from '../words.ts'
import { OnCase } from './case.ts'

export const LeadsInput = OnCase.extend({ state: LeadState.optional(), audit: z.boolean().default(false) })

export function leads(cli: Cli, input: z.infer<typeof LeadsInput>): Promise<number> {
  const { screen } = cli
  return withService(cli, input, async (client) => {
    const investigation = await investigationOf(client, input.investigation)
    const found = await allLeads(client, investigation, input.state)
    if (input.json) screen.json({ leads: found })
    else
      screen.say(
        ...leadTable(found, namesIn(await overviewOf(client, investigation)), screen),
        ...(input.audit ? auditLines(found) : []),
      )
    return exits.done
  })
}

function leadTable(found: readonly ShownLead[], names: Names, look: Look): string[] {
  if (found.length === 0) return ['No such leads.']
  const columns = [
    { title: 'lead' },
    { title: 'state' },
    { title: 'outcome' },
    { title: 'for' },
    { title: 'where' },
    { title: 'what came of it, or what to do', gives: true },
  ] as const
  const rows = found.map((lead) => [
    lead.alias,
    lead.state.replaceAll('_', ' '),
    lead.outcome?.replaceAll('_', ' ') ?? '',
    names.hypothesis(lead.hypothesis),
    `${names.source(lead.source)} ${lead.artefact ?? lead.role}`,
    tame(lead.endedWhy ?? lead.instruction, 500),
  ])
  return table(columns, rows, look)
}

/** The query to paste for each lead. */
function auditLines(found: readonly ShownLead[]): string[] {
  return found.flatMap(({ alias, audit }) => [
    '',
    `// ${alias}`,
    ...audit.cypher
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('//')),
  ])
}
