/** The verifier finds whatever is changed in the journal behind the service's back, and says where. */
import { createHash } from 'node:crypto'
import neo4j from 'neo4j-driver'
import { afterAll, expect, test } from 'vitest'
import { Entry } from '../../src/domain/journal/chain.ts'
import { done, type Hand, places, theCase } from './tampering.ts'

afterAll(done)

const entryTampers: [what: string, cypher: string, place: string][] = [
  [
    'its body',
    "MATCH (e:Entry {key: key('E000000003')}) SET e.body = replace(e.body, 'They were sold.', 'They were lost.')",
    'entry 3',
  ],
  [
    'its body, made another text of the same meaning',
    "MATCH (e:Entry {key: key('E000000003')}) SET e.body = ' ' + e.body",
    'entry 3',
  ],
  ['its body, made no JSON', "MATCH (e:Entry {key: key('E000000003')}) SET e.body = '{'", 'entry 3'],
  ['its hash', "MATCH (e:Entry {key: key('E000000003')}) SET e.hash = reverse(e.hash)", 'entry 3'],
  ['its prevHash', "MATCH (e:Entry {key: key('E000000003')}) SET e.prevHash = reverse(e.prevHash)", 'entry 3'],
  ['its time', "MATCH (e:Entry {key: key('E000000003')}) SET e.at = '2020-01-01T00:00:00.000Z'", 'entry 3'],
  ['who did it', "MATCH (e:Entry {key: key('E000000003')}) SET e.actor = 'person:Bo Crane'", 'entry 3'],
  ['its type', "MATCH (e:Entry {key: key('E000000003')}) SET e.type = 'source_added'", 'entry 3'],
  [
    'its type, made one that there is not',
    "MATCH (e:Entry {key: key('E000000003')}) SET e.type = 'forgotten'",
    'entry 3',
  ],
  ['its number', "MATCH (e:Entry {key: key('E000000003')}) SET e.seq = 4", 'entry 4'],
  ['its number, made a text', "MATCH (e:Entry {key: key('E000000003')}) SET e.seq = '3'", 'entry 3'],
  ['its name', "MATCH (e:Entry {key: key('E000000003')}) SET e.name = '3 nothing'", 'Entry E000000003.name'],
  [
    'the round that it is said to end',
    "MATCH (e:Entry) WHERE e.endsRound = key('R1') SET e.endsRound = key('R2')",
    'Entry E000000005.endsRound',
  ],
  [
    'a property that nobody gave it',
    "MATCH (e:Entry {key: key('E000000003')}) SET e.note = 'x'",
    'Entry E000000003.note',
  ],
  [
    'two of them exchanged',
    "MATCH (a:Entry {key: key('E000000003')}), (b:Entry {key: key('E000000002')}) SET a.key = key('E') SET b.key = key('E000000003'), b.seq = 3 SET a.key = key('E000000002'), a.seq = 2",
    'entry 3',
  ],
  ['one of them deleted', "MATCH (e:Entry {key: key('E000000003')}) DELETE e", 'entry 4'],
  ['the first one deleted', "MATCH (e:Entry {key: key('E000000001')}) DELETE e", 'entry 2'],
  [
    'the last one deleted',
    'MATCH (i:Investigation {id: $id}) MATCH (e:Entry {seq: i.revision}) WHERE e.key STARTS WITH $id DELETE e',
    'entry LAST',
  ],
  [
    'one added at the end',
    "MATCH (i:Investigation {id: $id}) MATCH (e:Entry {seq: i.revision}) WHERE e.key STARTS WITH $id CREATE (:Entry {key: key('E000000999'), seq: e.seq + 1, type: e.type, at: e.at, actor: e.actor, body: e.body, prevHash: e.hash, hash: e.hash})",
    'entry NEXT',
  ],
  ["the case's last hash", 'MATCH (i:Investigation {id: $id}) SET i.headHash = reverse(i.headHash)', 'entry LAST'],
  ["the case's revision", 'MATCH (i:Investigation {id: $id}) SET i.revision = i.revision - 1', 'entry BEFORE'],
  ["the case's revision, made a text", "MATCH (i:Investigation {id: $id}) SET i.revision = 'many'", 'entry 0'],
]

test.each(entryTampers)('it finds a tampered journal: %s', async (_, cypher, where) => {
  const { hand, id, verify } = await theCase()
  const { revision } = await verify()
  const tampered = await hand.undone(async () => {
    await hand.run(cypher)
    return verify()
  })
  const place = where
    .replace('LAST', `${revision}`)
    .replace('NEXT', `${revision + 1}`)
    .replace('BEFORE', `${revision - 1}`)
  expect(tampered.ok).toBe(false)
  expect(places(tampered, id)).toContain(place)
  expect(await verify()).toMatchObject({ ok: true })
})

/** Entries from one on with hashes that fit again, the first of them changed: what somebody would do who knows the rules. */
function rewritten(entries: Entry[], seq: number, change: (entry: Entry) => Partial<Entry>): Entry[] {
  let prevHash = entries.find((entry) => entry.seq === seq - 1)?.hash ?? '0'.repeat(64)
  return entries
    .filter((entry) => entry.seq >= seq)
    .map((entry) => {
      const { type, at, actor, body } = entry.seq === seq ? { ...entry, ...change(entry) } : entry
      const hash = createHash('sha256')
        .update(JSON.stringify({ actor, at, body, prevHash, seq: entry.seq, type }))
        .digest('hex')
      const again = { seq: entry.seq, type, at, actor, body, prevHash, hash }
      prevHash = hash
      return again
    })
}

test('it finds an entry in the middle that was rewritten with a hash of its own, by the one behind it', async () => {
  const { hand, id, verify } = await theCase()
  const entries = await journalOf(hand)
  const [forged] = rewritten(entries, 3, ({ body }) => ({ body: body.replace('They were sold.', 'They were lost.') }))
  const tampered = await hand.undone(async () => {
    await hand.run("MATCH (e:Entry {key: key('E000000003')}) SET e += $forged", {
      forged: { ...forged, seq: neo4j.int(3) },
    })
    return verify()
  })
  expect(tampered.chain).toMatchObject([{ seq: 4, problem: 'prevHash is not the hash of the entry before' }])
  expect(places(tampered, id)).toEqual(['entry 4', 'Hypothesis H4.name', 'Hypothesis H4.statement'])
})

test('it finds a journal that was rewritten from the middle to its end, with a head that fits, by the graph; and the head is another', async () => {
  const { hand, id, verify } = await theCase()
  const { headHash } = await verify()
  const forged = rewritten(await journalOf(hand), 3, ({ body }) => ({
    body: body.replace('They were sold.', 'They were lost.'),
  }))
  const rows = forged.map((entry) => ({
    ...entry,
    key: `${id}|E${String(entry.seq).padStart(9, '0')}`,
    seq: neo4j.int(entry.seq),
  }))
  const tampered = await hand.undone(async () => {
    await hand.run('UNWIND $rows AS row MATCH (e:Entry {key: row.key}) SET e += row', { rows })
    await hand.run('MATCH (i:Investigation {id: $id}) SET i.headHash = $head', { head: forged.at(-1)?.hash })
    return verify()
  })
  expect(tampered.chain).toEqual([])
  expect(places(tampered, id)).toEqual(['Hypothesis H4.name', 'Hypothesis H4.statement'])
  expect(tampered.headHash).not.toBe(headHash)
})

async function journalOf(hand: Hand): Promise<Entry[]> {
  const rows = await hand.run(
    'MATCH (e:Entry) WHERE e.key STARTS WITH $id WITH e ORDER BY e.key RETURN e {.*, seq: toFloat(e.seq)} AS entry',
  )
  return rows.map((row) => Entry.parse(row.get('entry')))
}
