/** Runs a child process to its end, and passes on the signals that would otherwise reach only this process. */
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'

const passedOn = ['SIGINT', 'SIGTERM', 'SIGHUP']

/**
 * Resolves with how the child ended and which signal came meanwhile, never before the child has ended.
 * With `patience` (milliseconds) a child that does not heed a signal is killed. Rejects when it could not be started.
 */
export function runChild(command, args, { onStart, patience, ...options }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, options)
    let interruptedBy
    const handle = (signal) => {
      interruptedBy ??= signal
      passOn(child, signal)
      if (patience) setTimeout(() => child.kill('SIGKILL'), patience).unref()
    }
    const restore = () => passedOn.forEach((signal) => process.off(signal, handle))
    passedOn.forEach((signal) => process.on(signal, handle))
    // at once, and not with the event `spawn`: until it is told, nobody knows of the child but this process
    if (child.pid !== undefined) onStart?.(child.pid)
    child.once('error', (error) => {
      restore()
      reject(error)
    })
    child.once('exit', (code, signal) => {
      restore()
      resolve({ code, signal, interruptedBy })
    })
  })
}

/** Ends this process as the child ended: by the same signal, or with the same exit code. */
export function endLike({ code, signal }) {
  process.exitCode = code ?? 1
  if (signal) process.kill(process.pid, signal)
}

function passOn(child, signal) {
  // Ctrl-C goes to every process of the terminal's foreground group: the child has it already, and a second one
  // would read as "stop at once".
  if (signal === 'SIGINT' && hasTerminal()) return
  child.kill(signal)
}

function hasTerminal() {
  if (process.platform === 'win32') return true
  try {
    closeSync(openSync('/dev/tty', 'r'))
    return true
  } catch {
    return false
  }
}
