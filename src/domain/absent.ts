/** Properties that may be absent from a node: the graph has no null. */
import { z } from 'zod'

/** The type, or null where the property is absent. */
export const orNull = <T extends z.ZodType>(type: T) => z.union([type, z.null()]).default(null)
