import { WebAuthnError } from '@simplewebauthn/browser'
import { ApiError } from './problem'

/** What the browser or the person refused, in the words of the other refusals. */
export async function ceremony<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (error) {
    const isKnown =
      error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED'
    throw new ApiError(
      {
        code: 'passkey_not_used',
        status: 400,
        title: isKnown ? 'This device already has a passkey for this account' : 'No passkey was used',
        detail: isKnown
          ? 'It’s in the list of your passkeys.'
          : 'The browser closed the request, or found no passkey for this site. Try again.',
        requestId: null,
        errors: [],
        extra: {},
      },
      { cause: error },
    )
  }
}
