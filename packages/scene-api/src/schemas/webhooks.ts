/** Webhooks and their deliveries, as they are asked for and shown. */
import { z } from 'zod'
import { WEBHOOK_EVENT_TYPES } from './webhook-event-types.js'
import { personSchema } from './actor.js'
import { listQuerySchema } from './list.js'
import { descriptionSchema, instantSchema } from './text.js'

export { WEBHOOK_EVENT_TYPES }

const webhookEventTypeSchema = z.enum(WEBHOOK_EVENT_TYPES).meta({ id: 'WebhookEventType' })
/** A kind of event that a webhook can ask for. */
export type WebhookEventType = z.output<typeof webhookEventTypeSchema>

/** Of an organization: each event is sent to all that ask for it. */
export const MAX_WEBHOOKS = 20

const urlSchema = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
  .max(2048, 'must have at most 2048 characters')
const typesSchema = z
  .array(webhookEventTypeSchema)
  .min(1, 'must name at least one type')
  .max(WEBHOOK_EVENT_TYPES.length)
  .transform((types) => [...new Set(types)])

export const webhookSchema = z
  .object({
    id: z.string(),
    organizationId: z.string(),
    url: z.string().meta({
      description: 'Without user name and password; values of the query are shown as `***`.',
    }),
    types: z.array(webhookEventTypeSchema),
    description: z.string().nullable(),
    format: z.enum(['standard', 'reminder']).meta({
      description: '`reminder`: set through `…/reminder-webhook`, and signed as that route says',
    }),
    enabled: z.boolean(),
    disabledAt: instantSchema.nullable(),
    disabledReason: z.enum(['by_hand', 'failing', 'gone']).nullable(),
    failingSince: instantSchema.nullable().meta({ description: 'The first failure since the last success' }),
    formerSecretUntil: instantSchema
      .nullable()
      .meta({ description: 'Until then the secret before the rotation signs as well' }),
    createdAt: instantSchema,
    createdBy: personSchema,
  })
  .meta({ id: 'Webhook' })
/** An endpoint that hears of events, without its secret. */
export type Webhook = z.output<typeof webhookSchema>

export const createWebhookSchema = z
  .strictObject({ url: urlSchema, types: typesSchema, description: descriptionSchema.nullable().optional() })
  .meta({ id: 'CreateWebhook' })

export const updateWebhookSchema = z
  .strictObject({
    url: urlSchema.optional(),
    types: typesSchema.optional(),
    description: descriptionSchema.nullable().optional(),
    enabled: z.boolean().optional(),
  })
  .refine((body) => Object.keys(body).length > 0, 'must change something')
  .meta({ id: 'UpdateWebhook' })

export const createdWebhookSchema = webhookSchema
  .extend({
    secret: z
      .string()
      .meta({ description: '`whsec_…`, signs deliveries (Standard Webhooks). Shown here and never again.' }),
  })
  .meta({ id: 'CreatedWebhook' })

export const DELIVERY_STATES = ['pending', 'delivered', 'failed'] as const

export const webhookDeliverySchema = z
  .object({
    id: z.string(),
    webhookId: z.string(),
    eventId: z
      .string()
      .meta({ description: 'The `webhook-id` header: the same for every attempt and replay' }),
    type: z.string(),
    state: z.enum(DELIVERY_STATES),
    createdAt: instantSchema,
    attempts: z.int(),
    lastAttemptAt: instantSchema.nullable(),
    nextAttemptAt: instantSchema.nullable(),
    deliveredAt: instantSchema.nullable(),
    status: z.int().nullable().meta({ description: 'The status that the endpoint returned the last time' }),
    answer: z.string().nullable().meta({ description: 'The first 1024 bytes of that response' }),
    error: z.string().nullable(),
    durationMs: z.int().nullable(),
    payload: z.object({
      type: z.string(),
      timestamp: instantSchema,
      data: z.record(z.string(), z.unknown()),
    }),
  })
  .meta({ id: 'WebhookDelivery' })
/** One event on its way to one webhook, and what became of it. */
export type WebhookDelivery = z.output<typeof webhookDeliverySchema>

export const webhookDeliveryQuerySchema = listQuerySchema.extend({
  state: z.enum(DELIVERY_STATES).optional(),
})
