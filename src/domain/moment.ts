/** A moment with its zone, as people and models write it, and as it is kept: in UTC, to the millisecond. */
import { z } from 'zod'

/** What outside data may call a moment. Zone and calendar are checked; the zone may not push it out of the calendar. */
export function isMoment(text: string): boolean {
  return z.iso.datetime({ offset: true }).safeParse(text).success && isWritable(text)
}

/** In UTC, too: a zone can push the first and the last hours of the calendar out of what a date can be written as. */
export function isWritable(text: string): boolean {
  const time = new Date(text)
  return !Number.isNaN(time.getTime()) && !/^[+-]/.test(time.toISOString())
}

/** Throws RangeError for what is no moment. */
export function inUtc(moment: string): string {
  return new Date(moment).toISOString()
}
