/** Whether a container engine answers, so that container tests are skipped knowingly or fail. */
import { engineAnswers } from './engine-answers.ts'

/** For `describe.skipIf(!engine)`. Importing this throws where container tests must not be skipped and none answers. */
export const engine = engineAnswers()

const required = process.env['CI'] === 'true' || process.env['STRATEGIST_REQUIRE_CONTAINERS'] === '1'

if (required && !engine)
  throw new Error('no container engine answers `docker info`, and CI or STRATEGIST_REQUIRE_CONTAINERS=1 asks for one')
