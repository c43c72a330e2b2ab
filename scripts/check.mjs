/** `npm run check`: prepares the checkout where needed, then runs every check of scripts/check. */
import { join } from 'node:path'
import { handOver, root } from './bootstrap.mjs'

const checks = join(root, 'scripts', 'check', 'run.ts')
process.chdir(root)
await handOver([checks, ...process.argv.slice(2)], { dev: true })
