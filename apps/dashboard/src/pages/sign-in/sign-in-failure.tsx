/** Why a sign-in at the company led back here. The provider's own words are not repeated: anybody can write them into a link. */
import { Note } from '../../ui/states'

const REASONS: Readonly<Record<string, string>> = {
  access_denied: 'Your company’s sign-in did not let you in, or you cancelled it.',
  state_mismatch: 'The sign-in took too long, or was begun in another browser. Try again.',
  invalid_state: 'Your organization’s sign-in has changed in the meantime. Try again.',
  wrong_nonce: 'The response doesn’t belong to this sign-in. Try again.',
  invalid_provider:
    'Your company’s sign-in couldn’t be reached, or its response couldn’t be used. Try again, or ask your administrator.',
  provider_failed:
    'Your company’s sign-in couldn’t be reached, or its response couldn’t be used. Try again, or ask your administrator.',
  email_domain_not_allowed: 'Your address there isn’t in the domain that your organization has proved.',
  address_not_verified:
    'Your company’s sign-in says that your address isn’t confirmed. Ask your administrator.',
  other_identity:
    'Someone else at your company had this address before. An owner of the organization has to remove that member first.',
  entitlement_required:
    'The plan of your organization no longer includes company sign-in. Sign in another way.',
  organization_suspended: 'The organization is suspended, so no one new can join.',
  organization_full: 'The organization has reached its limit of members.',
  sign_up_closed: 'This platform isn’t accepting new accounts.',
}

export function SignInFailure({ code }: { code: string }) {
  return (
    <Note tone="danger" role="alert" title="You are not signed in" className="mb-5">
      {REASONS[code] ?? 'Something went wrong on the way back from your company’s sign-in. Try again.'}
    </Note>
  )
}
