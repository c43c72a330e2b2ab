#!/usr/bin/env node
/** The command `strategist`: prepares the checkout where needed, then runs src/cli.ts with the arguments given. */
import { join } from 'node:path'
import { handOver, root } from './bootstrap.mjs'

await handOver([join(root, 'src', 'cli.ts'), ...process.argv.slice(2)], { dev: false })
