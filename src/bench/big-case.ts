/** A case as large as one wants, on which the planner always finds something to ask: what costs are measured on. */
import { z } from 'zod'
import type { Rest } from './rest.ts'

const artefact = (number: number) => ({
  key: `artefact-${number}`,
  name: `Artefact ${number}`,
  topics: ['execution'],
  role: 'bench',
  answerRate: 0.3,
  tools: [`tool-${number}`],
})

/** 25 hypotheses, 8 sources with 20 artefacts each, weights that cancel out, and budgets that do not end. */
const bigCase = {
  title: 'A large case for measuring',
  sources: Array.from({ length: 8 }, (_, source) => ({
    kind: 'bench',
    label: `Source ${source + 1} of a usual name`,
    artefacts: Array.from({ length: 20 }, (__, number) => artefact(number + 1)),
  })),
  hypotheses: Array.from({ length: 25 }, (_, number) => ({
    statement: `Hypothesis ${number + 1} claims that something of a usual length happened on a usual day.`,
    topics: ['execution'],
  })),
  weights: { supports: 1, weakens: -1 },
  budgets: { rounds: 10_000, toolCalls: 1_000_000, minutes: 1_000_000, modelTokens: 1_000_000_000 },
  errorCost: 100_000,
} as const

const Created = z.object({
  id: z.uuid(),
  hypotheses: z.array(z.object({ alias: z.string() })),
  sources: z.array(z.object({ alias: z.string() })),
})
export type Big = z.infer<typeof Created>

export async function createBigCase(api: Rest): Promise<Big> {
  return Created.parse(await api('POST', '/v1/investigations', bigCase))
}

export const Proposed = z.object({
  decision: z.object({ type: z.literal('propose'), leads: z.array(z.object({ id: z.uuid() })) }),
  usage: z.object({ modelSeconds: z.number() }),
})
export const Claimed = z.object({
  leads: z.array(
    z.object({
      id: z.uuid(),
      token: z.string(),
      source: z.object({ alias: z.string() }),
      artefact: z.object({ key: z.string() }),
    }),
  ),
})
export type ClaimedLead = z.infer<typeof Claimed>['leads'][number]

export function claimBody(investigation: string) {
  return { worker: 'bench', roles: ['bench'], max: 1, leaseSeconds: 600, investigation }
}

/** One phenomenon with two pieces of evidence that cancel out over the rounds. `number` makes its quote its own. */
export function recordBody({ source, artefact: looked, token }: ClaimedLead, big: Big, number: number) {
  const [one, other] = [big.hypotheses[number % 25], big.hypotheses[(number + 1) % 25]]
  const quote = `line ${number} of the output`
  const evidence = [
    { hypothesis: one?.alias, kind: 'supports', why: 'measured' },
    { hypothesis: other?.alias, kind: 'weakens', why: 'measured' },
  ]
  return {
    token,
    invocations: [
      { key: 'run', tool: 'bench', source: source.alias, artefacts: [looked.key], outcome: 'found', output: quote },
    ],
    phenomena: [
      { source: source.alias, artefact: looked.key, facts: [{ fact: 'a line', quote, invocation: 'run' }], evidence },
    ],
  }
}
