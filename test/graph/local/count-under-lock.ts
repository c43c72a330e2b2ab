/** A process of the lock's test: counts up a file, each time by reading, waiting and writing under the lock. */
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { withLock } from '../../../src/graph/local/lock.ts'

const [path = '', times = '0'] = process.argv.slice(2)
const counter = join(dirname(path), 'counter')

for (let time = 0; time < Number(times); time++) {
  await withLock(path, { progress: () => undefined }, async () => {
    const seen = Number(readFileSync(counter, 'utf8'))
    await pause(1)
    writeFileSync(counter, `${seen + 1}`)
  })
}
