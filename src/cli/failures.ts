/** Failures as words for a person, in one place: the code, what happened, to what, and what to do. */
import { z } from 'zod'
import { tame } from '../domain/text/hostile.ts'
import { AppError, type ErrorCode } from '../errors.ts'
import { Refusal } from '../workers/client.ts'
import { exits } from './exit-codes.ts'
import { Interrupted } from './interrupts.ts'
import type { Paint } from './text.ts'

export type Told = { readonly lines: readonly string[]; readonly exitCode: number }

/** Failures before anything was begun. */
const notBegun: readonly string[] = [
  'no_neo4j',
  'config',
  'case_file',
  'port_taken',
  'schema_changed',
  'graph_not_read_only',
] satisfies ErrorCode[]

/** What to do, where the message does not say it. */
const advice: Readonly<Record<string, string>> = {
  case_file: 'docs/writing-a-case.md tells how a case folder is written.',
  schema_changed:
    'The demo has a database of its own in .neo4j/demo of the checkout: move that folder away to begin anew.',
  unauthorized: 'Set STRATEGIST_API_KEY to the key that the service was started with.',
  service_unreachable:
    'Start a service (strategist serve), name another (--service), or name none: then the command starts its own.',
  internal: 'With LOG_LEVEL=error the service says more. If it happens again, please report it.',
} satisfies Partial<Record<ErrorCode, string>>

type Telling = { readonly paint: Paint; /** That of the interrupts. */ readonly signal: AbortSignal }

export function told(error: unknown, { paint, signal }: Telling): Told {
  const reason: unknown = signal.reason
  const interruption = reason instanceof Interrupted ? reason.exitCode : undefined
  if (interruption !== undefined && isBreakingOff(error)) {
    return { lines: ['Everything that was started is stopped.'], exitCode: interruption }
  }
  const known = error instanceof AppError && notBegun.includes(error.code) ? exits.notBegun : exits.failed
  return { lines: linesOf(error, paint), exitCode: interruption ?? known }
}

/** What an interruption makes of whatever was under way. */
function isBreakingOff(error: unknown): boolean {
  return error instanceof Interrupted || (error instanceof Error && error.name === 'AbortError')
}

function linesOf(error: unknown, paint: Paint): string[] {
  const { code, message, about } = partsOf(error)
  const [first = '', ...others] = message.split('\n').map(tamed)
  const hint = advice[code]
  return [
    `${paint.red(`${code}:`)} ${first}`,
    ...others.map((line) => `  ${line}`),
    ...(about === undefined ? [] : [paint.dim(`  in ${tame(about, 500)}`)]),
    ...(hint === undefined ? [] : [`  ${hint}`]),
  ]
}

/** Safe to print, with the indentation that it came with. */
function tamed(line: string): string {
  const indent = line.length - line.trimStart().length
  return ' '.repeat(Math.min(indent, 8)) + tame(line, 2000)
}

const Folder = z.object({ folder: z.string() })

function partsOf(error: unknown): { code: string; message: string; about: string | undefined } {
  if (error instanceof AppError)
    return { code: error.code, message: error.message, about: Folder.safeParse(error.details).data?.folder }
  if (error instanceof Refusal) return { code: tame(error.code, 64), message: error.message, about: undefined }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return { code: 'internal', message, about: undefined }
}
