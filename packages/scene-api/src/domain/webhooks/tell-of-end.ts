/** Mail to owners and admins: a webhook was turned off. */
import type { Context } from '../../context.js'
import { withoutLinks } from '../../without-links.js'
import { mailManagers } from '../organizations/mail-managers.js'
import type { WebhookRow } from './claim-batch.js'

const REASON = {
  failing: 'It has taken no delivery for three days.',
  gone: 'It responded with 410 Gone.',
} as const

export function tellOfEnd(
  context: Context,
  { organizationId, url }: WebhookRow,
  reason: keyof typeof REASON,
): Promise<void> {
  const host = withoutLinks(new URL(url).host)
  return mailManagers(context, organizationId, (organization) => ({
    subject: `A webhook of ${withoutLinks(organization)} was turned off`,
    text: `The webhook to ${host} was turned off. ${REASON[reason]} Nothing is sent to it until you turn it on again; what it has missed can be replayed:\n\n${context.settings.publicUrl}/dashboard/webhooks`,
  }))
}
