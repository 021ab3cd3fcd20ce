/** `POST /api/account/confirm`: a person proves once more to be that person. */
import * as contract from '../../contract/account.js'
import { route } from '../../mount/route.js'
import { createPasskeyQuestion } from '../../identity/confirm/check-passkey.js'
import { confirmIdentity } from '../../identity/confirm/confirm-identity.js'

export const confirmAccount = route({
  operation: contract.confirmAccount,
  async handle({ context, auth, access: { session }, body, req: { headers } }) {
    const until = await confirmIdentity({ context, auth, session, headers }, body)
    return { confirmedUntil: until.toISOString() }
  },
})

export const askForPasskey = route({
  operation: contract.askForPasskey,
  handle: ({ context, access }) => createPasskeyQuestion(context, access.session),
})
