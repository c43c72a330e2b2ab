/** Which part of src may import what: the one place that says so, for `npm run check` and for the house's tests. */

/** What each part may import beside itself and `errors`, which everything may. Imports point one way. */
export const mayImport: Readonly<Record<string, readonly string[]>> = {
  main: ['http', 'service', 'strategist', 'models', 'graph', 'domain', 'config'],
  cli: ['main', 'http', 'service', 'strategist', 'models', 'graph', 'domain', 'config', 'bench', 'workers', 'cases'],
  http: ['service', 'strategist', 'models', 'graph', 'domain', 'config'],
  service: ['strategist', 'models', 'graph', 'domain', 'config'],
  strategist: ['models', 'domain'],
  models: ['domain'],
  graph: ['domain'],
  bench: ['workers', 'cases', 'domain', 'graph'],
  workers: ['cases', 'domain'],
  'workers/model': ['cases', 'domain', 'models'],
  cases: ['domain'],
  config: ['domain'],
  web: [],
  domain: [],
  errors: [],
}

/** Packages that only some parts may know; a name that ends in a slash stands for a whole scope. */
export const onlyKnownTo: Readonly<Record<string, readonly string[]>> = {
  'neo4j-driver': ['graph'],
  '@langchain/': ['models', 'strategist'],
  express: ['http'],
  'express-rate-limit': ['http'],
  helmet: ['http'],
  'pino-http': ['http'],
  commander: ['cli'],
}

/** The parts that may read `.cypher` files, and those that may act when they are imported. */
export const readsCypher: readonly string[] = ['graph']
export const actsAtImport: readonly string[] = ['src/main.ts', 'src/cli.ts']

/** The part that a file of src belongs to: its folder, or its own name; `workers/model` is a part of its own. */
export function partOf(path: string): string {
  const inside = path.replace(/^src\//, '').replace(/\.ts$/, '')
  if (/^workers\/model(\/|$)/.test(inside)) return 'workers/model'
  return inside.split('/', 1)[0] ?? inside
}
