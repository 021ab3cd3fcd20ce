/** `POST /api/account/address`: a person's email address, which is proven where the server can send mail. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { and, eq, gt, like } from 'drizzle-orm'
import * as contract from '../../contract/account.js'
import { route } from '../../mount/route.js'
import type { Context } from '../../context.js'
import type { Queryable } from '../../db/database.js'
import { users, verifications } from '../../db/users.js'
import { violatedConstraint } from '../../db/violated-constraint.js'
import type { PersonAccess } from '../../identity/access.js'
import { isDomainAllowed } from '../../identity/decide-sign-up.js'
import { endOtherSessions } from '../../identity/end-other-sessions.js'
import { createMailDesk, type MailDesk } from '../../identity/mail/mail-desk.js'
import { addressAsked, addressChanged, tellPerson } from '../../identity/events/account-mail.js'
import { recordAccountEvent } from '../../identity/events/record-account-event.js'
import { invalidRequest, Problem } from '../../problem.js'
const LINK_MS = 3_600_000
const KIND = 'change-address'

export const changeAddress = route({
  operation: contract.changeAddress,
  async handle({ context, access, body: { email } }) {
    if (email === access.person.email) {
      throw invalidRequest([{ path: 'email', message: 'already your address' }])
    }
    requireAllowedDomain(context, email)
    if (context.settings.sendMail === undefined) {
      await applyAddress(context, access, email, false)
      return { isPending: false }
    }
    const desk = createMailDesk(context)
    await desk.requireAsked(access.session.userId)
    await askNewAddress(context, desk, access, email)
    return { isPending: true }
  },
})

export const confirmAddress = route({
  operation: contract.confirmAddress,
  async handle({ context, access, body: { token } }) {
    const { db, clock } = context
    const [link] = await db
      .delete(verifications)
      .where(
        and(
          like(verifications.identifier, `${KIND}|${hashOf(token)}|%`),
          eq(verifications.value, access.session.userId),
          gt(verifications.expiresAt, clock.now()),
        ),
      )
      .returning({ identifier: verifications.identifier })
    if (!link) {
      throw invalidRequest([
        { path: 'token', message: 'is not a link that works: it was used, has expired, or is not yours' },
      ])
    }
    const email = link.identifier.split('|')[2] as string
    requireAllowedDomain(context, email)
    await applyAddress(context, access, email, true)
  },
})

/** Nobody signs up with an address of the company and then goes on with another one. */
function requireAllowedDomain({ settings }: Context, email: string): void {
  const { signUpDomains, contactUrl } = settings
  if (isDomainAllowed(signUpDomains, email)) return
  throw new Problem('email_domain_not_allowed', contactUrl === undefined ? {} : { contactUrl })
}

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Says the same whether somebody has that address already: only its owner learns of it, by mail. */
async function askNewAddress(
  context: Context,
  desk: MailDesk,
  { person, session }: PersonAccess,
  email: string,
): Promise<void> {
  const { db, clock, settings } = context
  const token = randomBytes(32).toString('base64url')
  const now = clock.now()
  await db.transaction(async (tx) => {
    // The latest link counts.
    await tx
      .delete(verifications)
      .where(and(like(verifications.identifier, `${KIND}|%`), eq(verifications.value, session.userId)))
    await tx.insert(verifications).values({
      id: randomUUID(),
      identifier: `${KIND}|${hashOf(token)}|${email}`,
      value: session.userId,
      expiresAt: new Date(now.getTime() + LINK_MS),
      createdAt: now,
      updatedAt: now,
    })
  })
  const isTaken = await findHolder(db, email)
  const link = `${settings.publicUrl}/dashboard/account#address=${token}`
  desk.sendAsked(email, () =>
    isTaken
      ? {
          to: email,
          subject: 'Somebody asked to use this address',
          text: 'Somebody asked to use this address for another Vectreal account. It stays with yours; nothing has changed.',
        }
      : {
          to: email,
          subject: 'Confirm your new address',
          text: `Open this page, signed in as before, to use this address for your Vectreal account:\n\n${link}\n\nIt works for one hour. If you did not ask for it, do nothing.`,
        },
  )
  tellPerson(context, person.email, addressAsked(email))
}

async function findHolder(db: Queryable, email: string): Promise<boolean> {
  const rows = await db.select({ id: users.id }).from(users).where(eq(users.email, email))
  return rows.length > 0
}

async function applyAddress(
  context: Context,
  { person, session }: PersonAccess,
  email: string,
  emailVerified: boolean,
): Promise<void> {
  const { db, clock } = context
  try {
    await db.transaction(async (tx) => {
      await tx
        .update(users)
        .set({ email, emailVerified, updatedAt: clock.now() })
        .where(eq(users.id, session.userId))
      await endOtherSessions(tx, session.userId, session.id)
    })
  } catch (error) {
    if (violatedConstraint(error) !== 'users_email_unique') throw error
    throw new Problem('conflict', { detail: 'Another account has this address.' })
  }
  await recordAccountEvent(context, { ...person, email }, 'account.address_changed', {
    from: person.email,
    to: email,
  })
  tellPerson(context, person.email, addressChanged(email))
  tellPerson(context, email, addressChanged(email))
}
