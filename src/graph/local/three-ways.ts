/** What each of the three ways to a Neo4j has and lacks on this machine, in words a person can act on. */
import { AppError } from '../../errors.ts'
import { image, type DockerProbe } from './docker.ts'
import type { Way } from './instance.ts'
import { neo4jVersion } from './jars.ts'
import { isSupported } from './java.ts'
import type { JvmProbe, Probes } from './plan.ts'

export type WayReport = {
  readonly way: Way
  readonly works: boolean
  /** What is there: versions and paths. */
  readonly found: readonly string[]
  /** What is not, and what to do about it. May hold something even where the way works. */
  readonly missing: readonly string[]
}

export function dockerReport({ program, version, hasImage, problem }: DockerProbe): WayReport {
  const engine = program ? [version ? `Docker ${version} (${program})` : program] : []
  const pull = `the image ${image} is not here yet: it is fetched at the first start, or now by: docker pull ${image}`
  return {
    way: 'docker',
    works: problem === undefined,
    found: [...engine, ...(hasImage ? [`image ${image}`] : [])],
    missing: [problem, hasImage || problem ? undefined : pull].filter((one) => one !== undefined),
  }
}

export function jvmReport(jvm: JvmProbe): WayReport {
  const missing = jvmMissing(jvm)
  const { java, maven, hasJars } = jvm
  return {
    way: 'jvm',
    works: missing.length === 0,
    found: [
      ...(java
        ? [`Java ${java.version} (${java.program})${isSupported(java) ? '' : ', newer than Neo4j supports'}`]
        : []),
      ...(maven ? [`Maven (${maven})`] : []),
      ...(hasJars ? [`jars of Neo4j ${neo4jVersion()}`] : []),
    ],
    missing,
  }
}

function jvmMissing({ java, maven, hasJars, canRun }: JvmProbe): string[] {
  if (!canRun) return ['A local JVM is started on Linux and macOS only.']
  return [
    ...(java ? [] : ['Java 17 or 21 (for example: apt install openjdk-17-jdk-headless, or brew install openjdk@21).']),
    ...(maven || hasJars
      ? []
      : ['Maven, which fetches Neo4j (for example: apt install maven, or brew install maven).']),
  ]
}

/** No way works: the one message that names the three ways out. */
export function noNeo4j({ docker, jvm }: Probes, forced?: Way): AppError {
  const lacks = (report: WayReport) => report.missing.join(' Also: ') || 'is there'
  const message = [
    forced ? `No Neo4j by the way that STRATEGIST_NEO4J=${forced} asks for.` : 'No Neo4j to work with.',
    'There are three ways out:',
    '  1. An address: set NEO4J_URI (bolt://host:7687) and NEO4J_PASSWORD of any Neo4j 5.26 or later.',
    `  2. Docker. Here: ${lacks(dockerReport(docker))}`,
    `  3. Java and Maven. Missing here: ${lacks(jvmReport(jvm))}`,
    '`strategist doctor` shows what was found.',
  ]
  return new AppError('no_neo4j', message.join('\n'))
}
