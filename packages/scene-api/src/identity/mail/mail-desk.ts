/** Sends mail, but is no cannon: bounded per address, per organization and per person, each a day. */
import type { Context } from '../../context.js'
import type { Mail } from '../../settings.js'
import { countAttempt, type Limit, requireAttempt } from '../limits/count-attempts.js'
import { mailboxOf } from './mailbox.js'

const DAY_SECONDS = 86_400
/** To one address, of what anybody can ask for without being signed in: resets, confirmations. */
const ASKED_PER_ADDRESS: Limit = { max: 10, windowSeconds: DAY_SECONDS }
/** Of one person, to addresses that they say are theirs. */
const ASKED_PER_PERSON: Limit = { max: 20, windowSeconds: DAY_SECONDS }
const INVITATIONS_PER_ADDRESS: Limit = { max: 5, windowSeconds: DAY_SECONDS }
const INVITATIONS_PER_PERSON: Limit = { max: 100, windowSeconds: DAY_SECONDS }
const INVITATIONS_PER_ORGANIZATION: Limit = { max: 200, windowSeconds: DAY_SECONDS }

export interface MailDesk {
  /** False: there is no mail; invitations are links to hand on, and addresses are not proved. */
  readonly isOpen: boolean
  /** Waited for by nobody: how long a response takes must not tell whether a mail went out. */
  send(mail: Mail): void
  /** As `send`, and nothing at all beyond what one address gets in a day. `make` runs where it is sent. */
  sendAsked(to: string, make: () => Promise<Mail> | Mail): void
  /** Counts a mail to an address that this person names as theirs. Throws 429 where the day's are used up. */
  requireAsked(personId: string): Promise<void>
  /** Counts an invitation before it is made. Throws 429 where the day's are used up. */
  requireInvitation(invitation: {
    readonly to: string
    readonly organizationId: string
    readonly inviterId: string
  }): Promise<void>
}

export function createMailDesk(context: Context): MailDesk {
  const { logger, settings } = context
  const { sendMail } = settings
  const inBackground = (work: Promise<unknown>) => {
    work.catch((error: unknown) => logger.warn({ err: error }, 'mail not sent'))
  }
  return {
    isOpen: sendMail !== undefined,
    send(mail) {
      if (sendMail) inBackground(sendMail(mail))
    },
    sendAsked(to, make) {
      if (!sendMail) return
      const sendCounted = async () => {
        const { count } = await countAttempt(context, `mail|asked|${mailboxOf(to)}`, ASKED_PER_ADDRESS)
        if (count <= ASKED_PER_ADDRESS.max) await sendMail(await make())
        else logger.info({ part: 'mail' }, 'an address has had its mail of the day')
      }
      inBackground(sendCounted())
    },
    async requireAsked(personId) {
      await requireAttempt(context, `mail|asker|${personId}`, ASKED_PER_PERSON)
    },
    async requireInvitation({ to, organizationId, inviterId }) {
      if (!sendMail) return
      await requireAttempt(context, `mail|organization|${organizationId}`, INVITATIONS_PER_ORGANIZATION)
      await requireAttempt(context, `mail|person|${inviterId}`, INVITATIONS_PER_PERSON)
      await requireAttempt(context, `mail|invited|${mailboxOf(to)}`, INVITATIONS_PER_ADDRESS)
    },
  }
}
