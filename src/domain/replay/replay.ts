/** Replays a journal in memory by the rules: the second statement of what Cypher does, held against it by the verifier. */
import type { Entry } from '../journal/chain.ts'
import { bodies } from '../journal/bodies.ts'
import { clocked } from '../case-state.ts'
import { beginCase } from './begin.ts'
import { leadCounts } from './leads.ts'
import { ReplayError, type Memory } from './memory.ts'
import { steps } from './steps.ts'

export type Misfit = { readonly seq: number; readonly problem: string }
export type Replayed = { readonly memory: Memory | undefined; readonly misfits: Misfit[] }

/** So many entries are added up before others in the process have their turn. */
const atOnce = 100

/** Adds up entries in the order of `seq`. Stops at the first that does not fit, and says why. */
export async function replay(entries: readonly Entry[], { rest }: { rest: () => Promise<unknown> }): Promise<Replayed> {
  let memory: Memory | undefined
  for (const [index, entry] of entries.entries()) {
    if (index % atOnce === atOnce - 1) await rest()
    try {
      memory = applied(memory, entry)
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      return { memory, misfits: [{ seq: entry.seq, problem }] }
    }
  }
  return { memory, misfits: [] }
}

function applied(memory: Memory | undefined, { type, at, actor, body }: Entry): Memory {
  if (type === 'case_created') {
    if (memory) throw new ReplayError('the case was created before')
    return beginCase(bodies.case_created.parse(JSON.parse(body)), at)
  }
  if (!memory) throw new ReplayError('the case has not been created by then')
  steps[type](memory, body, { at, by: actor })
  memory.state = clocked(memory.state, leadCounts(memory), at)
  return memory
}
