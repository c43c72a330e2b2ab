/** The guide to models keeps up with the code: every way in which a round can fail is explained in it. */
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { RoundFailure } from '../../src/domain/transcript.ts'

const guide = readFileSync(new URL('../../docs/models.md', import.meta.url), 'utf8')

test.each(RoundFailure.options)('docs/models.md says what %s means', (code) => {
  expect(guide).toContain(`\`${code}\``)
})
