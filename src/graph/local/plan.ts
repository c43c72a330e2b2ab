/** Which way a Neo4j is to be started, from what this machine has. */
import { join } from 'node:path'
import { findProgram } from './command.ts'
import { probeDocker, type DockerProbe } from './docker.ts'
import type { Way } from './instance.ts'
import { hasJars } from './jars.ts'
import { findJavas, type Java } from './java.ts'

export type JvmProbe = {
  readonly java?: Java
  readonly maven?: string
  readonly hasJars: boolean
  /** Whether a JVM can be parted from our terminal here (not on Windows). */
  readonly canRun: boolean
}
export type Probes = { readonly docker: DockerProbe; readonly jvm: JvmProbe }

export type Plan =
  | { readonly way: 'docker'; readonly program: string; readonly pull: boolean }
  | { readonly way: 'jvm'; readonly java: Java; readonly maven: string | undefined }

/** Looks at the machine. `home` is where the jars would be. */
export async function probe(environment: NodeJS.ProcessEnv, home: string): Promise<Probes> {
  const [docker, javas] = await Promise.all([probeDocker(environment), findJavas(environment)])
  const [java] = javas
  const maven = findProgram('mvn', environment, mavenFolders(environment))
  const canRun = process.platform !== 'win32'
  return { docker, jvm: { hasJars: hasJars(home), canRun, ...(java && { java }), ...(maven && { maven }) } }
}

/** Docker with the image, a JVM, Docker without the image: the first that can be, or the forced one if it can be. */
export function choosePlan({ docker, jvm }: Probes, forced?: Way): Plan | undefined {
  const contained = forced === 'jvm' ? undefined : dockerPlan(docker)
  const local = forced === 'docker' ? undefined : jvmPlan(jvm)
  return contained?.pull ? (local ?? contained) : (contained ?? local)
}

function dockerPlan({ program, hasImage, problem }: DockerProbe): (Plan & { way: 'docker' }) | undefined {
  return program && !problem ? { way: 'docker', program, pull: !hasImage } : undefined
}

function jvmPlan({ java, maven, hasJars: complete, canRun }: JvmProbe): Plan | undefined {
  return canRun && java && (complete || maven) ? { way: 'jvm', java, maven } : undefined
}

function mavenFolders(environment: NodeJS.ProcessEnv): string[] {
  const homes = [environment['MAVEN_HOME'], environment['M2_HOME']]
  return homes.flatMap((home) => (home ? [join(home, 'bin')] : []))
}
