/** Expiry reminders. */
import { z } from 'zod'
import { instantSchema } from './text.js'

export const reminderWebhookSchema = z
  .object({
    url: z.string(),
    createdAt: instantSchema,
    secret: z
      .string()
      .optional()
      .meta({ description: 'Signs deliveries. Shown when the webhook is set, never again.' }),
  })
  .meta({ id: 'ReminderWebhook' })

export const setReminderWebhookSchema = z
  .strictObject({ url: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).max(2048) })
  .meta({ id: 'SetReminderWebhook' })

/** Also the body of a delivery, without `deliveredAt` and `lastError`. */
export const reminderSchema = z
  .object({
    id: z.string(),
    type: z.literal('api_key.expiring'),
    createdAt: instantSchema,
    apiKey: z.object({
      id: z.string(),
      name: z.string(),
      preview: z.string(),
      expiresAt: instantSchema.nullable(),
      projects: z.array(z.object({ id: z.string(), name: z.string() })),
      externalId: z.string().nullable(),
    }),
    deliveredAt: instantSchema.nullable(),
    lastError: z.string().nullable(),
  })
  .meta({ id: 'Reminder' })
/** A reminder that a key is about to expire, and whether it was delivered. */
export type Reminder = z.output<typeof reminderSchema>
