/** `POST /api/account/confirm`: a person proves once more to be that person. */
import { definePersonOperation } from '../../http/operation.js'
import { createPasskeyQuestion } from '../../people/confirm/check-passkey.js'
import { confirmIdentity } from '../../people/confirm/confirm-identity.js'
import { confirmationSchema, confirmedSchema, passkeyQuestionSchema } from '../../schemas/account.js'

const tag = 'Account'

export const confirmAccount = definePersonOperation({
  id: 'confirmAccount',
  method: 'post',
  path: '/api/account/confirm',
  tag,
  summary: 'Confirm that it is you',
  description:
    'What 403 `confirmation_required` asks for; `methods` in that answer says what this person has. The proof counts for ' +
    '15 minutes in this session. Signing in counts as well.',
  body: confirmationSchema,
  success: { status: 200, description: 'The proof is noted', schema: confirmedSchema },
  errors: ['rate_limited'],
  async handle({ context, auth, access: { session }, body, req: { headers } }) {
    const until = await confirmIdentity({ context, auth, session, headers }, body)
    return { confirmedUntil: until.toISOString() }
  },
})

export const askForPasskey = definePersonOperation({
  id: 'askForPasskey',
  method: 'post',
  path: '/api/account/confirm/passkey',
  tag,
  summary: 'Ask for a passkey to confirm with',
  description:
    'Options for `navigator.credentials.get()`. Send what it makes as `passkey` to `POST /api/account/confirm` within five minutes.',
  success: { status: 200, description: 'The options', schema: passkeyQuestionSchema },
  handle: ({ context, access }) => createPasskeyQuestion(context, access.session),
})
