/** Mail to a person about what happened to their account. Texts hold no link but to the dashboard. */
import type { Context } from '../../context.js'
import { withoutLinks } from '../../without-links.js'
import { countAttempt, type Limit } from '../limits/count-attempts.js'
import { mailboxOf } from '../mail/mailbox.js'
import type { Access } from '../access.js'

interface Happening {
  readonly subject: string
  readonly text: string
  /** What to do where it was somebody else, and the page for it. */
  readonly remedy?: { readonly text: string; readonly page: string }
}

const SIGN_OUT_OTHERS = {
  text: 'sign your other devices out and change your password',
  page: '/dashboard/account',
}

interface Device {
  readonly device: string
  readonly address: string | null
}

export const newDevice = ({ device, address }: Device): Happening => ({
  subject: 'A new device signed in to your Vectreal account',
  text: `${device}${address === null ? '' : `, from the address ${address},`} signed in to your account.`,
})

export const newFactor = (what: string): Happening => ({
  subject: `${what} was added to your Vectreal account`,
  text: `${what} was added to your account. It can be used to sign in from now on.`,
})

export const removedFactor = (what: string): Happening => ({
  subject: `${what} was removed from your Vectreal account`,
  text: `${what} was removed from your account. Your other devices were signed out.`,
})

const newKey = (noun: 'API key' | 'signing key', name: string, organization: string): Happening => ({
  subject: `A new ${noun} was made under your name`,
  text: `The ${noun} “${withoutLinks(name)}” was made in the organization “${withoutLinks(organization)}” by somebody signed in as you.`,
})

export const addressAsked = (address: string): Happening => ({
  subject: 'A new address for your Vectreal account',
  text: `Somebody signed in as you asked to change the address of your account to ${address}. It changes once the link sent there is used.`,
})

export const addressChanged = (address: string): Happening => ({
  subject: 'The address of your Vectreal account was changed',
  text: `The address of your account is now ${address}. Your other devices were signed out.`,
})

/** Whoever did it has the new one, and the owner has none. */
export const passwordChanged: Happening = {
  subject: 'Your Vectreal password was changed',
  text: 'Your password was changed, and your other devices were signed out.',
  remedy: { text: 'choose a new one', page: '/dashboard/forgot-password' },
}

/** Of one address: a program with somebody's session could make keys, and mail about them, without end. */
const TOLD_PER_ADDRESS: Limit = { max: 50, windowSeconds: 86_400 }

/** Does not wait for the mail to go out, and fails nothing where it cannot. Beyond the day's limit nothing is sent. */
export function tellPerson(context: Context, to: string, happening: Happening): void {
  tell(context, to, happening).catch((error: unknown) =>
    context.logger.warn({ err: error }, 'mail about an account not sent'),
  )
}

async function tell(
  context: Context,
  to: string,
  { subject, text, remedy = SIGN_OUT_OTHERS }: Happening,
): Promise<void> {
  const { sendMail, publicUrl } = context.settings
  if (sendMail === undefined) return
  const { count } = await countAttempt(context, `mail|told|${mailboxOf(to)}`, TOLD_PER_ADDRESS)
  if (count > TOLD_PER_ADDRESS.max) return
  const isLast = count === TOLD_PER_ADDRESS.max
  const more = isLast ? '\n\nThere were many of these today: this is the last one until tomorrow.' : ''
  await sendMail({
    to,
    subject,
    text: `${text}\n\nIf it was not you, ${remedy.text}:\n\n${publicUrl}${remedy.page}${more}`,
  })
}

/** Programs have no mailbox, and make many keys. */
export function tellOfKey(
  context: Context,
  { actor, organization, session }: Pick<Access, 'actor' | 'organization' | 'session'>,
  name: string,
  noun: 'API key' | 'signing key' = 'API key',
): void {
  if (session !== undefined && actor.email !== null) {
    tellPerson(context, actor.email, newKey(noun, name, organization.name))
  }
}
