/** The settings of Neo4j that we start, and how each way hands them over. */
import type { Ports } from './loopback-ports.ts'

export type Settings = Readonly<Record<string, string>>

/** Megabytes of heap: enough for a case of 100,000 phenomena, small enough for a laptop. */
export const heap = { initial: '256m', max: '1g' } as const

/** Of a database that is soon gone again: the first compiler alone is sooner warm, though slower in the long run. */
export const quickJava = '-XX:TieredStopAtLevel=1'

const common = {
  'dbms.usage_report.enabled': 'false',
  // a READ transaction could otherwise read any file of this machine
  'dbms.security.allow_csv_import_from_file_urls': 'false',
  // an empty store takes 2 MB instead of 516 MB
  'db.tx_log.preallocate': 'false',
  // after each write it would take as long as the write itself, while the next one waits
  'db.index.fulltext.eventually_consistent_refresh_interval': '200ms',
  'server.memory.pagecache.size': '256m',
  'server.memory.heap.initial_size': heap.initial,
  'server.memory.heap.max_size': heap.max,
  // a stop takes 2 s instead of 11 s
  'internal.dbms.bolt.netty_server_shutdown_quiet_period': '0',
} as const

/** Of a JVM on this machine: nothing listens but on loopback. Data and logs lie in its home folder by default. */
export function jvmSettings({ bolt, http }: Ports): Settings {
  return {
    ...common,
    'server.default_listen_address': '127.0.0.1',
    'server.bolt.listen_address': `127.0.0.1:${bolt}`,
    'server.bolt.advertised_address': `127.0.0.1:${bolt}`,
    'server.http.listen_address': `127.0.0.1:${http}`,
    'server.http.advertised_address': `127.0.0.1:${http}`,
  }
}

/** Of a container, whose ports Docker publishes on loopback; Browser follows the advertised addresses. */
export function containerSettings({ bolt, http }: Ports): Settings {
  return {
    ...common,
    'server.bolt.advertised_address': `127.0.0.1:${bolt}`,
    'server.http.advertised_address': `127.0.0.1:${http}`,
  }
}

/** As the text of `neo4j.conf`. */
export function asConf(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

/** As the image of Neo4j reads them from its environment: `_` doubled, then `.` as `_`. */
export function asEnvironment(settings: Settings): string[] {
  return Object.entries(settings).map(
    ([name, value]) => `NEO4J_${name.replaceAll('_', '__').replaceAll('.', '_')}=${value}`,
  )
}
