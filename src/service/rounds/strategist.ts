/** Which model decides in a case: the one that it names, or the service's. */
import { theCase } from '../reading/look-ups.ts'
import type { Service } from '../service.ts'

export async function strategistOf(service: Service, investigation: string): Promise<string> {
  const { investigation: node } = await service.database.read('strategist_of', (run) => theCase(run, investigation))
  return node.strategist ?? service.strategist
}
