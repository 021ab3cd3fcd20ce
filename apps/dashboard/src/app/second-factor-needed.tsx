/** What a member sees of an organization that lets nobody in without a second factor. */
import { ShieldCheck } from 'lucide-react'
import { ButtonLink } from '../ui/button'
import { PageView } from '../ui/page'
import { EmptyState } from '../ui/states'
import { pageUrl } from '../url'
import { useOrganization } from './session'

export function SecondFactorNeeded() {
  const organization = useOrganization()
  return (
    <PageView
      title="Second factor required"
      lead={
        <>
          <bdi>{organization.name}</bdi> requires more than a password to sign in.
        </>
      }
    >
      <EmptyState
        icon={<ShieldCheck aria-hidden size={22} />}
        title="Set up an authenticator app or a passkey"
        action={
          <ButtonLink to={pageUrl.account} kind="primary">
            Set it up
          </ButtonLink>
        }
      >
        It takes a minute, and then you can continue. Already have a passkey? Sign out, then sign in with it.
      </EmptyState>
    </PageView>
  )
}
