/** Rules that an organization sets for its people and keys. */
import { z } from 'zod'
import { roleSchema } from './actor.js'

const DAYS_MESSAGE = 'must be a whole number from 30 to 3650, or null'

const settings = {
  requireTwoFactor: z
    .boolean()
    .meta({ description: 'Only members who signed in with a second factor get in' }),
  maxKeyLifetimeDays: z.int(DAYS_MESSAGE).min(30, DAYS_MESSAGE).max(3650, DAYS_MESSAGE).nullable().meta({
    description: 'The longest life of a new API key or signing key; null: any, and keys without an end',
  }),
  endUnusedKeysAfterDays: z.int(DAYS_MESSAGE).min(30, DAYS_MESSAGE).max(3650, DAYS_MESSAGE).nullable().meta({
    description:
      'Keys that nothing uses for so many days are revoked, 14 days after owners and admins were told at the soonest; null: they stay',
  }),
  endLeakedCredentials: z.boolean().meta({
    description: 'Whether service tokens and signing keys that are found in public end at once',
  }),
}

export const organizationSettingsSchema = z.strictObject(settings).meta({ id: 'OrganizationSettings' })
export type OrganizationSettings = z.output<typeof organizationSettingsSchema>

export const updateOrganizationSettingsSchema = z.strictObject(settings).partial()

export const memberFactorsSchema = z
  .strictObject({
    items: z.array(
      z.strictObject({
        userId: z.string(),
        name: z.string(),
        email: z.string(),
        role: roleSchema,
        hasSecondFactor: z
          .boolean()
          .meta({ description: 'Whether an authenticator app or a passkey is set up' }),
      }),
    ),
  })
  .meta({ id: 'MemberFactors' })
