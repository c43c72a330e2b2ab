/** For the verifier's tests: a case with everything in it that a case can hold, and a hand in its database, undone afterwards. */
import neo4j, { type Driver, type Node, type Relationship } from 'neo4j-driver'
import { inject } from 'vitest'
import { Verification } from '../../src/service/verify.ts'
import { one, openLab, type Lab, type LabCase } from '../support/case-builder.ts'
import { expectReply } from '../support/service.ts'

const signed = { by: 'Ada Bell', why: 'we need to know' }

/** Two rounds, leads in every state, all kinds of nodes and relationships, a withdrawal, a late record, a pause. */
async function fill(lab: LabCase): Promise<void> {
  const entities = [{ kind: 'account', value: 'mvoss' }]
  const [first = '', second = ''] = await lab.see(
    {
      on: 'DISK',
      artefact: 'files',
      text: 'one',
      evidence: { COPIED: 'supports' },
      phenomenon: { entities, occurredAt: '2026-03-26T17:00:00Z', interpretation: 'hers' },
    },
    { on: 'DISK', artefact: 'files', text: 'two', evidence: { COPIED: 'supports', WIPED: 'weakens' } },
    { on: 'STICK', artefact: 'files', text: 'three', evidence: { COPIED: 'direct_evidence' } },
    { on: 'DISK', text: 'loose' },
  )
  await lab.send('POST', 'hypotheses', {
    key: 'SOLD',
    statement: 'They were sold.',
    topics: ['exfiltration'],
    predicts: ['T1041'],
    excludes: ['T1052'],
    phenomena: [first],
  })
  await lab.leads(
    { on: 'DISK', artefact: 'events', about: 'WIPED', buildsOn: [first], entities: ['mvoss'] },
    { on: 'DISK', artefact: 'prefetch', about: 'WIPED' },
  )
  const [events, prefetch] = await lab.claim({ max: 2 })
  if (!events || !prefetch) throw new Error('no leads')
  await lab.recordUnder(events, { on: 'DISK', artefact: 'events', text: 'a logon', evidence: { WIPED: 'supports' } })
  await lab.end(events, 'complete', { summary: 'read it' })
  await lab.end(prefetch, 'fail')
  await lab.under(events, 'records', {
    invocations: [{ key: 'k', tool: 'late', source: lab.alias('DISK'), outcome: 'empty' }],
  })
  await lab.leads({ on: 'DISK', artefact: 'journal', about: 'WIPED' })
  await lab.send('POST', `leads/${prefetch.alias}/reopen`, signed)
  one(await lab.claim())
  await lab.withdraw(second, 'WIPED')
  await lab.withdraw(first)
  await lab.send('PATCH', '', { action: 'pause', ...signed })
  await lab.send('PATCH', '', { action: 'resume', ...signed })
}

export const labels = [
  'Investigation',
  'Source',
  'Artefact',
  'ToolInvocation',
  'Phenomenon',
  'Entity',
  'Hypothesis',
  'Tally',
  'Lead',
  'Round',
  'Entry',
] as const

type Snapshot = { nodes: Node[]; links: Relationship[] }

/** The nodes and relationships of one case, changed behind the service's back and put back as they were. */
export class Hand {
  readonly #driver: Driver
  readonly id: string

  constructor(id: string) {
    const { uri, username, password } = inject('neo4j')
    this.#driver = neo4j.driver(uri, neo4j.auth.basic(username, password))
    this.id = id
  }

  /** `$id` is the case, `key('H1')` in the text the key of a node in it. */
  async run(cypher: string, parameters: Record<string, unknown> = {}) {
    const text = cypher.replaceAll(/key\('([^']*)'\)/g, "$id + '|$1'")
    const { records } = await this.#driver.executeQuery(
      text,
      { id: this.id, ...parameters },
      { database: inject('neo4j').database },
    )
    return records
  }

  /** Does something and takes it back. Whatever is added must have a label of a case, or `Stray`, and a key of this one. */
  async undone<T>(deed: () => Promise<T>): Promise<T> {
    const before = await this.#snapshot()
    try {
      return await deed()
    } finally {
      await this.#restore(before)
    }
  }

  close(): Promise<void> {
    return this.#driver.close()
  }

  /** One node of a label, the one with the most properties. */
  async fullest(label: string): Promise<Node> {
    const { nodes } = await this.#snapshot()
    const own = nodes.filter((node) => node.labels.includes(label))
    return one(own.toSorted((a, b) => Object.keys(b.properties).length - Object.keys(a.properties).length).slice(0, 1))
  }

  async types(): Promise<string[]> {
    return [...new Set((await this.#snapshot()).links.map(({ type }) => type))].toSorted()
  }

  async #snapshot(): Promise<Snapshot> {
    const nodes: Node[] = []
    for (const label of labels) {
      const rows = await this.run(`MATCH (n:${label}) WHERE ${inCase(label)} RETURN n`)
      nodes.push(...rows.map((row): Node => row.get('n')))
    }
    const rows = await this.run('MATCH (n)-[r]->() WHERE elementId(n) IN $ids RETURN r', {
      ids: nodes.map(({ elementId }) => elementId),
    })
    return { nodes, links: rows.map((row): Relationship => row.get('r')) }
  }

  async #restore({ nodes, links }: Snapshot): Promise<void> {
    for (const label of [...labels, 'Stray'])
      await this.run(`MATCH (n:${label}) WHERE ${inCase(label)} DETACH DELETE n`)
    const made = await this.run(
      'UNWIND $nodes AS row CREATE (n:$(row.labels)) SET n = row.properties RETURN row.was AS was, elementId(n) AS now',
      { nodes: nodes.map(({ elementId, labels: own, properties }) => ({ was: elementId, labels: own, properties })) },
    )
    const now = new Map(made.map((row): [string, string] => [row.get('was'), row.get('now')]))
    const rows = links.map((link) => ({
      from: now.get(link.startNodeElementId),
      to: now.get(link.endNodeElementId),
      type: link.type,
      properties: link.properties,
    }))
    await this.run(
      `UNWIND $rows AS row MATCH (a) WHERE elementId(a) = row.from MATCH (b) WHERE elementId(b) = row.to
       CREATE (a)-[r:$(row.type)]->(b) SET r = row.properties`,
      { rows },
    )
  }
}

/** Of a node `n` of a label. */
function inCase(label: string): string {
  return label === 'Investigation' ? 'n.id = $id' : "n.key STARTS WITH $id + '|'"
}

let filled: Promise<{ lab: Lab; hand: Hand }> | undefined

/** The one case of a test file, in a service of its own: every test leaves it as it was. */
export async function theCase() {
  filled ??= openLab().then(async (lab) => {
    const made = await lab.open()
    await fill(made)
    return { lab, hand: new Hand(made.id) }
  })
  const { lab, hand } = await filled
  const { id } = hand
  const verify = async () => expectReply(await lab.call('GET', `/v1/investigations/${id}/verify`), 200, Verification)
  return { call: lab.call, hand, id, verify }
}

/** After the last test of a file. */
export async function done(): Promise<void> {
  const { lab, hand } = (await filled) ?? {}
  await hand?.close()
  await lab?.stop()
}

/** Where something was found wrong, without the id of the case. */
export function places({ chain, replay, graph }: Verification, id: string): string[] {
  const entries = [...chain, ...replay].map(({ seq }) => `entry ${seq}`)
  return [...new Set([...entries, ...graph.map(({ place }) => place.replaceAll(`${id}|`, '').replaceAll(id, 'case'))])]
}
