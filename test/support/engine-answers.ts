/** The question whether a container engine answers. */
import { spawnSync } from 'node:child_process'

export function engineAnswers(): boolean {
  const { status } = spawnSync('docker', ['info'], { stdio: 'ignore', timeout: 20_000 })
  return status === 0
}
