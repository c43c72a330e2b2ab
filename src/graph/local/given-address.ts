/** The first way: a Neo4j that somebody else runs, named by the environment. */
import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { Way, type Neo4jInstance } from './instance.ts'

const uriPattern = /^(bolt|neo4j)(\+s|\+ssc)?:\/\/\S+$/

/** The driver takes a host and a port, and nothing behind them. */
function isAddress(uri: string): boolean {
  const url = uriPattern.test(uri) ? URL.parse(uri.replace(/^[^:]+/, 'http')) : null
  return url !== null && url.hostname !== '' && url.search === '' && ['', '/'].includes(url.pathname)
}

const Given = z.object({
  NEO4J_URI: z
    .string()
    .refine(isAddress, 'NEO4J_URI looks like bolt://host:7687 or neo4j+s://host, with nothing behind it'),
  NEO4J_USERNAME: z.string().default('neo4j'),
  NEO4J_PASSWORD: z.string().default(''),
  NEO4J_DATABASE: z.string().default('neo4j'),
})

/** Which way `STRATEGIST_NEO4J` asks for, if any. Throws `config` for a word that is none. */
export function forcedWay(environment: NodeJS.ProcessEnv): Way | undefined {
  const asked = environment['STRATEGIST_NEO4J']
  if (!asked) return undefined
  const { data } = Way.safeParse(asked)
  if (data === 'uri' && !environment['NEO4J_URI']) throw new AppError('config', 'NEO4J_URI is not set.')
  if (data) return data
  throw new AppError('config', `STRATEGIST_NEO4J is docker, jvm, uri or left out, and not "${asked}".`)
}

/** The Neo4j at `NEO4J_URI`; it is not called here. Throws `config` for an address that cannot be one. */
export function givenNeo4j(environment: NodeJS.ProcessEnv): Neo4jInstance | undefined {
  if (!environment['NEO4J_URI']) return undefined
  const { success, data, error } = Given.safeParse(withoutEmpty(environment))
  if (!success) throw new AppError('config', error.issues.map((issue) => issue.message).join('; '))
  return {
    way: 'uri',
    uri: data.NEO4J_URI,
    username: data.NEO4J_USERNAME,
    password: data.NEO4J_PASSWORD,
    database: data.NEO4J_DATABASE,
    browserUrl: undefined,
    release: () => Promise.resolve(),
  }
}

function withoutEmpty(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''))
}
