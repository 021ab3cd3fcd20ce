/** `GET/PUT/DELETE …/reminder-webhook`: where reminders of expiring keys are sent. */
import { randomBytes, randomUUID } from 'node:crypto'
import { and, eq, sql } from 'drizzle-orm'
import * as contract from '../../contract/reminders.js'
import { lockOrganization } from '../../db/lock-organization.js'
import { webhooks } from '../../db/webhooks.js'
import { recordAudit } from '../../domain/audit/record-audit.js'
import { forgetFormer, SWITCHED_ON } from '../../domain/webhooks/find-webhook.js'
import { shownUrl } from '../../contract/shown-url.js'
import { route } from '../../mount/route.js'
import { Problem } from '../../problem.js'
import type { WebhookEventType } from '../../schemas/webhook-event-types.js'
import { seal } from '../../seal.js'

const REMINDER_TYPES: readonly WebhookEventType[] = ['api_key.expiring', 'signing_key.expiring']

const theWebhook = (organizationId: string) =>
  and(eq(webhooks.organizationId, organizationId), eq(webhooks.format, 'reminder'))
const noWebhook = () => new Problem('not_found', { detail: 'The organization has no webhook for reminders.' })

export const readReminderWebhook = route({
  operation: contract.readReminderWebhook,
  async handle({ context: { db }, access: { organization } }) {
    const [row] = await db.select().from(webhooks).where(theWebhook(organization.id))
    if (!row) throw noWebhook()
    return { url: shownUrl(row.url), createdAt: row.createdAt.toISOString() }
  },
})

export const setReminderWebhook = route({
  operation: contract.setReminderWebhook,
  async handle({ context: { db, clock, settings }, access: { organization, actor }, body: { url } }) {
    const secret = `whsec_${randomBytes(32).toString('base64url')}`
    const now = clock.now()
    const row = {
      url,
      encryptedSecret: seal(settings.authSecret, secret),
      createdAt: now,
      createdById: actor.id,
      createdByName: actor.name,
      createdByEmail: actor.email,
    }
    await db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      await recordAudit(tx, {
        organizationId: organization.id,
        at: now,
        action: 'reminder_webhook.changed',
        actor,
        target: { kind: 'organization', id: organization.id },
        after: { host: new URL(url).host },
      })
      await tx
        .insert(webhooks)
        .values({
          id: randomUUID(),
          organizationId: organization.id,
          types: [...REMINDER_TYPES],
          format: 'reminder',
          ...row,
        })
        .onConflictDoUpdate({
          target: webhooks.organizationId,
          targetWhere: eq(webhooks.format, sql`'reminder'`),
          set: { ...row, ...SWITCHED_ON },
        })
      await forgetFormer(tx, organization.id)
    })
    return { url: shownUrl(url), createdAt: now.toISOString(), secret }
  },
})

export const deleteReminderWebhook = route({
  operation: contract.deleteReminderWebhook,
  async handle({ context: { db, clock }, access: { organization, actor } }) {
    await db.transaction(async (tx) => {
      await lockOrganization(tx, organization.id)
      const [row] = await tx.delete(webhooks).where(theWebhook(organization.id)).returning()
      if (!row) throw noWebhook()
      await forgetFormer(tx, organization.id)
      await recordAudit(tx, {
        organizationId: organization.id,
        at: clock.now(),
        action: 'reminder_webhook.changed',
        actor,
        target: { kind: 'organization', id: organization.id },
        before: { host: new URL(row.url).host },
      })
    })
  },
})
