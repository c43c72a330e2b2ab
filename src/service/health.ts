/** Whether the service can serve: its database answers, and it is not about to end. */
import { databaseTime } from '../graph/facts/facts.ts'
import type { Service } from './service.ts'

export async function isReady({ database, running }: Service): Promise<boolean> {
  if (running.closing) return false
  try {
    await database.read('health', databaseTime)
    return true
  } catch {
    return false
  }
}
