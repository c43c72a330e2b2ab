/** Whether a process that we know by its number still lives, and is still the same one. */
import { execFileSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { readText } from './whole-file.ts'

/** A number alone is given to another process one day; together with its time of birth it is not. */
export const ProcessMark = z.strictObject({ pid: z.int().positive(), born: z.string() })
export type ProcessMark = z.infer<typeof ProcessMark>

/** This process. */
export function ownMark(): ProcessMark {
  return { pid: process.pid, born: birth(process.pid) ?? '' }
}

export function isAlive({ pid, born }: ProcessMark): boolean {
  return birth(pid) === born
}

/** When a process was born, as text to compare; undefined if there is none, or only its remains (a zombie). */
export function birth(pid: number): string | undefined {
  if (process.platform !== 'linux') return ask(pid, 'lstart')
  const stat = readText(`/proc/${pid}/stat`)
  const [state, ...fields] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? []
  // a dying JVM looks like a zombie while its other threads still hold its files
  return state === 'Z' && Number(fields[16]) <= 1 ? undefined : fields[18]
}

/** Whether the command line of a process holds this argument. */
export function hasArgument(pid: number, argument: string): boolean {
  if (process.platform !== 'linux') return `${ask(pid, 'command')} `.includes(` ${argument} `)
  return readText(`/proc/${pid}/cmdline`)?.split('\0').includes(argument) ?? false
}

function ask(pid: number, field: string): string | undefined {
  try {
    const answer = execFileSync('ps', ['-ww', '-o', `${field}=`, '-p', `${pid}`], { encoding: 'utf8', stdio: 'pipe' })
    return answer.trim() || undefined
  } catch {
    return undefined
  }
}

/** Asks a process to end and waits for it; after `patience` ms it is killed. Answers whether it ended by itself. */
export async function endProcess(mark: ProcessMark, patience: number): Promise<boolean> {
  send(mark, 'SIGTERM')
  if (await isGone(mark, patience)) return true
  send(mark, 'SIGKILL')
  await isGone(mark, 5_000)
  return false
}

async function isGone(mark: ProcessMark, patience: number): Promise<boolean> {
  const end = Date.now() + patience
  while (isAlive(mark)) {
    if (Date.now() > end) return false
    await pause(50)
  }
  return true
}

function send(mark: ProcessMark, signal: NodeJS.Signals): void {
  if (!isAlive(mark)) return
  try {
    process.kill(mark.pid, signal)
  } catch {
    // it ended in between
  }
}
