/** The mail that invites somebody to an organization. Both names are chosen by strangers to whoever reads it. */
import type { Mail } from '../../settings.js'
import { withoutLinks } from '../../without-links.js'

export interface InvitationFacts {
  readonly to: string
  readonly organizationName: string
  readonly inviterName: string
  readonly url: string
}

export function invitationMail({ to, organizationName, inviterName, url }: InvitationFacts): Mail {
  const organization = withoutLinks(organizationName)
  return {
    to,
    subject: `Join ${organization} on Vectreal`,
    text: `${withoutLinks(inviterName)} invites you to ${organization}.\n\n${url}\n\nThe link works for seven days, for this address alone. If you do not know them, do nothing.`,
  }
}
