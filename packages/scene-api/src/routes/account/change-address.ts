/** `POST /api/account/address`: a person's e-mail address, which is proven where the server can send mail. */
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { and, eq, gt, like } from 'drizzle-orm'
import type { Context } from '../../context.js'
import type { Queryable } from '../../db/database.js'
import { users, verifications } from '../../db/users.js'
import { violatedConstraint } from '../../db/violated-constraint.js'
import { definePersonOperation } from '../../http/operation.js'
import type { PersonAccess } from '../../people/access.js'
import { endOtherSessions } from '../../people/end-other-sessions.js'
import { createMailDesk } from '../../people/mail/mail-desk.js'
import { addressAsked, addressChanged, tellPerson } from '../../people/events/account-mail.js'
import { recordAccountEvent } from '../../people/events/record-account-event.js'
import { invalidRequest, Problem } from '../../problem.js'
import { addressChangeSchema, addressTokenSchema, changeAddressSchema } from '../../schemas/account.js'

const tag = 'Account'
const LINK_MS = 3_600_000
const KIND = 'change-address'

export const changeAddress = definePersonOperation({
  id: 'changeAddress',
  method: 'post',
  path: '/api/account/address',
  tag,
  summary: 'Change your e-mail address',
  description:
    'Where the server sends mail, a link goes to the new address and works for an hour; until it is used, nothing changes. ' +
    'Elsewhere the address changes at once. The old address is told either way, and your other sessions end with the change.',
  confirm: true,
  body: changeAddressSchema,
  success: { status: 200, description: 'Whether a link has to be used first', schema: addressChangeSchema },
  errors: ['conflict'],
  async handle({ context, access, body: { email } }) {
    if (email === access.person.email) {
      throw invalidRequest([{ path: 'email', message: 'is your address already' }])
    }
    if (context.settings.sendMail === undefined) {
      await applyAddress(context, access, email, false)
      return { isPending: false }
    }
    await askNewAddress(context, access, email)
    return { isPending: true }
  },
})

export const confirmAddress = definePersonOperation({
  id: 'confirmAddress',
  method: 'post',
  path: '/api/account/address/confirm',
  tag,
  summary: 'Confirm a new e-mail address',
  description: 'Takes the token of the link, once, from the person who asked for it.',
  body: addressTokenSchema,
  success: { status: 204, description: 'The address is changed' },
  errors: ['conflict'],
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
        { path: 'token', message: 'is of no link that works: it was used, is over, or is not yours' },
      ])
    }
    await applyAddress(context, access, link.identifier.split('|')[2] as string, true)
  },
})

const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex')

/** Says the same whether somebody has that address already: only its owner learns of it, by mail. */
async function askNewAddress(
  context: Context,
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
  createMailDesk(context).sendAsked(email, () =>
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
