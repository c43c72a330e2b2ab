import { expect, test } from 'vitest'
import { startLab } from '../support/case-builder.ts'
test('half', async () => {
  const { open } = await startLab()
  const lab = await open()
  try { console.log(await lab.leads({ on: 'DISK', artefact: 'events', instruction: 'half \ud83d face' })) } catch (e) { console.log(String(e)) }
  console.log(JSON.stringify((await lab.send('GET', 'rounds')).body))
  console.log(JSON.stringify(await lab.verify()))
  expect(1).toBe(1)
})
