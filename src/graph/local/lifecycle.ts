/** Start, watch and stop, whichever of our two ways a database runs. */
import { setTimeout as pause } from 'node:timers/promises'
import { AppError } from '../../errors.ts'
import { askBolt, type Connection } from './bolt.ts'
import { containerLog, isContainerUp, pullImage, startContainer, stopContainers } from './container.ts'
import { ensureJars, neo4jVersion } from './jars.ts'
import { isJvmUp, jvmLog, startJvm, stopJvm, stopStrayJvm } from './jvm.ts'
import type { Plan } from './plan.ts'
import { forgetRunning, readRunning, type Running } from './running.ts'
import type { Start } from './start.ts'

/** What is needed to reach what runs: no ports and no password yet. */
export type Reach = Pick<Start, 'paths' | 'environment' | 'progress' | 'signal'>

/** Milliseconds for a start; a slow and busy machine needs a tenth of it. */
const startPatience = 120_000

/** Fetches what the plan needs and answers how to start it. Throws `no_neo4j` if it cannot be fetched. */
export async function prepare(plan: Plan, reach: Reach): Promise<(start: Start) => Promise<Running>> {
  if (plan.way === 'docker') {
    if (plan.pull) await pullImage(plan.program, reach)
    return (start) => startContainer(plan.program, start)
  }
  const { java, maven } = plan
  const jars = await ensureJars({ ...reach, home: reach.paths.home, maven, java: java.program })
  return (start) => startJvm({ java, jars }, start)
}

/** What a person reads while it starts. */
export function nameOf(plan: Plan): string {
  return plan.way === 'docker' ? 'Neo4j in Docker' : `Neo4j ${neo4jVersion()} on Java ${plan.java.version}`
}

export function isUp(running: Running, reach: Reach): Promise<boolean> | boolean {
  return running.way === 'docker' ? isContainerUp(running, reach) : isJvmUp(running, reach.paths)
}

/** Waits until it answers a query. Throws `no_neo4j`, with its last words, if it ends or stays silent. */
export async function untilReady(running: Running, connection: Connection, reach: Reach): Promise<void> {
  const end = Date.now() + startPatience
  for (;;) {
    const answer = await askBolt(connection, 5_000)
    if ('version' in answer) return
    if (answer.refused) throw await failed(running, reach, `does not take the password in ${reach.paths.password}`)
    if (!(await isUp(running, reach))) throw await failed(running, reach, 'ended while it started')
    if (Date.now() > end) throw await failed(running, reach, `does not answer (${answer.problem})`)
    await pause(150, undefined, reach.signal && { signal: reach.signal })
  }
}

async function failed(running: Running, reach: Reach, what: string): Promise<AppError> {
  const { logs, folder, store } = reach.paths
  const log = running.way === 'docker' ? await containerLog(running, reach) : jvmLog(reach.paths)
  const other = running.way === 'docker' ? 'jvm' : 'docker'
  const advice = [
    `Its logs are in ${logs}. If its data are broken, move ${folder} away.`,
    `STRATEGIST_NEO4J=${other} tries the other way; NEO4J_URI takes a Neo4j of yours.`,
  ]
  return new AppError('no_neo4j', [`Neo4j for "${store}" ${what}. It said last:`, log, ...advice].join('\n'))
}

/** Stops whatever runs on the store's data, noted or not, and forgets it. */
export async function stopAll(reach: Reach): Promise<void> {
  const running = readRunning(reach.paths.running)
  if (running?.way === 'jvm') await stopJvm(running, reach)
  await stopStrayJvm(reach.paths)
  await stopContainers(reach)
  forgetRunning(reach.paths.running)
}
