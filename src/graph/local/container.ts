/** The second way: Neo4j in a container of ours, with its data in the store's folder and its ports on loopback. */
import { mkdirSync } from 'node:fs'
import { AppError } from '../../errors.ts'
import { findProgram, lastLines, run, type Answer } from './command.ts'
import { image } from './docker.ts'
import { writeRunning, type RunningContainer } from './running.ts'
import { asEnvironment, containerSettings, quickJava } from './settings.ts'
import type { Start } from './start.ts'
import { shortHash, type StorePaths } from './store-paths.ts'

type Docker = Pick<Start, 'paths' | 'environment'>
type Pull = Pick<Start, 'environment' | 'progress' | 'signal'>

const label = 'investigation-strategist.store'

/** Fetches the image. Throws `no_neo4j` if that fails. */
export async function pullImage(program: string, { environment, progress, signal }: Pull) {
  progress(`Docker fetches the image ${image} (about 300 MB, once).`)
  const { ok, errors } = await run(program, ['pull', image], { environment, patience: 1_800_000, signal })
  if (ok) return
  signal?.throwIfAborted()
  throw new AppError('no_neo4j', `Docker could not fetch the image ${image}:\n${lastLines(errors)}`)
}

/** Starts the container and notes it; it is not ready yet. Throws `no_neo4j` if Docker refuses. */
export async function startContainer(program: string, start: Start): Promise<RunningContainer> {
  const { paths, ports, password, signal } = start
  for (const folder of [paths.data, paths.logs]) mkdirSync(folder, { recursive: true })
  // by the environment of the docker command, so that no list of processes ever shows the password
  const environment = { ...start.environment, NEO4J_AUTH: `neo4j/${password}` }
  const answer = await run(program, await runParameters(program, start), { environment, patience: 120_000, signal })
  if (!answer.ok) throw refused(answer)
  const running: RunningContainer = { way: 'docker', container: answer.output, ports }
  writeRunning(paths.running, running)
  return running
}

async function runParameters(program: string, start: Start): Promise<string[]> {
  const { paths, ports } = start
  const name = `strategist-${paths.store}-${shortHash(paths.folder)}`
  const published = [`127.0.0.1:${ports.bolt}:7687`, `127.0.0.1:${ports.http}:7474`]
  const settings = ['NEO4J_AUTH', ...asEnvironment(containerSettings(ports))]
  const flags = [
    ...published.map((port) => `--publish=${port}`),
    ...settings.map((setting) => `--env=${setting}`),
    ...(start.quick ? [`--env=JAVA_TOOL_OPTIONS=${quickJava}`] : []),
    mount(paths.data, '/data'),
    mount(paths.logs, '/logs'),
    `--label=${labelOf(paths)}`,
    `--name=${name}`,
    '--stop-timeout=60',
    '--pull=never',
  ]
  return ['run', '--detach', ...flags, ...(await userFlags(program, start)), image]
}

/** As ourselves, so that the data stay ours; not where Docker itself maps users (rootless). */
async function userFlags(program: string, { environment }: Docker): Promise<string[]> {
  const [user, group] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0]
  if (user === 0) return []
  const security = ['info', '--format', '{{.SecurityOptions}}']
  const { output } = await run(program, security, { environment, patience: 10_000 })
  return output.includes('rootless') ? [] : ['--user', `${user}:${group}`]
}

/** Fields of this flag are separated by commas, so the path stands in quotes. */
function mount(source: string, target: string): string {
  return `--mount=type=bind,"source=${source.replaceAll('"', '""')}",target=${target}`
}

export async function isContainerUp({ container }: RunningContainer, docker: Docker): Promise<boolean> {
  const { output } = await ask(docker, 'ps', '--quiet', '--no-trunc', '--filter', `label=${labelOf(docker.paths)}`)
  return output.split('\n').includes(container)
}

/** Stops and removes every container on this store's data; those that somebody already removed are no error. */
export async function stopContainers(docker: Docker): Promise<void> {
  const { output } = await ask(docker, 'ps', '--all', '--quiet', '--filter', `label=${labelOf(docker.paths)}`)
  for (const container of output.split('\n').filter((id) => id !== '')) {
    await ask(docker, 'stop', '-t', '60', container)
    await ask(docker, 'rm', '--force', container)
  }
}

/** What it said last. */
export async function containerLog({ container }: RunningContainer, docker: Docker): Promise<string> {
  const { output, errors } = await ask(docker, 'logs', '--tail', '15', container)
  return lastLines(`${output}\n${errors}`)
}

function labelOf({ folder }: StorePaths): string {
  return `${label}=${folder}`
}

async function ask({ environment }: Docker, ...words: string[]): Promise<Answer> {
  const program = findProgram('docker', environment)
  if (!program) return { ok: false, output: '', errors: '' }
  return run(program, words, { environment, patience: 90_000 })
}

function refused({ errors }: Answer): AppError {
  return new AppError('no_neo4j', `Docker did not start Neo4j: ${lastLines(errors, 3)}`)
}
