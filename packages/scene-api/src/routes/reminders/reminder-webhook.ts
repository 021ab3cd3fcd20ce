/** `GET/PUT/DELETE …/reminder-webhook`: where reminders of expiring keys are sent. */
import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { recordAudit } from '../../audit/record-audit.js'
import { reminderWebhooks } from '../../db/reminders.js'
import { defineOperation } from '../../http/operation.js'
import { seal } from '../../people/seal.js'
import { Problem } from '../../problem.js'
import { reminderWebhookSchema, setReminderWebhookSchema } from '../../schemas/reminders.js'

const path = '/api/organizations/{org}/reminder-webhook'
const tag = 'Reminders'

export const readReminderWebhook = defineOperation({
  id: 'readReminderWebhook',
  method: 'get',
  path,
  tag,
  summary: 'Read the webhook of reminders',
  permission: 'reminder:read',
  success: { status: 200, description: 'The webhook', schema: reminderWebhookSchema },
  async handle({ context: { db }, access: { organization } }) {
    const [row] = await db
      .select()
      .from(reminderWebhooks)
      .where(eq(reminderWebhooks.organizationId, organization.id))
    if (!row) throw new Problem('not_found', { detail: 'The organization has no webhook for reminders.' })
    return { url: row.url, createdAt: row.createdAt.toISOString() }
  },
})

export const setReminderWebhook = defineOperation({
  id: 'setReminderWebhook',
  method: 'put',
  path,
  tag,
  summary: 'Set the webhook of reminders',
  description:
    'Once for each key, 14 days before it expires, a POST goes there with `{ id, type: "api_key.expiring", createdAt, apiKey }`: ' +
    'name, projects and preview of the key, never its token. `X-Vectreal-Signature: t=…,v1=…` is the HMAC-SHA-256 of ' +
    '`<t>.<body>` under the secret that is answered here. What is not answered with 2xx is tried again for some days. A key ' +
    'that was rotated already is not reminded of.',
  permission: 'reminder:write',
  confirm: true,
  body: setReminderWebhookSchema,
  success: { status: 200, description: 'The webhook and its secret', schema: reminderWebhookSchema },
  async handle({ context: { db, clock, settings }, access: { organization, actor }, body: { url } }) {
    const secret = `whsec_${randomBytes(32).toString('base64url')}`
    const now = clock.now()
    const row = { url, encryptedSecret: seal(settings.authSecret, secret), createdAt: now }
    await db.transaction(async (tx) => {
      await recordAudit(tx, {
        organizationId: organization.id,
        at: now,
        action: 'reminder_webhook.changed',
        actor,
        target: { kind: 'organization', id: organization.id },
        after: { host: new URL(url).host },
      })
      await tx
        .insert(reminderWebhooks)
        .values({ organizationId: organization.id, ...row })
        .onConflictDoUpdate({ target: reminderWebhooks.organizationId, set: row })
    })
    return { url, createdAt: now.toISOString(), secret }
  },
})

export const deleteReminderWebhook = defineOperation({
  id: 'deleteReminderWebhook',
  method: 'delete',
  path,
  tag,
  summary: 'Remove the webhook of reminders',
  permission: 'reminder:write',
  confirm: true,
  whileSuspended: true,
  success: { status: 204, description: 'Removed' },
  async handle({ context: { db, clock }, access: { organization, actor } }) {
    await db.transaction(async (tx) => {
      const [row] = await tx
        .delete(reminderWebhooks)
        .where(eq(reminderWebhooks.organizationId, organization.id))
        .returning()
      if (!row) throw new Problem('not_found', { detail: 'The organization has no webhook for reminders.' })
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
