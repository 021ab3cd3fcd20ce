/** `POST …/deliveries/:delivery/replay`. */
import * as contract from '../../contract/webhooks.js'
import { route } from '../../mount/route.js'
import { Problem } from '../../problem.js'
import { lockWebhook } from '../../domain/webhooks/find-webhook.js'
import { addDelivery, findDelivery, requireEnabled, sendToOne } from '../../domain/webhooks/send-to-one.js'

export const replayWebhookDelivery = route({
  operation: contract.replayWebhookDelivery,
  async handle({ context, access: { organization }, params }) {
    const { webhookId, deliveryId } = await context.db.transaction(async (tx) => {
      const found = await findDelivery(tx, organization.id, params.delivery)
      const elsewhere = params.webhook !== undefined && params.webhook !== found?.delivery.webhookId
      if (found === null || elsewhere) {
        throw new Problem('not_found', { detail: 'The organization has no such delivery.' })
      }
      const { delivery, event } = found
      const webhook = await lockWebhook(tx, organization.id, delivery.webhookId)
      requireEnabled(webhook)
      if (delivery.state === 'pending') {
        throw new Problem('conflict', { detail: 'The delivery is still pending.' })
      }
      return {
        webhookId: webhook.id,
        deliveryId: await addDelivery(tx, webhook, event, context.clock.now()),
      }
    })
    return sendToOne(context, organization.id, webhookId, deliveryId)
  },
})
