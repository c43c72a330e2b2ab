/** The text of a message: providers give a string, nothing, or parts of which some are text. Whatever else is no text. */
import { z } from 'zod'

const Part = z.object({ text: z.string() }).catch({ text: '' })

export const TextContent = z.union([
  z.string(),
  z.array(Part).transform((parts) => parts.map(({ text }) => text).join('')),
  z.unknown().transform(() => ''),
])
