/** A screen that keeps what is written, as a person or as a program would get it. */
import { Screen } from '../../src/cli/screen.ts'

export type Kept = { readonly screen: Screen; readonly out: () => string; readonly err: () => string }

export function keptScreen({
  isTTY = false,
  columns = 81,
  environment = {},
}: { isTTY?: boolean; columns?: number; environment?: NodeJS.ProcessEnv } = {}): Kept {
  const written = { out: '', err: '' }
  const stream = (name: 'out' | 'err') => ({
    isTTY,
    columns,
    write: (text: string) => {
      written[name] += text
    },
  })
  return {
    screen: new Screen({ out: stream('out'), err: stream('err'), environment }),
    out: () => written.out,
    err: () => written.err,
  }
}
