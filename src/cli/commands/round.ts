/** `round`: one decision of the strategist. */
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Cli } from '../context.ts'
import { overviewOf, postRound } from '../drive.ts'
import { exits } from '../exit-codes.ts'
import { withService } from '../reach.ts'
import { decisionLines, explanationLines } from '../story.ts'
import { investigationOf } from '../which.ts'
import { namesIn } from '../words.ts'
import { OnCase } from './case.ts'

export const RoundInput = OnCase

export function round(cli: Cli, input: z.infer<typeof RoundInput>): Promise<number> {
  const { screen } = cli
  return withService(cli, input, async (client) => {
    const investigation = await investigationOf(client, input.investigation)
    const names = namesIn(await overviewOf(client, investigation))
    const answer = await screen.during('The strategist decides', () => postRound(client, investigation, randomUUID()))
    if (input.json) screen.json(answer)
    else screen.say(...decisionLines(answer, names, screen), ...explanationLines(answer, names, screen))
    return answer.failure ? exits.failed : exits.done
  })
}
