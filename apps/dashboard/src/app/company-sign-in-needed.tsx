/** What a member sees of an organization that wants its people to sign in at its own provider. */
import { Building2 } from 'lucide-react'
import { useLocation } from 'react-router'
import { beginCompanySignIn } from '../api/company-sign-in'
import { asApiError } from '../api/problem'
import { useSend } from '../forms/use-send'
import { Button } from '../ui/button'
import { PageView } from '../ui/page'
import { EmptyState, ProblemNote } from '../ui/states'
import { useOrganization } from './session'

export function CompanySignInNeeded() {
  const organization = useOrganization()
  const { pathname } = useLocation()
  const go = useSend({
    mutationFn: async () =>
      window.location.assign(
        await beginCompanySignIn({ organizationSlug: organization.id }, { next: pathname }),
      ),
  })
  return (
    <PageView
      title="Sign in with your company"
      lead={
        <>
          <bdi>{organization.name}</bdi> requires its own company sign-in.
        </>
      }
    >
      <EmptyState
        icon={<Building2 aria-hidden size={22} />}
        title="You can’t open this organization with a password or passkey"
        action={
          <Button kind="primary" busy={go.isPending} onClick={() => go.mutate(undefined)}>
            Continue with your company’s sign-in
          </Button>
        }
      >
        An owner of the organization requires this. If your company’s sign-in doesn’t let you in, ask an
        owner.
      </EmptyState>
      {go.error && <ProblemNote error={asApiError(go.error)} />}
    </PageView>
  )
}
