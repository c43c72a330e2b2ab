/** Holds what the graph holds against what the journal says it must hold, and names every difference with its place. */
import { canonical } from '../journal/chain.ts'
import type { Image, ImageLink, ImageNode } from './image.ts'

export type Difference = { readonly place: string; readonly problem: string }

/** Floats count as equal to 1e-9; a property that is null counts as absent. */
export function differences(expected: Image, found: Image): Difference[] {
  return [...nodeDifferences(expected.nodes, found.nodes), ...linkDifferences(expected.links, found.links)]
}

function nodeDifferences(expected: readonly ImageNode[], found: readonly ImageNode[]): Difference[] {
  const place = ({ label, key }: ImageNode) => `${label} ${key}`
  const known = new Map(found.map((node) => [place(node), node]))
  const wanted = new Set(expected.map(place))
  const missing = expected.flatMap((node) => {
    const other = known.get(place(node))
    if (!other) return [{ place: place(node), problem: 'is not in the graph' }]
    return propertyDifferences(place(node), node.properties, other.properties)
  })
  const extra = found
    .filter((node) => !wanted.has(place(node)))
    .map((node) => ({ place: place(node), problem: 'is in the graph, and no entry made it' }))
  return [...missing, ...extra]
}

function linkDifferences(expected: readonly ImageLink[], found: readonly ImageLink[]): Difference[] {
  const place = ({ type, from, to }: ImageLink) => `${from} -${type}-> ${to}`
  const wanted = Map.groupBy(expected, place)
  const known = Map.groupBy(found, place)
  return [...new Set([...wanted.keys(), ...known.keys()])].flatMap((where) =>
    sameLinks(where, wanted.get(where) ?? [], known.get(where) ?? []),
  )
}

/** Several relationships of one type may join the same two nodes: they are paired in the order of their contents. */
function sameLinks(place: string, wanted: readonly ImageLink[], known: readonly ImageLink[]): Difference[] {
  if (wanted.length !== known.length) {
    return [{ place, problem: `there are ${known.length} in the graph, the journal says ${wanted.length}` }]
  }
  const ordered = (links: readonly ImageLink[]) =>
    links.map(({ properties }) => properties).toSorted((one, other) => (sortKey(one) < sortKey(other) ? -1 : 1))
  const [ours, theirs] = [ordered(wanted), ordered(known)]
  return ours.flatMap((properties, index) => propertyDifferences(place, properties, theirs[index] ?? {}))
}

function sortKey(properties: Record<string, unknown>): string {
  const texts = Object.entries(properties).filter(
    ([, value]) => typeof value !== 'number' && value !== null && value !== undefined,
  )
  return canonical(Object.fromEntries(texts))
}

function propertyDifferences(
  place: string,
  expected: Record<string, unknown>,
  found: Record<string, unknown>,
): Difference[] {
  const names = new Set([...Object.keys(expected), ...Object.keys(found)])
  return [...names].flatMap((name) => {
    const [want, have] = [expected[name] ?? null, found[name] ?? null]
    if (same(want, have)) return []
    return [{ place: `${place}.${name}`, problem: `is ${shown(have)}, the journal says ${shown(want)}` }]
  })
}

function same(want: unknown, have: unknown): boolean {
  if (typeof want === 'number' && typeof have === 'number') return Math.abs(want - have) <= 1e-9
  if (Array.isArray(want) && Array.isArray(have)) {
    return want.length === have.length && want.every((item, index) => same(item, have[index]))
  }
  return want === have
}

function shown(value: unknown): string {
  if (value === null) return 'absent'
  const text = JSON.stringify(value) ?? 'absent'
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`
}
