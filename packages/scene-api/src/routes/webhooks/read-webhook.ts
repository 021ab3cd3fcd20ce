/** `GET …/webhooks/:webhook`. */
import * as contract from '../../contract/webhooks.js'
import { route } from '../../mount/route.js'
import { requireWebhook } from '../../domain/webhooks/find-webhook.js'
import { presentWebhook } from '../../domain/webhooks/present-webhook.js'

export const readWebhook = route({
  operation: contract.readWebhook,
  async handle({ context: { db, clock }, access: { organization }, params }) {
    return presentWebhook(await requireWebhook(db, organization.id, params.webhook), clock.now())
  },
})
