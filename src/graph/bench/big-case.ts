/** A case of any size for measuring: evidence that cancels out, so that nothing but the number of phenomena differs. */
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { harmonic } from '../../domain/belief.ts'
import { alias, nodeKey } from '../../domain/identity.ts'
import type { Database } from '../database.ts'
import { noRow, statement } from '../statement.ts'

const row = z.record(z.string(), z.unknown())
const loadPhenomena = statement('bench/load-phenomena', {
  parameters: z.object({ investigation: z.uuid(), scope: z.string(), at: z.string(), rows: z.array(row) }),
  row: noRow,
})
const loadTallies = statement('bench/load-tallies', { parameters: z.object({ rows: z.array(row) }), row: noRow })
const loadCounts = statement('bench/load-counts', {
  parameters: z.object({ investigation: z.uuid(), phenomena: z.int(), loose: z.int(), perSource: z.int() }),
  row: z.object({ sources: z.int() }),
})

export type BigCase = {
  readonly investigation: string
  readonly hypotheses: number
  readonly sources: number
  /** Witnesses for each hypothesis: each gives `supports` and `weakens` in equal number. */
  readonly witnesses: number
  readonly phenomena: number
}

/** Phenomena beyond the last multiple of all tallies bear on no hypothesis. Expects weights that cancel (+1, -1). */
export async function loadBigCase(database: Database, big: BigCase): Promise<void> {
  const { investigation, phenomena } = big
  const tallies = talliesOf(big)
  const each = Math.floor(phenomena / tallies.length)
  const scope = investigation.replaceAll('-', '')
  for (let from = 0; from < phenomena; from += 5000) {
    const numbers = Array.from({ length: Math.min(5000, phenomena - from) }, (_, index) => from + index)
    const rows = numbers.map((number) => phenomenonRow(big, tallies, { number, each }))
    await database.writeAll('bench', (run) =>
      run(loadPhenomena, { investigation, scope, at: '2026-01-01T00:00:00Z', rows }),
    )
  }
  const rows = tallies.map((tally) => ({ ...tally, n: each, logLR: tally.weight * harmonic(each) }))
  const loose = phenomena - each * tallies.length
  await database.writeAll('bench', async (run) => {
    await run(loadTallies, { rows })
    await run(loadCounts, { investigation, phenomena, loose, perSource: Math.floor(phenomena / big.sources) })
  })
}

type TallyPlan = ReturnType<typeof talliesOf>[number]

function talliesOf({ investigation, hypotheses, witnesses }: BigCase) {
  return Array.from({ length: hypotheses }, (_, h) => nodeKey(investigation, `H${h + 1}`)).flatMap((hypothesis) =>
    Array.from({ length: witnesses }, (_, w) => w + 1).flatMap((number) =>
      (['supports', 'weakens'] as const).map((kind) => {
        const [source, witness] = [nodeKey(investigation, `S${number}`), `S${number}`]
        return {
          key: `${hypothesis}|${witness}|${kind}`,
          hypothesis,
          witness,
          source,
          kind,
          weight: kind === 'supports' ? 1 : -1,
        }
      }),
    ),
  )
}

function phenomenonRow(
  { investigation, sources }: BigCase,
  tallies: readonly TallyPlan[],
  { number, each }: { number: number; each: number },
) {
  const tally = number < each * tallies.length ? tallies[number % tallies.length] : undefined
  const place = nodeKey(investigation, `S${(number % sources) + 1}`)
  return {
    id: uuidv7(),
    key: nodeKey(investigation, `P${number + 1}`),
    number: number + 1,
    alias: alias(investigation, 'phenomenon', number + 1),
    name: `phenomenon ${number + 1}`,
    artefact: null,
    ...(tally
      ? bearing(tally, Math.floor(number / tallies.length) + 1)
      : { ...bearsOnNothing, source: place, witness: place }),
  }
}

const bearsOnNothing = { tally: null, hypothesis: null, kind: null, k: 0, adds: 0 }

function bearing({ source, witness, key, hypothesis, kind, weight }: TallyPlan, k: number) {
  return { source, witness, tally: key, hypothesis, kind, k, adds: weight / k }
}
