/** Cases for tests, built over REST as anybody would: a laboratory case, what workers see in it, and leads of the test's choice. */
import { AIMessage } from '@langchain/core/messages'
import { fakeModel } from '@langchain/core/testing'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import { alias } from '../../src/domain/identity.ts'
import { Entry } from '../../src/domain/journal/chain.ts'
import { BudgetStatus } from '../../src/domain/views/budget-status.ts'
import { GraphOverview, type HypothesisRow } from '../../src/domain/views/graph-overview.ts'
import { type ArtefactRow, SourceCoverage } from '../../src/domain/views/source-coverage.ts'
import type { EvidenceKind } from '../../src/domain/vocabulary.ts'
import { RecordsAnswered } from '../../src/http/routes/shapes.ts'
import { Verification } from '../../src/service/verify.ts'
import { caller, expectReply, openTestService, type Options, type Reply, type TestService } from './service.ts'

type Body = Record<string, unknown>

/** What a worker saw: one tool run, and one phenomenon that quotes all of its output. Sources and hypotheses by their keys. */
export type Sight = {
  readonly on: string
  /** Of the source; left out: the phenomenon names none. */
  readonly artefact?: string
  readonly text: string
  readonly evidence?: Readonly<Record<string, EvidenceKind>>
  readonly invocation?: Body
  readonly phenomenon?: Body
}

const artefact = (key: string, witness: string, changes: Body = {}) => ({
  key,
  name: key,
  topics: ['execution'],
  role: 'disk',
  witness,
  tools: [`read ${key}`],
  ...changes,
})

/** A disk, a second image of it, a stick, and a witness statement that no artefact is known for. */
export const labStart = (changes: Body = {}): Body => ({
  title: 'The drawings of the lens',
  overlapRounds: true,
  sources: [
    {
      key: 'DISK',
      kind: 'lab-disk',
      label: 'Disk of the workstation',
      artefacts: [
        artefact('events', 'event-log', { techniques: ['T1078'] }),
        artefact('prefetch', 'execution'),
        artefact('files', 'file-system', { topics: ['exfiltration'] }),
        artefact('journal', 'file-system', { topics: ['exfiltration'], tools: ['read journal', 'read file system'] }),
      ],
    },
    {
      key: 'COPY',
      kind: 'lab-disk',
      label: 'Second image of the same disk',
      independenceGroup: 'DISK',
      artefacts: [artefact('events', 'event-log')],
    },
    {
      key: 'STICK',
      kind: 'lab-stick',
      label: 'Stick from the drawer',
      artefacts: [artefact('files', 'file-system', { topics: ['exfiltration'], role: 'media' })],
    },
    { key: 'STATEMENT', kind: 'lab-statement', label: 'What the caretaker said', artefacts: [] },
  ],
  hypotheses: [
    { key: 'COPIED', statement: 'Mira Voss copied the drawings.', topics: ['execution', 'exfiltration'] },
    { key: 'OTHER', statement: 'Somebody else copied them.', topics: ['execution'], rivalOf: 'COPIED' },
    { key: 'WIPED', statement: 'The traces were wiped.', topics: ['execution'] },
  ],
  ...changes,
})

const Named = z.array(z.object({ id: z.uuid(), alias: z.string(), key: z.string() }))
const Created = z.object({ id: z.uuid(), sources: Named, hypotheses: Named })
const Problem = z.object({ status: z.int(), code: z.string(), detail: z.string() }).loose()
const Claimed = z.object({
  leads: z.array(z.object({ id: z.uuid(), alias: z.string(), token: z.string(), epoch: z.int() }).loose()),
})
export type Claim = z.infer<typeof Claimed>['leads'][number]
const Ending = z.object({
  lead: z.string(),
  state: z.string(),
  outcome: z.string().nullable(),
  moved: z.number().nullable(),
})
const LeadShown = z
  .object({ id: z.uuid(), alias: z.string(), state: z.string(), outcome: z.string().nullable() })
  .loose()
const Decided = z.object({
  decision: z.object({ leads: z.array(z.object({ id: z.uuid(), alias: z.string() }).loose()) }),
})
export type ReadEntry = Omit<Entry, 'body'> & { readonly body: Body }

type Look = Body & { readonly on: string; readonly artefact?: string; readonly about?: string }

export type Lab = TestService & {
  open(changes?: Body): Promise<LabCase>
  /** Another case, whose first aliases are none of the other's: two letters may be alike by chance. */
  openBeside(lab: LabCase, changes?: Body): Promise<LabCase>
}

/** A service whose strategist says what the test wants. Ends with the test that started it. */
export async function startLab(options: Options = {}): Promise<Lab> {
  const lab = await openLab(options)
  onTestFinished(lab.stop)
  return lab
}

/** The same for several tests: whoever opened it stops it. */
export async function openLab(options: Options = {}): Promise<Lab> {
  const script: Body[][] = []
  const modelOf = () => scripted(script.shift() ?? [])
  const service = await openTestService({ strategist: 'scripted', modelOf, ...options })
  const open = (changes: Body = {}) => openCase(service, script, changes)
  const openBeside = async (lab: LabCase, changes: Body = {}): Promise<LabCase> => {
    const other = await open(changes)
    return sharesAliases(lab.id, other.id) ? openBeside(lab, changes) : other
  }
  return { ...service, open, openBeside }
}

function sharesAliases(one: string, other: string): boolean {
  const named = ['source', 'hypothesis', 'phenomenon', 'lead', 'round'] as const
  return named.some((kind) => [1, 2, 3, 4].some((number) => alias(one, kind, number) === alias(other, kind, number)))
}

function scripted(proposals: readonly Body[]) {
  const calls = proposals.map((args, index) => ({
    type: 'tool_call' as const,
    id: `call_${index}`,
    name: 'propose_lead',
    args,
  }))
  return {
    name: 'scripted',
    settings: {},
    chat: fakeModel().respond(Object.assign(new AIMessage(''), { tool_calls: calls })),
  }
}

async function openCase({ url, call }: TestService, script: Body[][], changes: Body): Promise<LabCase> {
  const created = expectReply(await call('POST', '/v1/investigations', labStart(changes)), 201, Created)
  return new LabCase(url, created, script)
}

/** One case over REST, with keys in place of aliases and every answer parsed. Calls that should be refused go through `send`. */
export class LabCase {
  readonly id: string
  readonly #url: string
  readonly #script: Body[][]
  readonly #aliases: ReadonlyMap<string, string>
  #invocations = 0

  constructor(url: string, { id, sources, hypotheses }: z.infer<typeof Created>, script: Body[][]) {
    this.id = id
    this.#url = url
    this.#script = script
    this.#aliases = new Map([...sources, ...hypotheses].map(({ key, alias }) => [key, alias]))
  }

  /** The alias of a source or hypothesis; whatever else is given is itself. */
  alias(key: string): string {
    return this.#aliases.get(key) ?? key
  }

  /** A call about this case: `records`, or with a leading slash any other. */
  send(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const about = path.startsWith('/') ? path : `/v1/investigations/${this.id}${path === '' ? '' : `/${path}`}`
    return caller(this.#url)(method, about, body, headers)
  }

  /** The body of a record: what was seen, one tool run and one phenomenon for each. */
  sights(...seen: readonly Sight[]): { invocations: Body[]; phenomena: Body[] } {
    const made = seen.map(({ on, artefact, text, evidence = {}, invocation = {}, phenomenon = {} }) => {
      const key = `run${++this.#invocations}`
      const place = { source: this.alias(on) }
      const judged = Object.entries(evidence).map(([hypothesis, kind]) => ({
        hypothesis: this.alias(hypothesis),
        kind,
        why: `${text} says so`,
      }))
      const examined = artefact === undefined ? { artefacts: [] } : { artefacts: [artefact] }
      return {
        invocation: { key, tool: 'lab tool', ...place, ...examined, outcome: 'found', output: text, ...invocation },
        phenomenon: {
          ...place,
          ...(artefact === undefined ? {} : { artefact }),
          facts: [{ fact: text, quote: text, invocation: key }],
          evidence: judged,
          ...phenomenon,
        },
      }
    })
    return {
      invocations: made.map(({ invocation }) => invocation),
      phenomena: made.map(({ phenomenon }) => phenomenon),
    }
  }

  async record(body: Body): Promise<z.infer<typeof RecordsAnswered>> {
    return expectReply(await this.send('POST', 'records', body), 201, RecordsAnswered)
  }

  /** Records what was seen and answers the aliases of the phenomena. */
  async see(...seen: readonly Sight[]): Promise<string[]> {
    const { phenomena } = await this.record(this.sights(...seen))
    return phenomena.map(({ alias }) => alias)
  }

  /** Evidence on a phenomenon recorded earlier. */
  judge(phenomenon: string, hypothesis: string, kind: EvidenceKind): Promise<Reply> {
    return this.send('POST', 'records', {
      evidence: [{ phenomenon, hypothesis: this.alias(hypothesis), kind, why: 'on second thoughts' }],
    })
  }

  withdraw(phenomenon: string, hypothesis?: string): Promise<Reply> {
    const of = hypothesis === undefined ? {} : { hypothesis: this.alias(hypothesis) }
    return this.send('POST', `phenomena/${phenomenon}/withdraw`, { by: 'Ada Bell', why: 'misread', ...of })
  }

  async overview(): Promise<GraphOverview> {
    return expectReply(await this.send('GET', 'views/graph-overview'), 200, GraphOverview)
  }

  async belief(hypothesis: string): Promise<HypothesisRow> {
    const { hypotheses } = await this.overview()
    return one(hypotheses.filter(({ key }) => key === hypothesis))
  }

  async coverage(source: string, key: string): Promise<ArtefactRow> {
    const { artefacts } = expectReply(
      await this.send('GET', `views/source-coverage?source=${this.alias(source)}`),
      200,
      SourceCoverage,
    )
    return one(artefacts.filter((row) => row.key === key))
  }

  async used(budget: string): Promise<number> {
    const { budgets } = expectReply(await this.send('GET', 'views/budget-status'), 200, BudgetStatus)
    return one(budgets.filter((row) => row.budget === budget)).used
  }

  /** Has the strategist propose these looks, three a round, and answers the leads in that order. */
  async leads(...looks: readonly Look[]): Promise<{ id: string; alias: string }[]> {
    const made: { id: string; alias: string }[] = []
    for (let first = 0; first < looks.length; first += 3) {
      this.#script.push(looks.slice(first, first + 3).map((look) => this.#proposal(look)))
      made.push(...expectReply(await this.send('POST', 'rounds'), 201, Decided).decision.leads)
    }
    return made
  }

  #proposal({ on, about = 'COPIED', ...rest }: Look): Body {
    const usual = { role: 'disk', expects: 'supports', instruction: 'Look there.', why: 'It could tell.' }
    return { ...usual, hypothesis: this.alias(about), source: this.alias(on), ...rest }
  }

  /** A claim in this case alone. */
  async claim(changes: Body = {}): Promise<Claim[]> {
    const asked = { worker: 'w1', roles: ['disk', 'media'], leaseSeconds: 60, investigation: this.id, ...changes }
    return expectReply(await this.send('POST', '/v1/leads/claim', asked), 200, Claimed).leads
  }

  /** Proposes one look and claims it. */
  async held(look: Look, claiming: Body = {}): Promise<Claim> {
    await this.leads(look)
    return one(await this.claim(claiming))
  }

  under(
    { id, token }: Pick<Claim, 'id' | 'token'>,
    act: string,
    body: Body = {},
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    return this.send('POST', `/v1/leads/${id}/${act}`, { token, ...body }, headers)
  }

  async recordUnder(claim: Claim, ...seen: readonly Sight[]): Promise<string[]> {
    const { phenomena } = expectReply(await this.under(claim, 'records', this.sights(...seen)), 201, RecordsAnswered)
    return phenomena.map(({ alias }) => alias)
  }

  async end(claim: Claim, act: 'complete' | 'fail' | 'release', body: Body = {}): Promise<z.infer<typeof Ending>> {
    return expectReply(
      await this.under(claim, act, act === 'fail' ? { why: 'the disk does not spin', ...body } : body),
      200,
      Ending,
    )
  }

  async lead(name: string): Promise<z.infer<typeof LeadShown>> {
    return expectReply(await this.send('GET', `leads/${name}`), 200, LeadShown)
  }

  /** Every entry, with its body read. */
  async entries(): Promise<ReadEntry[]> {
    const read = (entry: Entry) => ({ ...entry, body: z.record(z.string(), z.unknown()).parse(JSON.parse(entry.body)) })
    return (await this.journal()).map(read)
  }

  async journal(): Promise<Entry[]> {
    const page = expectReply(await this.send('GET', 'journal?limit=1000'), 200, z.object({ entries: z.array(Entry) }))
    return page.entries
  }

  async types(): Promise<string[]> {
    return (await this.journal()).map(({ type }) => type)
  }

  async verify(): Promise<Verification> {
    return expectReply(await this.send('GET', 'verify'), 200, Verification)
  }

  /** Everything that a call could have changed: what is believed, seen, covered, used, asked for and noted. */
  async standing(): Promise<unknown> {
    const read = async (path: string) => (await this.send('GET', path)).body
    const paths = [
      'views/graph-overview',
      'views/source-coverage',
      'views/marginal-yield',
      'leads',
      'journal?limit=1000',
      'entities',
      'timeline',
      'verify',
    ]
    return Promise.all(paths.map(read))
  }
}

/** The code of a refusal with that status, and what it says. */
export function refusal(reply: Reply, status: number): z.infer<typeof Problem> {
  return expectReply(reply, status, Problem)
}

/** The only one. */
export function one<T>(found: readonly T[]): T {
  const [first] = found
  if (first === undefined || found.length > 1) throw new Error(`expected one, found ${found.length}`)
  return first
}
