/** The hash chain: what is hashed, how it is chained, and where a broken one breaks. */
import { describe, expect, test } from 'vitest'
import { canonical, chainBreaks, chained, genesisHash, sha256, type Entry } from '../../src/domain/journal/chain.ts'

const at = '2026-03-27T10:00:00.000Z'
const draft = (why: string) => ({ type: 'case_paused', at, actor: 'person:Ada Bell', body: { why } }) as const
const chain = () => chained({ seq: 0, hash: genesisHash }, [draft('one'), draft('two'), draft('three'), draft('four')])
const headOf = (entries: readonly Entry[]) => ({
  seq: entries.at(-1)?.seq ?? 0,
  hash: entries.at(-1)?.hash ?? genesisHash,
})
const altered = (seq: number, change: Partial<Entry>) =>
  chain().map((entry) => (entry.seq === seq ? { ...entry, ...change } : entry))

test('the form that is hashed is RFC 8785: keys in order, no space, numbers as ECMAScript writes them', () => {
  expect(canonical({ b: [1e21, 0.000001, -0, 1.5], a: { '\u20ac': 'é', $: '"\\\n\u0007' } })).toBe(
    '{"a":{"$":"\\"\\\\\\n\\u0007","€":"é"},"b":[1e+21,0.000001,0,1.5]}',
  )
  expect(() => canonical({ a: Number.NaN })).toThrow('NaN')
  expect(() => canonical(undefined)).toThrow(TypeError)
})

test('the hash of an entry is the hex SHA-256 of its other six properties', () => {
  const [first] = chained({ seq: 0, hash: genesisHash }, [{ type: 'case_paused', at, actor: 'a', body: { why: 'x' } }])
  const form = `{"actor":"a","at":"${at}","body":"{\\"why\\":\\"x\\"}","prevHash":"${genesisHash}","seq":1,"type":"case_paused"}`
  expect(first?.hash).toBe(sha256(form))
  expect(sha256('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
})

test('a chain goes on from its head', () => {
  const [first, second] = chained({ seq: 7, hash: 'f'.repeat(64) }, [draft('one'), draft('two')])
  expect(first).toMatchObject({ seq: 8, prevHash: 'f'.repeat(64), body: '{"why":"one"}' })
  expect(second).toMatchObject({ seq: 9, prevHash: first?.hash })
  expect(genesisHash).toBe('0000000000000000000000000000000000000000000000000000000000000000')
})

describe('a chain breaks', () => {
  const breaks = (entries: readonly Entry[], head = headOf(chain())) =>
    chainBreaks(entries, head).map(({ seq, problem }) => `${seq} ${problem}`)

  test('nowhere as it was made, and nowhere when it is empty', () => {
    expect(breaks(chain())).toEqual([])
    expect(breaks([], { seq: 0, hash: genesisHash })).toEqual([])
  })
  test('where contents do not fit their hash', () => {
    expect(breaks(altered(2, { actor: 'person:Bo Crane' }))).toEqual(['2 hash does not fit the contents'])
    expect(breaks(altered(2, { body: '{"why": "two"}' }))).toEqual([
      '2 hash does not fit the contents',
      '2 body is not canonical JSON',
    ])
    expect(breaks(altered(2, { body: 'two' }))).toEqual([
      '2 hash does not fit the contents',
      '2 body is not canonical JSON',
    ])
  })
  test('behind an entry that was hashed again', () => {
    const [first, second, ...rest] = chain()
    const forged = chained(headOf(first ? [first] : []), [draft('another two')])
    expect(second?.body).not.toBe(forged[0]?.body)
    expect(breaks([...(first ? [first] : []), ...forged, ...rest])).toEqual([
      '3 prevHash is not the hash of the entry before',
    ])
  })
  test('where an entry is missing, at the beginning, in the middle, at the end', () => {
    const without = (seq: number) => chain().filter((entry) => entry.seq !== seq)
    expect(breaks(without(1))).toEqual(['2 expected entry 1', '2 prevHash is not the hash of the entry before'])
    expect(breaks(without(3))).toEqual(['4 expected entry 3', '4 prevHash is not the hash of the entry before'])
    expect(breaks(without(4))).toEqual(['4 the case counts 4 entries, the last found is 3'])
  })
  test('where entries were exchanged', () => {
    const [one, two, three, four] = chain()
    const exchanged = [one, three, two, four].filter((entry) => entry !== undefined)
    expect(new Set(chainBreaks(exchanged, headOf(chain())).map(({ seq }) => seq))).toEqual(new Set([2, 3, 4]))
  })
  test('where the case names another head', () => {
    expect(breaks(chain(), { seq: 4, hash: 'f'.repeat(64) })).toEqual([
      '4 the case names another hash for its newest entry',
    ])
    expect(breaks(chain(), { seq: 5, hash: 'f'.repeat(64) })).toEqual([
      '5 the case counts 5 entries, the last found is 4',
    ])
  })
})
