/** `POST /api/operator/invitations`: lets one address make an account where sign-up is by invitation. */
import { signUpInvitations } from '../../db/sign-up-invitations.js'
import { definePlatformOperation } from '../../http/operation.js'
import { invitedPersonSchema, invitePersonSchema } from '../../schemas/operator.js'

const VALID_MS = 7 * 86_400_000

export const invitePerson = definePlatformOperation({
  id: 'invitePerson',
  method: 'post',
  path: '/api/operator/invitations',
  tag: 'Operator',
  summary: 'Invite a person to sign up',
  description:
    'For `SIGN_UP=invited`: the address may make an account for 7 days, and an organization with it. Nothing is sent; ' +
    'hand `url` on. Repeating it starts the 7 days again.',
  body: invitePersonSchema,
  success: { status: 201, description: 'The invitation', schema: invitedPersonSchema },
  async handle({ context: { db, clock, settings }, body }) {
    const email = body.email.toLowerCase()
    const createdAt = clock.now()
    const expiresAt = new Date(createdAt.getTime() + VALID_MS)
    await db
      .insert(signUpInvitations)
      .values({ email, expiresAt, createdAt })
      .onConflictDoUpdate({ target: signUpInvitations.email, set: { expiresAt, createdAt } })
    const url = new URL('/dashboard/sign-up', settings.publicUrl)
    url.searchParams.set('email', email)
    return { email, expiresAt: expiresAt.toISOString(), url: url.href }
  },
})
