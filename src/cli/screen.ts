/** Where a command writes: results on standard output, what it is doing on standard error, colour only for people. */
import { jsonLine, type Paint, paintWith } from './text.ts'

export type Stream = {
  readonly write: (text: string) => unknown
  readonly isTTY?: boolean | undefined
  readonly columns?: number | undefined
}
export type Streams = { readonly out: Stream; readonly err: Stream; readonly environment: NodeJS.ProcessEnv }

const clear = '\r\u001B[2K'

export class Screen {
  readonly #out: Stream
  readonly #err: Stream
  #busy: string | undefined
  /** Columns that a line may take. */
  readonly width: number
  readonly paint: Paint

  constructor({ out, err, environment }: Streams) {
    this.#out = out
    this.#err = err
    this.width = Math.min(100, Math.max(60, (out.columns ?? 89) - 1))
    this.paint = paintWith(out.isTTY === true && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb')
  }

  /** Results. */
  say(...lines: readonly string[]): void {
    this.#write(this.#out, lines)
  }

  json(value: unknown): void {
    this.say(jsonLine(value))
  }

  /** What is going on. */
  note(...lines: readonly string[]): void {
    this.#write(this.#err, lines)
  }

  /** Shows, to people only, what is going on while it takes longer than a second. */
  async during<T>(what: string, work: () => Promise<T>): Promise<T> {
    const started = Date.now()
    const timer = setInterval(() => this.#show(`${what} (${Math.round((Date.now() - started) / 1000)} s)`), 1000)
    try {
      return await work()
    } finally {
      clearInterval(timer)
      this.#show(undefined)
    }
  }

  #write(stream: Stream, lines: readonly string[]): void {
    const busy = this.#busy
    this.#show(undefined)
    stream.write(lines.map((line) => `${line.trimEnd()}\n`).join(''))
    this.#show(busy)
  }

  #show(busy: string | undefined): void {
    if (this.#err.isTTY !== true) return
    if (this.#busy !== undefined) this.#err.write(clear)
    if (busy !== undefined) this.#err.write(busy.slice(0, this.width))
    this.#busy = busy
  }
}
