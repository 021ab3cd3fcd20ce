/** Where the people of the organization sign in, beside their passwords and passkeys. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { ENTITLEMENTS } from '@vectreal/auth-core'
import { lazy, Suspense, useState } from 'react'
import {
  type CompanyProvider,
  type CompanySignIn,
  companySignInQuery,
  proveCompanyDomain,
  removeCompanySignIn,
} from '../../api/company-sign-in'
import { asApiError } from '../../api/problem'
import { may, useOrganization } from '../../app/session'
import { useSend } from '../../forms/use-send'
import { announce } from '../../ui/announcer'
import { Badge } from '../../ui/badge'
import { Button, ButtonLink } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { CopyButton } from '../../ui/copy-button'
import { Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Note, ProblemNote } from '../../ui/states'
import { docsUrl, pageUrl } from '../../url'

// The form brings its validation along; the page shows without it.
const CompanyDialog = lazy(async () => ({ default: (await import('./company-dialog')).CompanyDialog }))

export function CompanySection() {
  const organization = useOrganization()
  const company = useQuery(companySignInQuery(organization.id))
  return (
    <Section
      title="Company sign-in"
      lead={
        <>
          Your members sign in with the OpenID provider that your company already uses, such as Entra ID,
          Okta, Google Workspace or Keycloak.{' '}
          <a className="link" href={docsUrl.companySignIn}>
            How to set it up
          </a>
        </>
      }
    >
      <QueryView query={company}>{(data) => <Company data={data} />}</QueryView>
    </Section>
  )
}

function Company({ data }: { data: CompanySignIn }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const [dialog, setDialog] = useState<'set' | 'remove' | null>(null)
  const keep = (saved: CompanySignIn) =>
    queryClient.setQueryData(companySignInQuery(organization.id).queryKey, saved)
  const { provider, redirectUri } = data
  const mayChange = may.changeCompanySignIn(organization.role)
  const isIncluded = ENTITLEMENTS[organization.plan].includes('company_sign_in')
  return (
    <div className="card space-y-5 p-5 text-sm">
      {!isIncluded && (
        <Note
          tone={provider ? 'warn' : 'info'}
          title="Available on the Business and Enterprise plans"
          actions={<ButtonLink to={pageUrl.plan}>Compare plans</ButtonLink>}
        >
          {provider && 'The settings are kept, but nobody can sign in with them.'}
        </Note>
      )}
      {provider ? (
        <Facts provider={provider} redirectUri={redirectUri} />
      ) : (
        isIncluded && <Copied label="Redirect URI, for your provider" text={redirectUri} />
      )}
      {provider && !provider.isDomainProved && isIncluded && (
        <DomainProof provider={provider} mayChange={mayChange} onProved={keep} />
      )}
      {mayChange && (
        <div className="flex flex-wrap gap-2">
          {isIncluded && (
            <Button kind={provider ? 'secondary' : 'primary'} onClick={() => setDialog('set')}>
              {provider ? 'Change' : 'Set up company sign-in'}
            </Button>
          )}
          {provider && <Button onClick={() => setDialog('remove')}>Remove</Button>}
        </div>
      )}
      {dialog === 'set' && (
        <Suspense fallback={null}>
          <CompanyDialog
            provider={provider}
            redirectUri={redirectUri}
            onSaved={(saved) => {
              keep(saved)
              setDialog(null)
              announce('Company sign-in is saved.')
            }}
            onClose={() => setDialog(null)}
          />
        </Suspense>
      )}
      {dialog === 'remove' && (
        <ConfirmDialog
          title="Remove company sign-in?"
          description="Everyone who signed in with it is signed out. They stay members; those without a password can set one with “Forgot your password?”."
          confirm="Remove it"
          onConfirm={async () => {
            await removeCompanySignIn(organization.id)
            keep({ redirectUri, provider: null })
            announce('Company sign-in is removed.')
          }}
          onClose={() => setDialog(null)}
        />
      )}
    </div>
  )
}

function Facts({ provider, redirectUri }: { provider: CompanyProvider; redirectUri: string }) {
  const { issuer, clientId, domain, isDomainProved, required } = provider
  return (
    <dl className="grid gap-x-6 gap-y-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
      <Fact name="Issuer">{issuer}</Fact>
      <Fact name="Client ID">{clientId}</Fact>
      <Fact name="Domain">
        <span className="flex flex-wrap items-center gap-2">
          {domain}
          <Badge tone={isDomainProved ? 'ok' : 'warn'}>{isDomainProved ? 'Proved' : 'Not proved'}</Badge>
        </span>
      </Fact>
      <Fact name="Required">{required ? 'For everyone except owners' : 'No'}</Fact>
      <Fact name="Redirect URI">{redirectUri}</Fact>
    </dl>
  )
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="contents">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}

interface DomainProofProps {
  readonly provider: CompanyProvider
  readonly mayChange: boolean
  readonly onProved: (saved: CompanySignIn) => void
}

function DomainProof({ provider: { domain, record }, mayChange, onProved }: DomainProofProps) {
  const organization = useOrganization()
  const look = useSend({
    mutationFn: () => proveCompanyDomain(organization.id),
    onSuccess: (saved) => {
      onProved(saved)
      announce('The domain is proved.')
    },
  })
  return (
    <Note tone="warn" title={`Prove that ${domain} is yours`}>
      <p className="mb-3">
        Add this TXT record to the domain’s DNS, and leave it there. Until it’s found, nobody can sign in this
        way.
      </p>
      <div className="space-y-3">
        <Copied label="Name of the TXT record" text={record.name} />
        <Copied label="Value of the TXT record" text={record.value} />
        {look.error && <ProblemNote error={asApiError(look.error)} />}
        {mayChange && (
          <Button kind="primary" busy={look.isPending} onClick={() => look.mutate(undefined)}>
            Check the record
          </Button>
        )}
      </div>
    </Note>
  )
}

function Copied({ label, text }: { label: string; text: string }) {
  return (
    <div>
      <p className="text-xs text-muted">{label}</p>
      <div className="flex items-center gap-2">
        <code className="min-w-0 flex-1 font-mono text-[0.8rem] break-all">{text}</code>
        <CopyButton text={text} label={`Copy: ${label}`} />
      </div>
    </div>
  )
}
