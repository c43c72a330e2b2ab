/** A case as the graph holds it, node by node, in the form in which a replay says what it must hold. */
import { z } from 'zod'
import type { Image, ImageLink, ImageNode } from '../../domain/replay/image.ts'
import type { Run } from '../database.ts'
import { statement } from '../statement.ts'

const parameters = z.object({ investigation: z.uuid(), prefix: z.string() })
const properties = z.record(z.string(), z.unknown())

const dumpNodes = statement('views/dump-nodes', {
  parameters,
  row: z.object({ label: z.string(), key: z.string(), properties, moments: z.array(z.string()) }),
})
const dumpLinks = statement('views/dump-links', {
  parameters,
  row: z.object({ type: z.string(), from: z.string(), to: z.string(), properties, moments: z.array(z.string()) }),
})

/** The nodes of a case's journal, whatever they hold. */
export const dumpEntries = statement('views/dump-entries', {
  parameters: z.object({ prefix: z.string() }),
  row: z.object({ key: z.string(), properties }),
})
/** Where the case's node says that its journal ends, whatever that is. */
export const journalHead = statement('views/head', {
  parameters: z.object({ investigation: z.uuid() }),
  row: z.object({ revision: z.unknown(), headHash: z.unknown() }),
})

/** Not made by entries, and so not compared: locks, heads of the chain, leases, heartbeats, callers' keys. */
const left = new Set([
  'Investigation.lastCommand',
  'Investigation.revision',
  'Investigation.headHash',
  'Lead.leaseUntil',
  'Lead.lastHeartbeat',
  'Round.requestKey',
])

export async function dump(run: Run, investigation: string): Promise<Image> {
  const of = { investigation, prefix: `${investigation}|` }
  const [nodes, links] = await Promise.all([run(dumpNodes, of), run(dumpLinks, of)])
  return { nodes: nodes.map(comparable), links: links.map(comparableLink) }
}

type Dated = { readonly moments: readonly string[] }

function comparable({ label, key, properties: own, moments }: ImageNode & Dated): ImageNode {
  const kept = Object.entries(own).filter(([name]) => !left.has(`${label}.${name}`))
  const told = kept.map(([name, value]): [string, unknown] => [
    name,
    typed(name, ordered(`${label}.${name}`, value), moments),
  ])
  return { label, key, properties: Object.fromEntries(told) }
}

function comparableLink({ type, from, to, properties: own, moments }: ImageLink & Dated): ImageLink {
  const told = Object.entries(own).map(([name, value]): [string, unknown] => [name, typed(name, value, moments)])
  return { type, from, to, properties: Object.fromEntries(told) }
}

/** What the graph holds as points in time: as texts they would read the same, and be found by no query. */
const points = new Set([
  'createdAt',
  'openedAt',
  'endedAt',
  'closedAt',
  'madeAt',
  'recordedAt',
  'occurredAt',
  'withdrawnAt',
  'at',
])

function typed(name: string, value: unknown, moments: readonly string[]): unknown {
  if (value === null || points.has(name) === moments.includes(name)) return value
  return moments.includes(name) ? { pointInTime: value } : { notAPointInTime: value }
}

/** A tally's sources are a set. */
function ordered(property: string, value: unknown): unknown {
  return property === 'Tally.sources' && Array.isArray(value)
    ? value.map(String).toSorted((one, other) => (one < other ? -1 : 1))
    : value
}
