/** What the graph holds, as `cypher/schema/graph-model.json` says it: the words that statements may use. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { textOf } from '../files.ts'

export const modelFile = 'cypher/schema/graph-model.json'

const Names = z.array(z.string())

export type GraphModel = z.infer<typeof GraphModel>
export const GraphModel = z.strictObject({
  nodes: z.record(z.string(), Names).describe('properties of each label'),
  relationships: z.record(z.string(), z.strictObject({ from: Names, to: Names, properties: Names })),
})

/** The model of the checkout; an empty one where there is none, so that every word of a statement is unknown. */
export function readModel(root: string): GraphModel {
  if (!existsSync(join(root, modelFile))) return { nodes: {}, relationships: {} }
  return GraphModel.parse(JSON.parse(textOf(root, modelFile)))
}

/** The ways that relationships may run, as the linter wants them. */
export function pathsOf({ relationships }: GraphModel): { from: string; relType: string; to: string }[] {
  return Object.entries(relationships).flatMap(([relType, { from, to }]) =>
    from.flatMap((start) => to.map((end) => ({ from: start, relType, to: end }))),
  )
}

/** The properties that something with these labels or types may have; of all of that kind when none is known. */
export function propertiesOf(
  model: GraphModel,
  kind: 'node' | 'relationship' | 'either',
  owners: readonly string[],
): Set<string> {
  const nodes = Object.entries(model.nodes)
  const relationships = Object.entries(model.relationships).map(([type, { properties }]) => [type, properties] as const)
  const all = [...(kind === 'relationship' ? [] : nodes), ...(kind === 'node' ? [] : relationships)]
  return new Set(all.flatMap(([name, properties]) => (owners.length === 0 || owners.includes(name) ? properties : [])))
}
