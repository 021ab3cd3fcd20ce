/** Pages of a list. */
import { z } from 'zod'
import { idSchema } from './text.js'

export const listQuerySchema = z.strictObject({
  cursor: z.string().min(1).max(512).optional().meta({ description: '`nextCursor` of the page before' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
/** The same for a list that can be searched. */
export const searchQuerySchema = listQuerySchema.extend({
  q: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .meta({ description: 'Only what has this text in its name, in any case' }),
})
/** Which page of a list that can be searched. */
export type SearchQuery = z.output<typeof searchQuerySchema>

/** As many as the longest page, so that one request names what another list refers to. */
const MAX_IDS = 200

/** Ids, with commas between them. */
export const idListSchema = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(idSchema).max(MAX_IDS))
  .meta({ description: `Only these, at most ${MAX_IDS}, with commas between them` })

/** Which page of a list, 1 to 200 items long; without a cursor the first. */
export type ListQuery = z.output<typeof listQuerySchema>

export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({
    items: z.array(item),
    nextCursor: z
      .string()
      .nullable()
      .meta({ description: 'Pass it as `cursor` for the next page; null at the end' }),
  })
