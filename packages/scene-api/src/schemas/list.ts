/** Pages of a list. */
import { z } from 'zod'

export const listQuerySchema = z.strictObject({
  cursor: z.string().min(1).max(512).optional().meta({ description: '`nextCursor` of the page before' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
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
