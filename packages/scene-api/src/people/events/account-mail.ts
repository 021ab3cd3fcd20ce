/** Mail to a person about what happened to their account. Texts hold no link but to the dashboard. */
import type { Context } from '../../context.js'
import type { Access } from '../access.js'

interface Happening {
  readonly subject: string
  readonly text: string
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

const newKey = (name: string, organization: string): Happening => ({
  subject: 'A new API key was made under your name',
  text: `The API key “${name}” was made in the organization “${organization}” by somebody signed in as you.`,
})

export const addressAsked = (address: string): Happening => ({
  subject: 'A new address for your Vectreal account',
  text: `Somebody signed in as you asked to change the address of your account to ${address}. It changes once the link sent there is used.`,
})

export const addressChanged = (address: string): Happening => ({
  subject: 'The address of your Vectreal account was changed',
  text: `The address of your account is now ${address}. Your other devices were signed out.`,
})

/** Does not wait for the mail to go out, and fails nothing where it cannot. */
export function tellPerson({ settings, logger }: Context, to: string, { subject, text }: Happening): void {
  const account = `${settings.publicUrl}/dashboard/account`
  const body = `${text}\n\nIf it was not you, sign your other devices out and change your password:\n\n${account}`
  settings
    .sendMail?.({ to, subject, text: body })
    .catch((error: unknown) => logger.warn({ err: error }, 'mail about an account not sent'))
}

/** Programs have no mailbox, and make many keys. */
export function tellOfKey(
  context: Context,
  { actor, organization, session }: Pick<Access, 'actor' | 'organization' | 'session'>,
  name: string,
): void {
  if (session !== undefined && actor.email !== null) {
    tellPerson(context, actor.email, newKey(name, organization.name))
  }
}
