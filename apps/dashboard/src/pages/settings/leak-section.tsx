/** Whether secrets that are found in public end at once. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { asApiError } from '../../api/problem'
import { type OrganizationSettings, settingsQuery, updateSettings } from '../../api/settings'
import { may, useOrganization } from '../../app/session'
import { SavedCheckbox } from '../../forms/saved-checkbox'
import { announce } from '../../ui/announcer'
import { Section } from '../../ui/page'
import { ProblemNote } from '../../ui/states'
import { docsUrl } from '../../url'

export function LeakSection({ current }: { current: OrganizationSettings }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const canChange = may.changeSettings(organization.role)
  const save = useMutation({
    mutationFn: (endLeakedCredentials: boolean) => updateSettings(organization.id, { endLeakedCredentials }),
    onSuccess: (saved) => {
      queryClient.setQueryData(settingsQuery(organization.id).queryKey, saved)
      announce(
        saved.endLeakedCredentials
          ? 'Leaked secrets are revoked immediately.'
          : 'Leaked secrets stay valid until you revoke them.',
      )
    },
  })
  return (
    <Section
      title="Leaked secrets"
      lead={
        <>
          GitHub and others report service tokens and signing keys that they find in public.{' '}
          <a className="link" href={docsUrl.leaks}>
            How that works
          </a>
        </>
      }
    >
      <div className="card space-y-3 p-5">
        <SavedCheckbox
          label="Revoke leaked service tokens and signing keys immediately"
          hint={`Programs that use them fail until they get new ones. API keys are made for public pages and stay.${canChange ? '' : ' Only owners can change this.'}`}
          disabled={!canChange}
          checked={current.endLeakedCredentials}
          save={save.mutate}
        />
        {save.error && <ProblemNote error={asApiError(save.error)} />}
      </div>
    </Section>
  )
}
