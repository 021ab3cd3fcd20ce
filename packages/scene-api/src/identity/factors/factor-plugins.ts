/** Two-factor and passkeys, by better-auth's plug-ins. */
import { passkey } from '@better-auth/passkey'
import { APIError } from 'better-auth/api'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { publicNameSchema } from '../../schemas/text.js'
import { relyingParty } from './relying-party.js'

/** A passkey stands for both factors, so its holder has to be verified: by a finger, a face or a PIN. */
function requireVerifiedHolder(isVerified: boolean | undefined): void {
  if (isVerified) return
  throw new APIError('BAD_REQUEST', {
    code: 'USER_VERIFICATION_REQUIRED',
    message: 'Use a passkey that is unlocked with a PIN, a fingerprint or a face.',
  })
}

function requirePasskeyName(name: unknown): void {
  if (name === undefined || publicNameSchema.safeParse(name).success) return
  throw new APIError('BAD_REQUEST', {
    code: 'INVALID_NAME',
    message: 'name must have 1 to 100 visible characters',
  })
}

export function createFactorPlugins(publicUrl: string) {
  const { id, name, origins } = relyingParty(publicUrl)
  return [
    twoFactor({
      issuer: name,
      // People without a password sign in elsewhere; they confirm that it is them instead.
      allowPasswordless: true,
      backupCodeOptions: { amount: 10, storeBackupCodes: 'encrypted' },
    }),
    passkey({
      rpID: id,
      rpName: name,
      origin: origins,
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      registration: {
        afterVerification: ({ ctx, verification }) => {
          requireVerifiedHolder(verification.registrationInfo?.userVerified)
          requirePasskeyName((ctx.body as { name?: unknown }).name)
        },
      },
      authentication: {
        afterVerification: ({ verification }) =>
          requireVerifiedHolder(verification.authenticationInfo.userVerified),
      },
    }),
  ] as const
}
