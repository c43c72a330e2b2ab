/** Times as ratios within one run: the machine's speed drifts, what one thing costs against another does not. */

export type Samples = Map<string, number[]>

/** Runs something and keeps its milliseconds under a name. */
export async function timed<T>(samples: Samples, name: string, work: () => Promise<T>): Promise<T> {
  const begun = performance.now()
  const result = await work()
  keep(samples, name, performance.now() - begun)
  return result
}

export function keep(samples: Samples, name: string, milliseconds: number): void {
  const known = samples.get(name) ?? []
  known.push(milliseconds)
  samples.set(name, known)
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

export type Figure = { readonly what: string; readonly measured: string; readonly due: string; readonly holds: boolean }

/** One median over another, against what is due at most. */
export function ratio(
  samples: Samples,
  { what, of, over, most }: { what: string; of: string; over: string; most: number },
): Figure {
  const value = median(samples.get(of) ?? []) / median(samples.get(over) ?? [])
  return { what, measured: `${value.toFixed(2)}x`, due: `<= ${most}x`, holds: value <= most }
}
