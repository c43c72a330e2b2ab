/** What Docker of this machine can do for us. */
import { findProgram, run, type Answer } from './command.ts'

export const image = 'neo4j:5.26-community'

export type DockerProbe = {
  readonly program?: string
  readonly version?: string
  readonly hasImage: boolean
  /** Why it cannot be used, and what to do; undefined if it can. */
  readonly problem?: string
}

/** Asks Docker whether it answers, runs on this machine and has the image. */
export async function probeDocker(environment: NodeJS.ProcessEnv): Promise<DockerProbe> {
  const program = findProgram('docker', environment)
  if (!program) return { hasImage: false, problem: 'Docker is not installed (there is no docker on the PATH).' }
  const ask = (...words: string[]) => run(program, words, { environment, patience: 10_000 })
  const [host, server, found] = await Promise.all([
    ask('context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'),
    ask('version', '--format', '{{.Server.Version}}'),
    ask('image', 'inspect', '--format', '{{.Id}}', image),
  ])
  const problem = problemOf(host, server)
  return { program, hasImage: found.ok, ...(server.ok && { version: server.output }), ...(problem && { problem }) }
}

function problemOf(host: Answer, server: Answer): string | undefined {
  if (host.ok && !isLocal(host.output)) return remote(host.output)
  return server.ok ? undefined : silent(server.errors)
}

/** Whether ports that Docker publishes on loopback are those of this machine. */
export function isLocal(host: string): boolean {
  return /^(unix|npipe):|^tcp:\/\/(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:|$)/.test(host)
}

function remote(host: string): string {
  return `Docker runs on another machine (${host}), where its ports cannot be reached on 127.0.0.1.`
}

function silent(errors: string): string {
  const [said = ''] = errors.split('\n')
  const advice = /permission denied/i.test(errors)
    ? 'Let this user use it (for example: sudo usermod -aG docker $USER, then log in again).'
    : 'Start it (Docker Desktop, or: sudo systemctl start docker).'
  return `Docker is installed but does not answer: ${said} ${advice}`
}
