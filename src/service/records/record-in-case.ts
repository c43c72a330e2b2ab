/** Recording outside any lead. */
import type { RecordsInput } from '../../domain/records.ts'
import { writeToCase } from '../case-write.ts'
import type { Context } from '../context.ts'
import { planRecord, type RecordsAnswer } from './record.ts'

type Saying = { readonly investigation: string; readonly by: string; readonly key: string | undefined }

/** The same `recordKey` or Idempotency-Key again gives the first answer. Throws as `planRecord`. */
export function recordInCase(
  context: Context,
  { investigation, by, key }: Saying,
  input: RecordsInput,
): Promise<RecordsAnswer> {
  const call = { investigation, command: 'record', actor: `person:${by}`, key: input.recordKey ?? key, body: input }
  return writeToCase(context.database, call, (scene) => planRecord(scene, input, { by: call.actor }))
}
