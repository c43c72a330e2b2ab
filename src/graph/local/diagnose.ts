/** For `strategist doctor`: whether each of the three ways works here, what was found, what is missing. */
import { askBolt } from './bolt.ts'
import { forcedWay, givenNeo4j } from './given-address.ts'
import type { Way } from './instance.ts'
import { choosePlan, probe } from './plan.ts'
import { homeFolder } from './store-paths.ts'
import { dockerReport, jvmReport, type WayReport } from './three-ways.ts'

export type Diagnosis = {
  /** The way that will be used; undefined if none works. */
  readonly chosen: Way | undefined
  /** Whether `STRATEGIST_NEO4J` asked for a way. */
  readonly forced: boolean
  readonly ways: readonly WayReport[]
}

const titles = { uri: 'An address (NEO4J_URI)', docker: 'Docker', jvm: 'Java and Maven' } as const satisfies Record<
  Way,
  string
>

/** Looks without starting anything. Throws `config` where a variable cannot mean anything. */
export async function diagnose(environment: NodeJS.ProcessEnv, home?: string): Promise<Diagnosis> {
  const forced = forcedWay(environment)
  const [uri, probes] = await Promise.all([uriReport(environment), probe(environment, homeFolder(home))])
  const isGiven = Boolean(environment['NEO4J_URI']) && (forced === undefined || forced === 'uri')
  const chosen = isGiven ? 'uri' : choosePlan(probes, forced)?.way
  return { chosen, forced: forced !== undefined, ways: [uri, dockerReport(probes.docker), jvmReport(probes.jvm)] }
}

async function uriReport(environment: NodeJS.ProcessEnv): Promise<WayReport> {
  const given = givenNeo4j(environment)
  if (!given)
    return { way: 'uri', works: false, found: [], missing: ['NEO4J_URI is not set (for example to bolt://host:7687).'] }
  const answer = await askBolt(given)
  const found = `${given.uri}, database ${given.database}, user ${given.username}`
  if ('version' in answer) return { way: 'uri', works: true, found: [`${found}: Neo4j ${answer.version}`], missing: [] }
  return { way: 'uri', works: false, found: [found], missing: [`It does not answer: ${answer.problem}`] }
}

/** The diagnosis as lines of text. */
export function diagnosisLines({ chosen, forced, ways }: Diagnosis): string[] {
  const why = forced ? ' (as STRATEGIST_NEO4J asks)' : ''
  const verdict = chosen ? `Neo4j by: ${titles[chosen]}${why}` : `Neo4j: none of the three ways works${why}`
  return [verdict, ...ways.flatMap(wayLines)]
}

function wayLines({ way, works, found, missing }: WayReport): string[] {
  const verdict = works ? 'works' : 'does not work'
  return [
    `  ${titles[way]}: ${verdict}`,
    ...found.map((one) => `    found: ${one}`),
    ...missing.map((one) => `    missing: ${one}`),
  ]
}
