/** `npm test`: prepares the checkout where needed, then runs the tests once, with the arguments given. */
import { join } from 'node:path'
import { handOver, root } from './bootstrap.mjs'

const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
await handOver([vitest, 'run', '--root', root, ...process.argv.slice(2)], { dev: true })
