/** A line between a service and the Neo4j of the run: a test can cut it, let it fall silent, or cut it right behind a commit. */
import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { inject, onTestFinished } from 'vitest'
import type { Connection } from '../../src/graph/database.ts'

/** Bolt's COMMIT, chunked; and what stands in the answer to it and in no other. */
const commit = Buffer.from([0x00, 0x02, 0xb0, 0x12, 0x00, 0x00])
const committed = Buffer.from('bookmark')

type Pair = {
  readonly client: Socket
  readonly upstream: Socket
  command: string | undefined
  passes: 'all' | 'until-commit' | 'nothing'
}
/** Whether Neo4j gets the commit before the connection breaks, or, where it hangs, before nothing passes on it any more. */
export type When = 'before' | 'after'

export class Line {
  readonly #server: Server
  readonly #pairs = new Set<Pair>()
  #state: 'open' | 'cut' | 'silent' = 'open'
  #armed: { command: string; when: When; how: 'breaks' | 'hangs'; fired: PromiseWithResolvers<void> } | undefined

  constructor() {
    this.#server = createServer((client) => this.#accept(client))
  }

  /** How a database is reached over this line. The line ends with the test. */
  async connection(): Promise<Connection> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening')
    const address = this.#server.address()
    const port = typeof address === 'object' ? address?.port : 0
    onTestFinished(() => {
      this.cut()
      this.#server.close()
    })
    const { username, password, database } = inject('neo4j')
    return { uri: `bolt://127.0.0.1:${port}`, username, password, database }
  }

  /** Every connection breaks, and no new one is made. */
  cut(): void {
    this.#state = 'cut'
    for (const { client, upstream } of this.#pairs) {
      client.destroy()
      upstream.destroy()
    }
  }

  /** Connections stay, and nothing passes any more. */
  silence(): void {
    this.#state = 'silent'
  }

  /** As new. */
  mend(): void {
    this.cut()
    this.#state = 'open'
  }

  /** At the next commit of a command of this name its connection breaks: before Neo4j has got it, or once it was made and before anybody is told. */
  breakAtCommit(command: string, when: When): Promise<void> {
    return this.#arm({ command, when, how: 'breaks' })
  }

  /** The same, but the connection stays and nothing passes on it any more. */
  hangAtCommit(command: string, when: When): Promise<void> {
    return this.#arm({ command, when, how: 'hangs' })
  }

  #arm(armed: { command: string; when: When; how: 'breaks' | 'hangs' }): Promise<void> {
    const fired = Promise.withResolvers<void>()
    this.#armed = { ...armed, fired }
    return fired.promise
  }

  #accept(client: Socket): void {
    if (this.#state === 'cut') return void client.destroy()
    const { hostname, port } = new URL(inject('neo4j').uri)
    const pair: Pair = { client, upstream: connect(Number(port), hostname), command: undefined, passes: 'all' }
    this.#pairs.add(pair)
    const end = () => {
      client.destroy()
      pair.upstream.destroy()
      this.#pairs.delete(pair)
    }
    for (const socket of [client, pair.upstream]) socket.on('error', end).on('close', end)
    client.on('data', (bytes) => this.#sent(pair, bytes))
    pair.upstream.on('data', (bytes) => this.#answered(pair, bytes))
  }

  #sent(pair: Pair, bytes: Buffer): void {
    if (this.#state !== 'open' || pair.passes === 'nothing') return
    pair.command = commandIn(bytes) ?? pair.command
    const armed = this.#armed
    if (armed === undefined || pair.command !== armed.command || !bytes.includes(commit))
      return void pair.upstream.write(bytes)
    if (armed.when === 'before') return this.#fire(pair)
    pair.passes = 'until-commit'
    pair.upstream.write(bytes)
  }

  #answered(pair: Pair, bytes: Buffer): void {
    if (this.#state !== 'open' || pair.passes === 'nothing') return
    if (pair.passes === 'all') return void pair.client.write(bytes)
    if (bytes.includes(committed)) this.#fire(pair)
  }

  #fire(pair: Pair): void {
    const armed = this.#armed
    this.#armed = undefined
    pair.passes = 'nothing'
    armed?.fired.resolve()
    if (armed?.how === 'hangs') return
    pair.client.destroy()
    pair.upstream.destroy()
  }
}

/** The command that a transaction is begun for: our database writes it into its metadata. */
function commandIn(bytes: Buffer): string | undefined {
  const label = Buffer.from('\u0087command', 'latin1')
  const at = bytes.indexOf(label)
  if (at === -1) return undefined
  const length = (bytes[at + label.length] ?? 0) & 0x0f
  const from = at + label.length + 1
  return bytes.subarray(from, from + length).toString()
}
