#!/usr/bin/env node
/** The command line: `strategist <command>`. Commands speak REST to the service; this file alone acts. */
import { argv, env } from 'node:process'
import { told } from './cli/failures.ts'
import { heedInterrupts } from './cli/interrupts.ts'
import { runCommand } from './cli/program.ts'
import { Screen } from './cli/screen.ts'

const screen = new Screen({ out: process.stdout, err: process.stderr, environment: env })
const { signal, interrupt } = heedInterrupts(process, (by) => {
  if (by === 'SIGINT') screen.note('', 'Stopping what was started. Ctrl-C again ends at once.')
})
// whoever read what is written has gone
process.stdout.on('error', () => interrupt('SIGPIPE'))
process.stderr.on('error', () => undefined)

try {
  process.exitCode = await runCommand({ screen, environment: env, signal }, argv.slice(2))
} catch (error) {
  const { lines, exitCode } = told(error, { signal, paint: screen.paint })
  screen.note(...lines)
  process.exitCode = exitCode
}
