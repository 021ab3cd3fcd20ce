/** Programs that wait to be let in, as they are shown to whoever decides. */
import { z } from 'zod'
import { instantSchema } from './text.js'

export const deviceLoginSchema = z
  .object({
    userCode: z.string().meta({ description: 'As the program shows it, such as `BCDF-GHJK`' }),
    name: z.string().meta({ description: 'What the program says of itself; nobody has checked it' }),
    address: z.string().meta({ description: 'Where its request came from' }),
    requestedAt: instantSchema,
    expiresAt: instantSchema,
  })
  .meta({ id: 'DeviceLogin' })
/** A program that waits for a person to let it in. */
export type DeviceLogin = z.output<typeof deviceLoginSchema>
