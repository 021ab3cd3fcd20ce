/** `POST …/webhooks/:webhook/test`. */
import * as contract from '../../contract/webhooks.js'
import { randomUUID } from 'node:crypto'
import { webhookEvents } from '../../db/webhooks.js'
import { route } from '../../mount/route.js'
import { Problem } from '../../problem.js'
import { TEST_EVENT_TYPE } from '../../schemas/webhook-event-types.js'
import { lockWebhook } from '../../domain/webhooks/find-webhook.js'
import { addDelivery, requireEnabled, sendToOne } from '../../domain/webhooks/send-to-one.js'

export const testWebhook = route({
  operation: contract.testWebhook,
  async handle({ context, access: { organization, actor }, params }) {
    const webhookId = params.webhook
    const deliveryId = await context.db.transaction(async (tx) => {
      const now = context.clock.now()
      const webhook = await lockWebhook(tx, organization.id, webhookId)
      requireEnabled(webhook)
      if (webhook.format === 'reminder') {
        throw new Problem('conflict', {
          detail: 'This is an older webhook, which only receives reminders of expiring keys.',
        })
      }
      const event = { id: randomUUID(), subject: `webhook:${webhookId}` }
      await tx.insert(webhookEvents).values({
        ...event,
        organizationId: organization.id,
        type: TEST_EVENT_TYPE,
        at: now,
        data: { webhookId, actor: { kind: actor.kind, id: actor.id, name: actor.name } },
      })
      return addDelivery(tx, webhook, event, now)
    })
    return sendToOne(context, organization.id, webhookId, deliveryId)
  },
})
