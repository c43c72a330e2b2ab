/** Keeps a lead's lease alive while it is worked on. */
import { type Client, Refusal } from './client.ts'
import { type HeldLead, keepLease } from './work.ts'

/** Beats three times a lease. What is lost is only noted: the next call on the lead says so. */
export async function whileHeld<T>(
  client: Client,
  { lead, leaseSeconds }: { lead: HeldLead; leaseSeconds: number },
  work: (lost: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController()
  const beat = setInterval(
    () => {
      keepLease(client, lead, leaseSeconds).catch((error: unknown) => {
        if (error instanceof Refusal && error.status !== 503) lost.abort(error)
      })
    },
    (leaseSeconds * 1000) / 3,
  )
  try {
    return await work(lost.signal)
  } finally {
    clearInterval(beat)
  }
}
