/** Adopting a late record: what a worker sent after its lease was lost, taken over by a person who answers for it. */
import { bodies } from '../../domain/journal/bodies.ts'
import { entryKey } from '../../domain/nodes/entry-node.ts'
import { RecordsInput } from '../../domain/records.ts'
import { AppError } from '../../errors.ts'
import { journal } from '../../graph/views/look-ups.ts'
import { writeToCase, type Scene } from '../case-write.ts'
import type { Context } from '../context.ts'
import { recordFacts } from './facts.ts'
import { planRecord, type RecordsAnswer } from './record.ts'

type Adoption = { readonly investigation: string; readonly seq: number; readonly by: string; readonly why: string }

/** Recorded outside the lead, once, whoever asks: again gives the first answer. Allowed in an ended case. Throws `not_found`, and what recording throws. */
export function adoptLateRecord(context: Context, { investigation, seq, by, why }: Adoption): Promise<RecordsAnswer> {
  const call = { investigation, command: 'adopt', actor: 'adoption', key: `${seq}`, body: { seq } }
  return writeToCase(context.database, call, async (scene) => {
    const input = await lateRecord(scene, seq)
    const read = () => recordFacts(scene.run, investigation, input)
    return planRecord(scene, input, { by: `person:${by}`, adopts: { seq, why }, read })
  })
}

async function lateRecord(scene: Scene, seq: number): Promise<RecordsInput> {
  const after = entryKey(scene.case.id, seq - 1)
  const [entry] = await scene.run(journal, { after, end: entryKey(scene.case.id, seq + 1), limit: 1 })
  if (entry?.type === 'late_record') {
    const { command, body } = bodies.late_record.parse(JSON.parse(entry.body))
    if (command === 'record') return RecordsInput.parse(body)
  }
  throw new AppError(
    'not_found',
    `entry ${seq} is no late record: the journal lists them as late_record, and only what was to be recorded can be adopted`,
  )
}
