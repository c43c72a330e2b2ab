/** A case for tests of rounds, over REST only: what a person, a worker and a caller of rounds do with it. */
import { z } from 'zod'
import { expectReply, type Call, type Reply, type TestService } from '../support/service.ts'

const Named = z.object({ alias: z.string(), key: z.string() })
const Created = z.object({ id: z.uuid(), sources: z.array(Named), hypotheses: z.array(Named) })
const ProposedLead = z.object({
  id: z.uuid(),
  alias: z.string(),
  hypothesis: z.string(),
  source: z.string(),
  artefact: z.string().nullable(),
  buildsOn: z.array(z.string()),
  state: z.string(),
})
const Usage = z.object({
  modelCalls: z.int(),
  toolCalls: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  estimated: z.boolean(),
  seconds: z.number(),
})
export const RoundReply = z.object({
  round: z.object({ alias: z.string(), number: z.int(), state: z.string() }).nullable(),
  decision: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('propose'), leads: z.array(ProposedLead) }),
      z.object({ type: z.literal('complete'), reason: z.string(), explanation: z.string() }),
    ])
    .nullable(),
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  usage: Usage.nullable(),
})
export type RoundReply = z.infer<typeof RoundReply>

export const Problem = z.object({ code: z.string(), detail: z.string() }).loose()
const Entry = z.object({ seq: z.int(), type: z.string(), at: z.string(), actor: z.string(), body: z.string() })
const Claimed = z.object({
  leads: z.array(
    z.object({
      id: z.uuid(),
      alias: z.string(),
      token: z.string(),
      source: z.object({ alias: z.string() }).loose(),
      artefact: z.object({ key: z.string() }).loose().nullable(),
    }),
  ),
})

/** What one answer of a round says, in a few words: `propose 2`, `complete saturated` ..., `failed stale`. */
export function outcome({ decision, failure }: RoundReply): string {
  if (decision?.type === 'propose') return `propose ${decision.leads.length}`
  return decision ? `complete ${decision.reason}` : `failed ${failure?.code}`
}

/** Two sources and two hypotheses. Every artefact that a test may want says what it needs to, and no more. */
export function caseOfTwo(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: 'A stick in a desk',
    sources: [
      { key: 'PC', kind: 'windows-disk', label: 'Workstation', artefacts: [mru, prefetch, events] },
      { key: 'STICK', kind: 'removable-media', label: 'Stick', artefacts: [deleted] },
    ],
    hypotheses: [
      { key: 'COPIED', statement: 'The files were copied to the stick.', topics: ['exfiltration'] },
      { key: 'WIPED', statement: 'The traces of it were wiped.', topics: ['defense-evasion'] },
    ],
    ...changes,
  }
}

const usual = { role: 'disk', strength: 'strong', answerRate: 0.5 } as const
/** Informs COPIED. */
export const mru = {
  ...usual,
  key: 'mru',
  name: 'Recent files',
  topics: ['exfiltration'],
  witness: 'shell',
  tools: ['regripper'],
}
/** Informs WIPED. */
export const prefetch = {
  ...usual,
  key: 'prefetch',
  name: 'Prefetch',
  topics: ['defense-evasion'],
  witness: 'execution',
  tools: ['pecmd'],
}
/** Informs both. */
export const events = {
  ...usual,
  key: 'events',
  name: 'Event log',
  topics: ['exfiltration', 'defense-evasion'],
  witness: 'event-log',
  tools: ['evtx'],
}
/** Informs COPIED, on the stick. */
export const deleted = {
  ...usual,
  key: 'deleted',
  name: 'Deleted entries',
  topics: ['exfiltration'],
  role: 'media',
  witness: 'file-system',
  tools: ['fls'],
}

export type Look = {
  readonly outcome?: 'found' | 'empty' | 'failed'
  /** Kind of evidence by key of the hypothesis. */
  readonly evidence?: Readonly<Record<string, string>>
  readonly output?: string
}

export type TestCase = {
  readonly id: string
  /** Alias of a hypothesis or source by its key. */
  of(key: string): string
  /** A call inside the case. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>
  /** One round, which must be answered with 201. */
  round(headers?: Record<string, string>): Promise<RoundReply>
  /** A round that is refused: its problem details. */
  refusedRound(status: number, headers?: Record<string, string>): Promise<z.infer<typeof Problem>>
  /** A lead for the model to propose. */
  lead(changes?: Record<string, unknown>): Record<string, unknown>
  /** Everything that is open is claimed, looked at and completed (failed where the look failed). Answers the aliases. */
  work(look?: Look): Promise<string[]>
  claim(): Promise<z.infer<typeof Claimed>['leads']>
  /** A finding outside any lead. Answers the alias of its phenomenon. */
  observe(source: string, artefact: string, look: Look): Promise<string>
  /** Evidence enough to resolve a hypothesis, from two witnesses. */
  resolve(hypothesis: string): Promise<void>
  entries(): Promise<z.infer<typeof Entry>[]>
  /** A person's act on the case, or on something of it. */
  act(path: string, body?: Record<string, unknown>): Promise<Reply>
  patch(body: Record<string, unknown>): Promise<Reply>
}

export const signed = { by: 'Ada', why: 'because' } as const
let looks = 0

export async function openCase(
  { call }: Pick<TestService, 'call'>,
  changes: Record<string, unknown> = {},
): Promise<TestCase> {
  const { id, sources, hypotheses } = expectReply(
    await call('POST', '/v1/investigations', caseOfTwo(changes)),
    201,
    Created,
  )
  return caseAt(call, id, new Map([...sources, ...hypotheses].map(({ key, alias }) => [key, alias])))
}

/** The same case through another service. */
export function through({ call }: Pick<TestService, 'call'>, kase: TestCase): TestCase {
  const keys = ['PC', 'STICK', 'COPIED', 'WIPED']
  return caseAt(call, kase.id, new Map(keys.map((key) => [key, kase.of(key)])))
}

function caseAt(rest: Call, id: string, aliases: ReadonlyMap<string, string>): TestCase {
  const call: TestCase['call'] = (method, path, body, headers) =>
    rest(method, `/v1/investigations/${id}${path}`, body, headers)
  const of = (key: string) => aliases.get(key) ?? `no alias of ${key}`
  const claim = async () => {
    const body = { worker: 'tester', roles: ['disk', 'media'], max: 20, investigation: id }
    return expectReply(await rest('POST', '/v1/leads/claim', body), 200, Claimed).leads
  }
  const observe: TestCase['observe'] = async (source, artefact, look) => {
    const body = recordOf({ source: of(source), artefact, look, of })
    return expectReply(await call('POST', '/records', body), 201, Recorded).phenomena[0]?.alias ?? ''
  }
  return {
    id,
    of,
    call,
    claim,
    observe,
    round: async (headers) => expectReply(await call('POST', '/rounds', undefined, headers), 201, RoundReply),
    refusedRound: async (status, headers) =>
      expectReply(await call('POST', '/rounds', undefined, headers), status, Problem),
    lead: (given = {}) => ({
      hypothesis: of('COPIED'),
      source: of('PC'),
      artefact: 'mru',
      role: 'disk',
      expects: 'supports',
      instruction: 'List what was opened from removable media.',
      why: 'It would show that the stick was used.',
      ...given,
    }),
    work: async (look = { outcome: 'empty' }) => {
      const leads = await claim()
      for (const { id: lead, token, source, artefact } of leads) {
        const record = recordOf({ source: source.alias, artefact: artefact?.key ?? 'mru', look, of })
        expectReply(await rest('POST', `/v1/leads/${lead}/records`, { token, ...record }), 201, Recorded)
        const [end, more] = look.outcome === 'failed' ? ['fail', { why: 'it cannot be read' }] : ['complete', {}]
        expectReply(await rest('POST', `/v1/leads/${lead}/${end}`, { token, ...more }), 200, z.unknown())
      }
      return leads.map(({ alias }) => alias)
    },
    resolve: async (hypothesis) => {
      await observe('PC', 'mru', { evidence: { [hypothesis]: 'direct_evidence' } })
      await observe('PC', 'events', { evidence: { [hypothesis]: 'direct_evidence' } })
    },
    entries: async () => {
      const { entries } = expectReply(
        await call('GET', '/journal?limit=1000'),
        200,
        z.object({ entries: z.array(Entry) }),
      )
      return entries
    },
    act: (path, body = {}) => call('POST', path, { ...signed, ...body }),
    patch: (body) => call('PATCH', '', { ...signed, ...body }),
  }
}

const Recorded = z.object({ phenomena: z.array(z.object({ alias: z.string() })) })

type Recording = { source: string; artefact: string; look: Look; of: TestCase['of'] }

/** A tool invocation, and where something was found one phenomenon that quotes it. */
function recordOf({ source, artefact, look, of }: Recording) {
  const { outcome: found = 'found', evidence = {}, output = `line ${++looks} of ${artefact}` } = look
  const invocation = {
    key: 'look',
    tool: 'tool',
    source,
    artefacts: [artefact],
    outcome: found,
    output: found === 'found' ? output : '',
  }
  const pieces = Object.entries(evidence).map(([hypothesis, kind]) => ({
    hypothesis: of(hypothesis),
    kind,
    why: 'it says so',
  }))
  const phenomenon = {
    source,
    artefact,
    facts: [{ fact: output, quote: output, invocation: 'look' }],
    evidence: pieces,
  }
  return { invocations: [invocation], ...(found === 'found' ? { phenomena: [phenomenon] } : {}) }
}
