/** Recording outside any lead. */
import type { RecordsInput } from '../../domain/records.ts'
import { Ahead, writeToCase } from '../case-write.ts'
import type { Context } from '../context.ts'
import { recordFacts } from './facts.ts'
import { planRecord, type RecordsAnswer } from './record.ts'

type Saying = { readonly investigation: string; readonly by: string; readonly key: string | undefined }

/** The same `recordKey` or Idempotency-Key again gives the first answer. Throws as `planRecord`. */
export function recordInCase(
  context: Context,
  { investigation, by, key }: Saying,
  input: RecordsInput,
): Promise<RecordsAnswer> {
  const reading = new Ahead((run) => recordFacts(run, investigation, input))
  const actor = `person:${by}`
  const call = { investigation, command: 'record', actor, key: input.recordKey ?? key, body: input, ahead: [reading] }
  return writeToCase(context.database, call, (scene) =>
    planRecord(scene, input, { by: actor, read: () => reading.facts() }),
  )
}
