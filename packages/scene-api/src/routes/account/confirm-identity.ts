/** `POST /api/account/confirm`: a person proves once more to be that person. */
import { definePersonOperation } from '../../http/operation.js'
import { confirmIdentity } from '../../people/confirm/confirm-identity.js'
import { confirmationSchema, confirmedSchema } from '../../schemas/account.js'

export const confirmAccount = definePersonOperation({
  id: 'confirmAccount',
  method: 'post',
  path: '/api/account/confirm',
  tag: 'Account',
  summary: 'Confirm that it is you',
  description:
    'What 403 `confirmation_required` asks for; `methods` in that answer says what this person has. The proof counts for ' +
    '15 minutes in this session. Signing in counts as well.',
  body: confirmationSchema,
  success: { status: 200, description: 'The proof is noted', schema: confirmedSchema },
  errors: ['rate_limited'],
  async handle({ context, auth, access, body, req }) {
    const until = await confirmIdentity(context, auth, access.session, body, req.headers)
    return { confirmedUntil: until.toISOString() }
  },
})
