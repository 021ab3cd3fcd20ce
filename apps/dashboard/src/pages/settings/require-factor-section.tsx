/** Requires a second factor of every member; says who would be locked out before anything is saved. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { lockedOutQuery } from '../../api/members'
import { type OrganizationSettings, settingsQuery, updateSettings } from '../../api/settings'
import { may, organizationsQuery, useOrganization, useSession } from '../../app/session'
import { announce } from '../../ui/announcer'
import { Badge } from '../../ui/badge'
import { Button, ButtonLink } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Note } from '../../ui/states'
import { pageUrl } from '../../url'
import { ShutOut } from './shut-out'

const WAIT_FOR_LIST = 'The list of who would be locked out is still loading.'

export function RequireFactorSection({ current }: { current: OrganizationSettings }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState<'require' | 'stop' | null>(null)
  const isOn = current.requireTwoFactor
  const mayChange = may.changeSettings(organization.role)
  const hasFactor = useSession()?.session.secondFactor ?? false
  const lockedOut = useQuery({
    ...lockedOutQuery(organization.id, { hasSecondFactor: 'false' }),
    enabled: asking === 'require',
  })
  const save = async (requireTwoFactor: boolean) => {
    const saved = await updateSettings(organization.id, { requireTwoFactor })
    queryClient.setQueryData(settingsQuery(organization.id).queryKey, saved)
    await queryClient.invalidateQueries({ queryKey: organizationsQuery.queryKey })
    announce(
      requireTwoFactor ? 'A second factor is required.' : 'Members can sign in with a password alone again.',
    )
  }
  return (
    <Section
      title="Second factor"
      lead="Members without an authenticator app or a passkey have to set one up before they can see this organization. Embeds and service tokens keep working."
    >
      <div className="card space-y-4 p-5 text-sm">
        <div className="flex flex-wrap items-center justify-between gap-4">
          <p className="flex items-center gap-2 font-medium">
            Required for every member
            <Badge tone={isOn ? 'ok' : 'neutral'}>{isOn ? 'On' : 'Off'}</Badge>
          </p>
          {mayChange && (isOn || hasFactor) && (
            <Button
              kind={isOn ? 'secondary' : 'primary'}
              onClick={() => setAsking(isOn ? 'stop' : 'require')}
            >
              {isOn ? 'Stop requiring it' : 'Require a second factor'}
            </Button>
          )}
        </div>
        {mayChange && !isOn && !hasFactor && (
          <Note
            title="Start with yourself"
            actions={<ButtonLink to={pageUrl.account}>Set up a second factor</ButtonLink>}
          >
            You signed in with a password alone. Set up a second factor of your own first, so that you don’t
            lock yourself out.
          </Note>
        )}
      </div>
      {asking === 'require' && (
        <ConfirmDialog
          kind="primary"
          title="Require a second factor?"
          confirm="Require it"
          why={lockedOut.data === undefined ? WAIT_FOR_LIST : undefined}
          onConfirm={() => save(true)}
          onClose={() => setAsking(null)}
        >
          <QueryView query={lockedOut}>
            {(page) => (
              <ShutOut
                page={page}
                nobody="Every member has a second factor. Nobody will be locked out."
                one="One member will be locked out until they set up a second factor:"
                several={(total) => `${total} members will be locked out until they set up a second factor:`}
              />
            )}
          </QueryView>
        </ConfirmDialog>
      )}
      {asking === 'stop' && (
        <ConfirmDialog
          title="Stop requiring a second factor?"
          description="A stolen password is then enough to get into this organization."
          confirm="Stop requiring it"
          onConfirm={() => save(false)}
          onClose={() => setAsking(null)}
        />
      )}
    </Section>
  )
}
