/** What a key's name and description may be, counted as the API counts. */
import { z } from 'zod'
import { countCodePoints } from '../../forms/text-length'

export const NAME_MAX = 100
export const DESCRIPTION_MAX = 500

export const describedSchema = z.object({
  name: z
    .string()
    .trim()
    .min(1, 'Enter a name.')
    .refine((name) => countCodePoints(name) <= NAME_MAX, `Use at most ${NAME_MAX} characters.`),
  description: z
    .string()
    .refine((text) => countCodePoints(text) <= DESCRIPTION_MAX, `Use at most ${DESCRIPTION_MAX} characters.`),
})
