/** `…/device-logins/{code}`, `…/approve` and `…/deny`: what a person sees of a waiting program, and decides. */
import type { Context } from '../../context.js'
import * as contract from '../../contract/device-logins.js'
import * as decisions from '../../domain/device-login/decide-device-login.js'
import type { Access } from '../../identity/access.js'
import { countAttempt, returnAttempt, tooMany } from '../../identity/limits/count-attempts.js'
import { route } from '../../mount/route.js'

/** Wrong codes of one person. */
const GUESSES = { max: 30, windowSeconds: 600 }

export const readDeviceLogin = route({
  operation: contract.readDeviceLogin,
  handle: ({ context, access, params }) =>
    limitGuesses(context, access, () => decisions.findDeviceLogin(context, params.code)),
})

export const approveDeviceLogin = route({
  operation: contract.approveDeviceLogin,
  handle: ({ context, access, params }) =>
    limitGuesses(context, access, () =>
      decisions.approveDeviceLogin(context, {
        organizationId: access.organization.id,
        userCode: params.code,
        by: access.actor,
      }),
    ),
})

export const denyDeviceLogin = route({
  operation: contract.denyDeviceLogin,
  handle: ({ context, access, params }) =>
    limitGuesses(context, access, () => decisions.denyDeviceLogin(context, params.code)),
})

async function limitGuesses<Result>(
  context: Context,
  { actor }: Access,
  decide: () => Promise<Result>,
): Promise<Result> {
  const key = `device-login-code|${actor.id}`
  const counted = await countAttempt(context, key, GUESSES)
  if (counted.count > GUESSES.max) throw tooMany(counted)
  const result = await decide()
  await returnAttempt(context, key)
  return result
}
