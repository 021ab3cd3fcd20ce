/** What a person sends to prove to be that person. */
import { z } from 'zod'

const passwordConfirmationSchema = z.strictObject({
  password: z.string().min(1, 'must not be empty').max(128, 'must have at most 128 characters'),
})

export const confirmationSchema = passwordConfirmationSchema
export type Confirmation = z.output<typeof confirmationSchema>

export const confirmedSchema = z
  .strictObject({ confirmedUntil: z.iso.datetime().meta({ description: 'Nothing is asked before then' }) })
  .meta({ id: 'Confirmed' })
