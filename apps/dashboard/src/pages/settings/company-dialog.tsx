/** Sets the organization's own provider; says who would be locked out before it is required. */
import { zodResolver } from '@hookform/resolvers/zod'
import { useQuery } from '@tanstack/react-query'
import { useForm } from 'react-hook-form'
import { z } from 'zod'
import { type CompanyProvider, type CompanySignIn, setCompanySignIn } from '../../api/company-sign-in'
import { lockedOutQuery } from '../../api/members'
import { useOrganization } from '../../app/session'
import { Checkbox, TextField } from '../../forms/field'
import { FormDialog } from '../../forms/form-dialog'
import { QueryView } from '../../ui/query-view'
import { Loading, Note } from '../../ui/states'
import { useSettled } from '../../ui/use-settled'
import { ShutOut } from './shut-out'

interface CompanyDialogProps {
  readonly provider: CompanyProvider | null
  readonly redirectUri: string
  readonly onSaved: (saved: CompanySignIn) => void
  readonly onClose: () => void
}

const text = (message: string) => z.string().trim().min(1, message)

const schemaFor = (isNew: boolean) =>
  z.object({
    issuer: text('Enter the issuer.'),
    clientId: text('Enter the client ID.'),
    clientSecret: isNew ? text('Enter the client secret.') : z.string().trim(),
    domain: text('Enter the domain of your members’ email addresses.'),
    required: z.boolean(),
  })

export function CompanyDialog({ provider, redirectUri, onSaved, onClose }: CompanyDialogProps) {
  const organization = useOrganization()
  const form = useForm({
    resolver: zodResolver(schemaFor(provider === null)),
    defaultValues: {
      issuer: provider?.issuer ?? '',
      clientId: provider?.clientId ?? '',
      clientSecret: '',
      domain: provider?.domain ?? '',
      required: provider?.required ?? false,
    },
  })
  const { errors } = form.formState
  const [required, domain] = form.watch(['required', 'domain'])
  const outsideDomain = useSettled(domain.trim())
  const isAsked = required && domain.trim() !== ''
  const lockedOut = useQuery({
    ...lockedOutQuery(organization.id, { outsideDomain }),
    enabled: isAsked && outsideDomain !== '',
  })
  return (
    <FormDialog
      title={provider ? 'Change company sign-in' : 'Set up company sign-in'}
      description="Register a web application at your provider first, with the redirect URI below."
      submit="Save"
      form={form}
      onSubmit={({ clientSecret, ...rest }) =>
        setCompanySignIn(organization.id, { ...rest, ...(clientSecret !== '' && { clientSecret }) })
      }
      onDone={onSaved}
      why={
        isAsked && lockedOut.data === undefined
          ? 'The list of who would be locked out is still loading.'
          : undefined
      }
      onClose={onClose}
    >
      <p className="text-xs break-all text-muted">
        Redirect URI: <code className="font-mono">{redirectUri}</code>
      </p>
      <TextField
        label="Issuer"
        placeholder="https://login.example.com"
        hint="Exactly as your provider shows it."
        error={errors.issuer?.message}
        {...form.register('issuer')}
      />
      <TextField
        label="Client ID"
        autoComplete="off"
        error={errors.clientId?.message}
        {...form.register('clientId')}
      />
      <TextField
        label="Client secret"
        type="password"
        autoComplete="off"
        hint={
          provider
            ? 'Leave it empty to keep the current one. Required again if you change the issuer or client.'
            : 'Stored encrypted, and not shown again.'
        }
        error={errors.clientSecret?.message}
        {...form.register('clientSecret')}
      />
      <TextField
        label="Domain"
        placeholder="example.com"
        hint="The domain of your members’ email addresses. A different domain has to be proved again."
        error={errors.domain?.message}
        {...form.register('domain')}
      />
      <Checkbox
        label="Require it"
        hint="Once the domain is proved, everyone except owners has to sign in with it."
        {...form.register('required')}
      />
      {isAsked && (
        <QueryView query={lockedOut} loading={<Loading rows={2} />}>
          {(page) => (
            // Owners keep their own way in.
            <ShutOut
              page={page}
              nobody="Every member’s address is at that domain."
              one="One member’s address is at another domain, and will be locked out:"
              several={(total) => `${total} members’ addresses are at other domains, and will be locked out:`}
            />
          )}
        </QueryView>
      )}
      {provider && <Note>Changing the issuer, client or domain signs out everyone who used it.</Note>}
    </FormDialog>
  )
}
