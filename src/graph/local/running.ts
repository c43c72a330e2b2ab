/** What is noted of a database while it runs, so that the next process finds it. */
import { rmSync } from 'node:fs'
import { z } from 'zod'
import { Ports } from './loopback-ports.ts'
import { ProcessMark } from './process-life.ts'
import { readJson, writeWhole } from './whole-file.ts'

export const RunningJvm = z.strictObject({
  way: z.literal('jvm'),
  process: ProcessMark,
  ports: Ports,
  archive: z.string().optional().describe('where this JVM writes its class archive when it ends'),
})
export type RunningJvm = z.infer<typeof RunningJvm>

export const RunningContainer = z.strictObject({ way: z.literal('docker'), container: z.string(), ports: Ports })
export type RunningContainer = z.infer<typeof RunningContainer>

export const Running = z.discriminatedUnion('way', [RunningJvm, RunningContainer])
export type Running = z.infer<typeof Running>

export function readRunning(path: string): Running | undefined {
  return readJson(path, Running)
}

export function writeRunning(path: string, running: Running): void {
  writeWhole(path, `${JSON.stringify(running, null, 2)}\n`)
}

export function forgetRunning(path: string): void {
  rmSync(path, { force: true })
}
