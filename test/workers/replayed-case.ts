/** A case in a real service with leads of a person's own, for the replay worker to answer. */
import { z } from 'zod'
import { CaseFile, FindingsFile } from '../../src/cases/format.ts'
import type { CaseFolder } from '../../src/cases/load.ts'
import { GraphOverview } from '../../src/domain/views/graph-overview.ts'
import { SourceCoverage } from '../../src/domain/views/source-coverage.ts'
import { createClient } from '../../src/workers/client.ts'
import { replay, type ReplayEvent, type ReplayWorker } from '../../src/workers/replay.ts'

const artefact = (key: string) => ({
  key,
  name: key,
  topics: ['execution'],
  role: 'disk',
  witness: key,
  tools: [`read ${key}`],
})

export const folder: CaseFolder = {
  start: CaseFile.parse({
    title: 'A replayed case',
    sources: [
      {
        key: 'DISK',
        kind: 'lab-disk',
        label: 'A disk',
        artefacts: ['events', 'prefetch', 'locked', 'files'].map(artefact),
      },
    ],
    hypotheses: [
      { key: 'RAN', statement: 'A tool ran.', topics: ['execution'] },
      { key: 'NOT', statement: 'No tool ran.', topics: ['execution'], rivalOf: 'RAN' },
    ],
  }),
  findings: FindingsFile.parse([
    {
      source: 'DISK',
      artefact: 'events',
      tool: 'read events',
      output: 'tool.exe started',
      phenomena: [
        {
          facts: [{ fact: 'It was started.', quote: 'tool.exe started' }],
          evidence: [
            { hypothesis: 'RAN', kind: 'supports', why: 'It ran.' },
            { hypothesis: 'NOT', kind: 'contradicts', why: 'It ran.' },
          ],
        },
      ],
    },
    { source: 'DISK', artefact: 'locked', tool: 'read locked', outcome: 'failed', output: 'wrong password' },
  ]),
}

export type Standing = {
  readonly investigation: string
  readonly hypothesis: string
  readonly source: string
  readonly url: string
}

const Named = z.object({ key: z.string(), alias: z.string() })

export async function openReplayedCase(url: string, changes: object = {}): Promise<Standing> {
  const answer = z.object({ id: z.uuid(), sources: z.array(Named), hypotheses: z.array(Named) })
  const body = { ...folder.start, ...changes }
  const { id, sources, hypotheses } = await createClient({ url }).call({ path: '/v1/investigations', body, answer })
  return { url, investigation: id, source: sources.at(-1)?.alias ?? '', hypothesis: hypotheses[0]?.alias ?? '' }
}

/** A lead of a person's own; without an artefact the worker may choose. Answers its alias. */
export async function askFor(
  { url, investigation, hypothesis, source }: Standing,
  look: string | undefined,
): Promise<string> {
  const lead = {
    hypothesis,
    source,
    role: 'disk',
    expects: 'supports',
    instruction: 'Look at it.',
    why: 'To see.',
    ...(look === undefined ? {} : { artefact: look }),
  }
  const path = `/v1/investigations/${investigation}/leads`
  const answer = z.object({ lead: z.string() })
  return (await createClient({ url }).call({ path, body: { lead, by: 'tester', why: 'test' }, answer })).lead
}

/** Works until nothing is left to claim, unless told otherwise, and answers what it saw. */
export async function workOn(
  { url, investigation }: Standing,
  given: Partial<ReplayWorker> = {},
): Promise<ReplayEvent[]> {
  const events: ReplayEvent[] = []
  const usual = {
    name: 'replay',
    leaseSeconds: 30,
    lookSeconds: 0,
    restMillis: 20,
    once: true,
    signal: new AbortController().signal,
  }
  await replay({
    client: createClient({ url }),
    folder,
    investigation,
    ...usual,
    watch: (event) => events.push(event),
    ...given,
  })
  return events
}

export function overviewOf({ url, investigation }: Standing): Promise<GraphOverview> {
  return createClient({ url }).call({
    path: `/v1/investigations/${investigation}/views/graph-overview`,
    answer: GraphOverview,
  })
}

/** Artefact -> its state. */
export async function coverageOf({ url, investigation }: Standing): Promise<Record<string, string>> {
  const path = `/v1/investigations/${investigation}/views/source-coverage`
  const { artefacts } = await createClient({ url }).call({ path, answer: SourceCoverage })
  return Object.fromEntries(artefacts.map(({ key, state }) => [key, state]))
}
