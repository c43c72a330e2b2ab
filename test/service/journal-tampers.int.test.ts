/** The verifier finds whatever is changed in the graph behind the service's back, and says where. */
import neo4j from 'neo4j-driver'
import { afterAll, expect, test } from 'vitest'
import { done, labels, places, theCase } from './tampering.ts'

afterAll(done)

test('the case of this file holds every label and every type of relationship, and verifies', async () => {
  const { hand, verify } = await theCase()
  expect(await verify()).toMatchObject({ ok: true, chain: [], replay: [], graph: [] })
  for (const label of labels) expect((await hand.fullest(label)).labels).toEqual([label])
  expect(await hand.types()).toEqual(
    [
      'BUILDS_ON',
      'CITES',
      'EVIDENCE',
      'EXPECTS',
      'HAS_HYPOTHESIS',
      'HAS_ROUND',
      'HAS_SOURCE',
      'HAS_TALLY',
      'LOOKED_AT',
      'MENTIONS',
      'MOVED',
      'NEXT',
      'OBSERVED_IN',
    ].concat(['PROPOSED_BY', 'QUOTES', 'RAN_ON', 'RECORDED_FOR', 'REOPENS', 'RIVAL_OF', 'SUGGESTED_BY', 'TARGETS']),
  )
})

const graphTampers: [what: string, cypher: string, place: string][] = [
  [
    "a hypothesis' log odds moved a millionth",
    "MATCH (h:Hypothesis {key: key('H1')}) SET h.logOdds = h.logOdds + 0.000001",
    'Hypothesis H1.logOdds',
  ],
  ["a hypothesis' status", "MATCH (h:Hypothesis {key: key('H1')}) SET h.status = 'refuted'", 'Hypothesis H1.status'],
  [
    "a hypothesis' statement",
    "MATCH (h:Hypothesis {key: key('H2')}) SET h.statement = 'Mira Voss did it.'",
    'Hypothesis H2.statement',
  ],
  ["a hypothesis' prior", "MATCH (h:Hypothesis {key: key('H2')}) SET h.prior = 0.9", 'Hypothesis H2.prior'],
  [
    "a tally's count",
    "MATCH (t:Tally {key: key('H1|STICK/file-system|direct_evidence')}) SET t.n = 2",
    'Tally H1|STICK/file-system|direct_evidence.n',
  ],
  [
    "a tally's worth",
    "MATCH (t:Tally {key: key('H1|STICK/file-system|direct_evidence')}) SET t.logLR = 3.0",
    'Tally H1|STICK/file-system|direct_evidence.logLR',
  ],
  [
    'the kind of a piece of evidence',
    "MATCH (:Phenomenon {key: key('P3')})-[e:EVIDENCE]->() SET e.kind = 'supports'",
    'Phenomenon P3 -EVIDENCE-> Hypothesis H1.kind',
  ],
  [
    'the rank of a piece of evidence',
    "MATCH (:Phenomenon {key: key('P3')})-[e:EVIDENCE]->() SET e.k = 2",
    'Phenomenon P3 -EVIDENCE-> Hypothesis H1.k',
  ],
  [
    'what a piece of evidence adds',
    "MATCH (:Phenomenon {key: key('P3')})-[e:EVIDENCE]->() SET e.adds = 1.999999",
    'Phenomenon P3 -EVIDENCE-> Hypothesis H1.adds',
  ],
  [
    'why evidence was judged so',
    "MATCH (:Phenomenon {key: key('P3')})-[e:EVIDENCE]->() SET e.why = 'a hunch'",
    'Phenomenon P3 -EVIDENCE-> Hypothesis H1.why',
  ],
  [
    'a withdrawn piece put back',
    "MATCH (:Phenomenon {key: key('P1')})-[e:EVIDENCE]->() SET e.withdrawn = false",
    'Phenomenon P1 -EVIDENCE-> Hypothesis H1.withdrawn',
  ],
  ["a phenomenon's text", "MATCH (p:Phenomenon {key: key('P3')}) SET p.name = 'nothing'", 'Phenomenon P3.name'],
  [
    "a phenomenon's time",
    "MATCH (p:Phenomenon {key: key('P1')}) SET p.occurredAt = p.occurredAt + duration('PT1S')",
    'Phenomenon P1.occurredAt',
  ],
  ["a phenomenon's witness", "MATCH (p:Phenomenon {key: key('P3')}) SET p.witness = 'DISK'", 'Phenomenon P3.witness'],
  [
    'a withdrawal undone',
    "MATCH (p:Phenomenon {key: key('P1')}) SET p.withdrawnAt = null",
    'Phenomenon P1.withdrawnAt',
  ],
  [
    'a quote',
    "MATCH (:Phenomenon {key: key('P3')})-[q:QUOTES]->() SET q.quote = 'four'",
    'Phenomenon P3 -QUOTES-> ToolInvocation T3.quote',
  ],
  [
    'a stored output',
    "MATCH (c:ToolInvocation {key: key('T3')}) SET c.excerpt = 'three, and more'",
    'ToolInvocation T3.excerpt',
  ],
  [
    "an output's hash",
    "MATCH (c:ToolInvocation {key: key('T3')}) SET c.sha256 = reverse(c.sha256)",
    'ToolInvocation T3.sha256',
  ],
  ["a lead's state", "MATCH (l:Lead {key: key('L2')}) SET l.state = 'done'", 'Lead L2.state'],
  ["a lead's outcome", "MATCH (l:Lead {key: key('L1')}) SET l.outcome = 'miss'", 'Lead L1.outcome'],
  ['why a lead was asked for', "MATCH (l:Lead {key: key('L1')}) SET l.why = 'why not'", 'Lead L1.why'],
  ['the hypothesis that a lead names', "MATCH (l:Lead {key: key('L1')}) SET l.hypothesis = 'H1'", 'Lead L1.hypothesis'],
  ["a round's decision", "MATCH (r:Round {key: key('R1')}) SET r.decision = 'complete'", 'Round R1.decision'],
  ["a round's counters", "MATCH (r:Round {key: key('R1')}) SET r.newEvidence = 0", 'Round R1.newEvidence'],
  ["a round's fence", "MATCH (r:Round {key: key('R1')}) SET r.fence = 7", 'Round R1.fence'],
  ["a source's counter", "MATCH (s:Source {key: key('S1')}) SET s.phenomena = 99", 'Source S1.phenomena'],
  [
    "a source's independence group",
    "MATCH (s:Source {key: key('S2')}) SET s.independenceGroup = 'COPY'",
    'Source S2.independenceGroup',
  ],
  [
    "an artefact's state",
    "MATCH (a:Artefact {key: key('S1|journal')}) SET a.state = 'looked_empty'",
    'Artefact S1|journal.state',
  ],
  [
    "an artefact's strength",
    "MATCH (a:Artefact {key: key('S1|journal')}) SET a.strength = [0.9, 0.1]",
    'Artefact S1|journal.strength',
  ],
  [
    "a case's weight",
    'MATCH (i:Investigation {id: $id}) SET i.weight_supports = 1.1',
    'Investigation case.weight_supports',
  ],
  [
    "a case's weight made nonsense",
    'MATCH (i:Investigation {id: $id}) SET i.weight_supports = -1',
    'Investigation case.weight_supports',
  ],
  [
    "a case's threshold",
    'MATCH (i:Investigation {id: $id}) SET i.threshold_supported = 0.7',
    'Investigation case.threshold_supported',
  ],
  [
    "a case's budget",
    'MATCH (i:Investigation {id: $id}) SET i.cap_toolCalls = 999',
    'Investigation case.cap_toolCalls',
  ],
  [
    'what a case has used',
    'MATCH (i:Investigation {id: $id}) SET i.usedToolCalls = 0',
    'Investigation case.usedToolCalls',
  ],
  [
    "a case's clock",
    "MATCH (i:Investigation {id: $id}) SET i.clockRunsSince = '2026-01-01T00:00:00.000Z'",
    'Investigation case.clockRunsSince',
  ],
  ["a case's status", "MATCH (i:Investigation {id: $id}) SET i.status = 'ended'", 'Investigation case.status'],
  [
    "a case's status made nonsense",
    "MATCH (i:Investigation {id: $id}) SET i.status = 'asleep'",
    'Investigation case.status',
  ],
  [
    'the name of an entity',
    "MATCH (e:Entity {key: key('entity|account|mvoss')}) SET e.name = 'jdoe'",
    'Entity entity|account|mvoss.name',
  ],
  ['a property that nobody gave', "MATCH (h:Hypothesis {key: key('H1')}) SET h.note = 'x'", 'Hypothesis H1.note'],
  [
    'a property of another type',
    "MATCH (h:Hypothesis {key: key('H1')}) SET h.logOdds = toString(h.logOdds)",
    'Hypothesis H1.logOdds',
  ],
  ['a key', "MATCH (t:ToolInvocation {key: key('T3')}) SET t.key = t.key + '3'", 'ToolInvocation T3'],
  ['a hypothesis added', "CREATE (:Hypothesis {key: key('H9'), id: randomUUID()})", 'Hypothesis H9'],
  ['a lead added', "CREATE (:Lead {key: key('L9'), id: randomUUID()})", 'Lead L9'],
  ['an entity added', "CREATE (:Entity {key: key('entity|file|x'), kind: 'file', name: 'x'})", 'Entity entity|file|x'],
  [
    'evidence added',
    "MATCH (p:Phenomenon {key: key('P4')}), (h:Hypothesis {key: key('H1')}) CREATE (p)-[:EVIDENCE {kind: 'supports'}]->(h)",
    'Phenomenon P4 -EVIDENCE-> Hypothesis H1',
  ],
  [
    'a second quote added',
    "MATCH (p:Phenomenon {key: key('P3')})-[q:QUOTES]->(c) CREATE (p)-[:QUOTES {fact: q.fact, quote: q.quote}]->(c)",
    'Phenomenon P3 -QUOTES-> ToolInvocation T3',
  ],
  [
    'a relationship of a type of its own',
    "MATCH (l:Lead {key: key('L1')}), (r:Round {key: key('R0')}) CREATE (l)-[:PROVES]->(r)",
    'Lead L1 -PROVES-> Round R0',
  ],
  [
    'a relationship from outside',
    "MATCH (h:Hypothesis {key: key('H1')}) CREATE (:Stray {key: key('X')})-[:CITES]->(h)",
    'Stray X -CITES-> Hypothesis H1',
  ],
  [
    'evidence moved to another hypothesis',
    "MATCH (p:Phenomenon {key: key('P3')})-[e:EVIDENCE]->(), (h:Hypothesis {key: key('H2')}) CREATE (p)-[f:EVIDENCE]->(h) SET f = properties(e) DELETE e",
    'Phenomenon P3 -EVIDENCE-> Hypothesis H2',
  ],
  [
    'a lead moved to another source',
    "MATCH (l:Lead {key: key('L1')})-[t:TARGETS]->(), (s:Source {key: key('S2')}) CREATE (l)-[:TARGETS]->(s) DELETE t",
    'Lead L1 -TARGETS-> Source S1',
  ],
  [
    'a lead moved to another round',
    "MATCH (l:Lead {key: key('L1')})-[t:PROPOSED_BY]->(), (r:Round {key: key('R2')}) CREATE (l)-[:PROPOSED_BY]->(r) DELETE t",
    'Lead L1 -PROPOSED_BY-> Round R1',
  ],
  [
    'a relationship turned round',
    "MATCH (h:Hypothesis {key: key('H2')})-[r:RIVAL_OF]->(o) CREATE (o)-[:RIVAL_OF]->(h) DELETE r",
    'Hypothesis H1 -RIVAL_OF-> Hypothesis H2',
  ],
]

/** Found by another property than their key, as the statements of the views find theirs. */
const strays: [what: string, cypher: string][] = [
  ['a lead', "CREATE (:Lead {stray: $id, key: 'elsewhere|L9', investigation: $id, state: 'open'})"],
  ['a lead that has ended', "CREATE (:Lead {stray: $id, investigation: $id, endedAt: datetime(), state: 'done'})"],
  ['an artefact', "CREATE (:Artefact {stray: $id, key: 'elsewhere|S1|x', source: key('S1')})"],
  ['a tally', "CREATE (:Tally {stray: $id, hypothesis: key('H1'), n: 9})"],
  ['a dated phenomenon', 'CREATE (:Phenomenon {stray: $id, investigation: $id, occurredAt: datetime()})'],
  ['a phenomenon of a source', "CREATE (:Phenomenon {stray: $id, source: key('S1'), number: 99})"],
  ['a phenomenon that bears on nothing', 'CREATE (:Phenomenon {stray: $id, loose: $id, number: 99})'],
  ['an open round', "CREATE (:Round {stray: $id, openKey: $id, key: 'elsewhere|R9'})"],
  ['a record of a round', "CREATE (:Entry {stray: $id, endsRound: key('R1')})"],
  [
    'evidence by its tally',
    "MATCH (t:Tally {hypothesis: key('H1')}) WITH t LIMIT 1 CREATE (:Stray {stray: $id})-[:EVIDENCE {tally: t.key, k: 9}]->(:Stray {stray: $id})",
  ],
  ['a second label', "MATCH (p:Phenomenon {key: key('P3')}) SET p:Lead"],
  [
    'another node with the same key at the end of a relationship',
    "MATCH (l:Lead {key: key('L1')})-[t:TARGETS]->(s) CREATE (l)-[:TARGETS]->(:Stray {stray: $id, key: s.key}) DELETE t",
  ],
  ['a time made a text', "MATCH (p:Phenomenon {key: key('P3')}) SET p.recordedAt = toString(p.recordedAt)"],
]

test.each(strays)('it finds what could be taken for a part of the case: %s', async (_, cypher) => {
  const { hand, verify } = await theCase()
  const tampered = await hand.undone(async () => {
    await hand.run(cypher)
    const found = await verify()
    await hand.run('MATCH (n {stray: $id}) DETACH DELETE n')
    return found
  })
  expect(tampered.ok).toBe(false)
  expect(await verify()).toMatchObject({ ok: true })
})

test.each(graphTampers)('it finds a tampered graph: %s', async (_, cypher, place) => {
  const { hand, id, verify } = await theCase()
  const tampered = await hand.undone(async () => {
    await hand.run(cypher)
    return verify()
  })
  expect(tampered.ok).toBe(false)
  expect(places(tampered, id)).toContain(place)
  expect(await verify()).toMatchObject({ ok: true })
})

/** Not compared, as 1-domain says: heartbeats and callers' keys; the lock is no statement about the case. */
const notCompared = ['Investigation.lastCommand', 'Lead.leaseUntil', 'Lead.lastHeartbeat', 'Round.requestKey']
/** Those by which a node is found at all are tampered with above; the two that the chain is held against below. */
const apart = ['key', 'Investigation.id', 'Investigation.revision', 'Investigation.headHash']

test.each(labels.filter((label) => label !== 'Entry'))(
  'it finds every single property that is changed: %s',
  async (label) => {
    const { hand, id, verify } = await theCase()
    const { properties } = await hand.fullest(label)
    const skipped = (name: string) => [name, `${label}.${name}`].some((own) => [...notCompared, ...apart].includes(own))
    const names = Object.keys(properties).filter((name) => !skipped(name))
    const changes = Object.fromEntries(names.map((name) => [name, changed(properties[name])]))
    const match = label === 'Investigation' ? 'MATCH (n:Investigation {id: $id})' : `MATCH (n:${label} {key: $key})`
    const tampered = await hand.undone(async () => {
      await hand.run(`${match} SET n += $changes`, { key: properties['key'] ?? null, changes })
      return verify()
    })
    const node =
      label === 'Investigation' ? 'Investigation case' : `${label} ${String(properties['key']).replace(`${id}|`, '')}`
    expect(names.length).toBeGreaterThan(label === 'Entity' ? 1 : 5)
    expect(places(tampered, id).toSorted()).toEqual(names.map((name) => `${node}.${name}`).toSorted())
  },
)

function changed(value: unknown): unknown {
  if (typeof value === 'string') return `${value}x`
  if (typeof value === 'boolean') return !value
  if (typeof value === 'number') return value + 0.00001
  if (neo4j.isInt(value)) return value.add(1)
  if (neo4j.isDateTime(value)) return neo4j.DateTime.fromStandardDate(new Date(value.toStandardDate().getTime() + 1000))
  if (Array.isArray(value)) return value.length === 0 ? ['x'] : value.toReversed().concat(value[0])
  throw new Error('no such property is known')
}

test.each(['EVIDENCE', 'QUOTES', 'MOVED'])(
  'it finds every single property that is changed of a relationship: %s',
  async (type) => {
    const { hand, id, verify } = await theCase()
    const find = `MATCH (a)-[r:${type}]->() WHERE a.key STARTS WITH $id + '|' WITH r ORDER BY size(keys(r)) DESC, elementId(r) LIMIT 1`
    const [row] = await hand.run(`${find} RETURN properties(r) AS properties`)
    const properties: Record<string, unknown> = row?.get('properties')
    const changes = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, changed(value)]))
    const tampered = await hand.undone(async () => {
      await hand.run(`${find} SET r += $changes`, { changes })
      return verify()
    })
    const found = places(tampered, id).map((place) => place.slice(place.lastIndexOf('.') + 1))
    expect(found.toSorted()).toEqual(Object.keys(properties).toSorted())
  },
)

test.each(labels.filter((label) => label !== 'Investigation'))('it finds a deleted node: %s', async (label) => {
  const { hand, id, verify } = await theCase()
  const { properties } = await hand.fullest(label)
  const tampered = await hand.undone(async () => {
    await hand.run(`MATCH (n:${label} {key: $key}) DETACH DELETE n`, { key: properties['key'] })
    return verify()
  })
  const place =
    label === 'Entry'
      ? `entry ${Number(String(properties['key']).slice(-9)) + 1}`
      : `${label} ${String(properties['key']).replace(`${id}|`, '')}`
  expect(places(tampered, id)).toContain(place)
})

test('it finds a deleted relationship of every type', async () => {
  const { hand, id, verify } = await theCase()
  for (const type of await hand.types()) {
    const tampered = await hand.undone(async () => {
      await hand.run(
        `MATCH (a)-[r:${type}]->(b) WHERE a.key STARTS WITH $id OR b.key STARTS WITH $id WITH r LIMIT 1 DELETE r`,
      )
      return verify()
    })
    expect(places(tampered, id), type).toEqual([expect.stringContaining(` -${type}-> `)])
  }
})
