/** Everything that the database holds of a case, read past the service, and what changed between two such dumps. */
import neo4j, { type Driver } from 'neo4j-driver'
import { inject, onTestFinished } from 'vitest'
import { z } from 'zod'

const Row = z.object({ id: z.string(), name: z.string(), properties: z.record(z.string(), z.unknown()) })
type Thing = z.infer<typeof Row>
export type Dump = { readonly nodes: ReadonlyMap<string, Thing>; readonly links: ReadonlyMap<string, Thing> }

/** By any property that could tie a node to the case, so that nothing escapes by having another label or key. */
const itsNodes = `
  MATCH (n)
  WHERE n.key CONTAINS $id OR n.id = $id OR n.investigation = $id OR n.scope = $scope OR n.openKey CONTAINS $id
  RETURN elementId(n) AS id, reduce(all = '', label IN labels(n) | all + label) AS name, properties(n) AS properties`
const itsLinks = `
  MATCH (n)-[r]-(m)
  WHERE n.key CONTAINS $id OR n.id = $id
  RETURN DISTINCT elementId(r) AS id, '[:' + type(r) + ']' AS name, properties(r) AS properties`

/** A driver of the test's own, beside the service. */
export function ownDriver(): Driver {
  const { uri, username, password } = inject('neo4j')
  const driver = neo4j.driver(uri, neo4j.auth.basic(username, password), {
    disableLosslessIntegers: true,
    telemetryDisabled: true,
  })
  onTestFinished(() => driver.close())
  return driver
}

/** Runs one statement of a test. */
export async function run(
  driver: Driver,
  cypher: string,
  parameters: Record<string, unknown> = {},
): Promise<unknown[]> {
  const { records } = await driver.executeQuery(cypher, parameters, { database: inject('neo4j').database })
  return records.map((record) => record.toObject())
}

export async function dumpCase(driver: Driver, id: string): Promise<Dump> {
  const of = { id, scope: id.replaceAll('-', '') }
  const [nodes, links] = await Promise.all([things(driver, itsNodes, of), things(driver, itsLinks, of)])
  return { nodes, links }
}

async function things(driver: Driver, cypher: string, of: Record<string, unknown>): Promise<Map<string, Thing>> {
  const rows = z.array(Row).parse(await run(driver, cypher, of))
  return new Map(rows.map((row) => [row.id, row]))
}

/** Each kind of change once, sorted: `+Lead`, `-Round`, `+[:CITES]`, `Investigation.revision`. */
export function changesBetween(before: Dump, after: Dump): string[] {
  return [...new Set([...changed(before.nodes, after.nodes), ...changed(before.links, after.links)])].toSorted()
}

function changed(before: ReadonlyMap<string, Thing>, after: ReadonlyMap<string, Thing>): string[] {
  const gone = [...before].flatMap(([id, { name }]) => (after.has(id) ? [] : [`-${name}`]))
  const rest = [...after].flatMap(([id, thing]) => {
    const earlier = before.get(id)
    return earlier ? differing(earlier, thing).map((property) => `${thing.name}.${property}`) : [`+${thing.name}`]
  })
  return [...gone, ...rest]
}

function differing(earlier: Thing, later: Thing): string[] {
  const names = new Set([...Object.keys(earlier.properties), ...Object.keys(later.properties)])
  const json = (thing: Thing, name: string) => JSON.stringify(thing.properties[name]) ?? 'none'
  return [...names].filter((name) => json(earlier, name) !== json(later, name))
}

/** As if the process that thinks about the round had been gone for as long as its lease runs. */
export async function leaseRunsOut(id: string): Promise<void> {
  await run(
    ownDriver(),
    'MATCH (r:Round {openKey: $id}) SET r.leaseUntil = datetime.realtime() - duration({seconds: 1})',
    { id },
  )
}
