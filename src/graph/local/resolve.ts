/** A real Neo4j wherever we run: the one that is given, the one that already runs, or one that is started now. */
import type { Connection } from './bolt.ts'
import { forcedWay, givenNeo4j } from './given-address.ts'
import type { Neo4jInstance, ResolveOptions, Way } from './instance.ts'
import { isUp, nameOf, prepare, stopAll, untilReady, type Reach } from './lifecycle.ts'
import { withLock } from './lock.ts'
import { choosePorts, Ports } from './loopback-ports.ts'
import { choosePlan, probe } from './plan.ts'
import { readRunning, type Running } from './running.ts'
import type { Start } from './start.ts'
import { beginStore, finishBirth, knownPassword } from './store-birth.ts'
import { storePaths } from './store-paths.ts'
import { noNeo4j } from './three-ways.ts'
import { addUser, liveUsers, removeUser } from './users.ts'
import { readJson, writeWhole } from './whole-file.ts'

type Up = { readonly running: Running; readonly password: string }

/**
 * A Neo4j that answers, with its own data, ports and password for each store; processes that ask for the same store
 * share it. At `NEO4J_URI` nothing is started or called. Throws `no_neo4j` (with what to do) and `config`.
 */
export async function resolveNeo4j(options: ResolveOptions): Promise<Neo4jInstance> {
  const { environment, progress, signal } = options
  const forced = forcedWay(environment)
  const given = forced === undefined || forced === 'uri' ? givenNeo4j(environment) : undefined
  if (given) return given
  const paths = storePaths(options.store, options.home)
  const reach: Reach = { paths, environment, progress, signal }
  return withLock(paths.lock, options, async () => {
    const up = (await alreadyUp(reach, forced)) ?? (await startNow(reach, { quick: options.quick ?? false, forced }))
    return instance(up, reach)
  })
}

/** The one that runs; started in another way than now forced, it is kept only while somebody uses it. */
async function alreadyUp(reach: Reach, forced: Way | undefined): Promise<Up | undefined> {
  const running = readRunning(reach.paths.running)
  if (!running || !(await isUp(running, reach))) return undefined
  if (forced && forced !== running.way && liveUsers(reach.paths.users).length === 0) return undefined
  const password = knownPassword(reach.paths)
  try {
    await untilReady(running, connectionTo(running, password), reach)
    finishBirth(reach.paths)
    return { running, password }
  } catch {
    reach.signal?.throwIfAborted()
    return undefined
  }
}

async function startNow(reach: Reach, { quick, forced }: { quick: boolean; forced: Way | undefined }): Promise<Up> {
  const probes = await probe(reach.environment, reach.paths.home)
  const plan = choosePlan(probes, forced)
  if (!plan) throw noNeo4j(probes, forced)
  await stopAll(reach)
  const launch = await prepare(plan, reach)
  reach.progress(`Starting ${nameOf(plan)} for "${reach.paths.store}" (5 to 15 s).`)
  try {
    return await attempt(launch, { ...reach, quick, again: false })
  } catch {
    // a port taken meanwhile, a broken class archive: what is left over is left out, once
    reach.signal?.throwIfAborted()
    return attempt(launch, { ...reach, quick, again: true })
  }
}

type Attempt = Omit<Start, 'ports' | 'password' | 'isNew'>

async function attempt(launch: (start: Start) => Promise<Running>, how: Attempt): Promise<Up> {
  const { paths, again } = how
  const ports = await choosePorts(again ? undefined : readJson(paths.ports, Ports))
  const { password, isNew } = beginStore(paths)
  try {
    const running = await launch({ ...how, ports, password, isNew })
    await untilReady(running, connectionTo(running, password), how)
    finishBirth(paths)
    writeWhole(paths.ports, JSON.stringify(ports))
    return { running, password }
  } catch (error) {
    await stopAll(how)
    throw error
  }
}

function connectionTo({ ports }: Running, password: string): Connection {
  return { uri: `bolt://127.0.0.1:${ports.bolt}`, username: 'neo4j', password, database: 'neo4j' }
}

function instance({ running, password }: Up, reach: Reach): Neo4jInstance {
  const user = addUser(reach.paths.users)
  let released: Promise<void> | undefined
  return {
    way: running.way,
    ...connectionTo(running, password),
    browserUrl: `http://127.0.0.1:${running.ports.http}/browser/`,
    release: () => (released ??= letGo(user, reach)),
  }
}

/** Ends one use; the last one stops the database. */
function letGo(user: string, { paths, environment, progress }: Reach): Promise<void> {
  return withLock(paths.lock, { progress }, async () => {
    removeUser(user)
    if (liveUsers(paths.users).length === 0) await stopAll({ paths, environment, progress })
  })
}
