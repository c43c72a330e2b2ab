/** A process of the resolver's tests: takes a store, says where it is, and holds it until it is told to let go. */
import { once } from 'node:events'
import { resolveNeo4j } from '../../../src/graph/local/resolve.ts'

const [store = '', home = ''] = process.argv.slice(2)

const { way, uri, release } = await resolveNeo4j({
  store,
  home,
  environment: process.env,
  progress: () => undefined,
  quick: true,
})
process.stdout.write(`${JSON.stringify({ way, uri })}\n`)
await once(process.stdin.resume(), 'end')
await release()
