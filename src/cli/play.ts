/** A case folder played through: loaded, its replay worker alongside, rounds until the end. */
import { randomUUID } from 'node:crypto'
import { replay } from '../workers/replay.ts'
import { Created } from './answers.ts'
import type { LoadedCase } from './case-folder.ts'
import type { Cli } from './context.ts'
import { type Driving, driveRounds, type Stop } from './drive.ts'
import { clientFor } from './reach.ts'

export type Playing = {
  readonly url: string
  readonly folder: LoadedCase
  readonly model: string | undefined
  readonly watch: Driving['watch']
}
export type Played = { readonly investigation: string; readonly stop: Stop }

export async function loadInto(
  cli: Cli,
  url: string,
  { start, model }: { start: LoadedCase['start']; model: string | undefined },
): Promise<Created> {
  const body = model === undefined ? start : { ...start, strategist: model }
  return clientFor(cli, url, cli.signal).call({ path: '/v1/investigations', body, key: randomUUID(), answer: Created })
}

export async function playCase(cli: Cli, { url, folder, model, watch }: Playing): Promise<Played> {
  const { id: investigation } = await loadInto(cli, url, { start: folder.start, model })
  // what ends either of the two, the rounds or the worker, ends the other
  const over = new AbortController()
  const signal = AbortSignal.any([cli.signal, over.signal])
  const working = workBeside(cli, { url, folder, investigation, signal }).catch((error: unknown) => over.abort(error))
  try {
    const stop = await driveRounds({
      client: clientFor(cli, url, signal),
      investigation,
      waitsFor: 'workers',
      signal,
      watch,
      during: (what, work) => cli.screen.during(what, work),
    })
    return { investigation, stop }
  } finally {
    over.abort()
    await working
  }
}

type Beside = {
  readonly url: string
  readonly folder: LoadedCase
  readonly investigation: string
  readonly signal: AbortSignal
}

function workBeside(cli: Cli, { url, folder, investigation, signal }: Beside): Promise<void> {
  return replay({
    client: clientFor(cli, url),
    folder,
    investigation,
    name: `replay of ${folder.name}`.slice(0, 100),
    leaseSeconds: 30,
    lookSeconds: 0,
    restMillis: 50,
    once: false,
    signal,
    watch: () => undefined,
  })
}
