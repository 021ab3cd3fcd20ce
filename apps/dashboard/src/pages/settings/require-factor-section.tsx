/** Requires a second factor of every member; says who would be shut out before anything is saved. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import {
  memberFactorsQuery,
  type OrganizationSettings,
  settingsQuery,
  updateSettings,
} from '../../api/settings'
import { organizationsQuery, useOrganization, useSession } from '../../app/session'
import { announce } from '../../ui/announcer'
import { Badge } from '../../ui/badge'
import { Button, ButtonLink } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Note } from '../../ui/states'
import { pageUrl } from '../../url'

export function RequireFactorSection({ current }: { current: OrganizationSettings }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const [asking, setAsking] = useState<'require' | 'stop' | null>(null)
  const isOn = current.requireTwoFactor
  const mayChange = organization.role === 'owner'
  const hasFactor = useSession()?.session.secondFactor ?? false
  const save = async (requireTwoFactor: boolean) => {
    const saved = await updateSettings(organization.id, { requireTwoFactor })
    queryClient.setQueryData(settingsQuery(organization.id).queryKey, saved)
    await queryClient.invalidateQueries({ queryKey: organizationsQuery.queryKey })
    announce(requireTwoFactor ? 'A second factor is required.' : 'A password alone lets members in again.')
  }
  return (
    <Section
      title="Second factor"
      lead="Members without an authenticator app or a passkey see what to set up, and nothing of this organization. Embeds and service tokens go on working."
    >
      <div className="card space-y-4 p-5 text-sm">
        <div className="flex flex-wrap items-center justify-between gap-4">
          <p className="flex items-center gap-2 font-medium">
            Required of every member
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
            You signed in with a password alone. Whoever requires a second factor needs one, or would be shut
            out first.
          </Note>
        )}
      </div>
      {asking === 'require' && (
        <ConfirmDialog
          kind="primary"
          title="Require a second factor?"
          confirm="Require it"
          onConfirm={() => save(true)}
          onClose={() => setAsking(null)}
        >
          <ShutOut />
        </ConfirmDialog>
      )}
      {asking === 'stop' && (
        <ConfirmDialog
          title="Stop requiring a second factor?"
          description="A stolen password then opens this organization again."
          confirm="Stop requiring it"
          onConfirm={() => save(false)}
          onClose={() => setAsking(null)}
        />
      )}
    </Section>
  )
}

function ShutOut() {
  const organization = useOrganization()
  const factors = useQuery(memberFactorsQuery(organization.id))
  return (
    <QueryView query={factors}>
      {(members) => {
        const shutOut = members.filter(({ hasSecondFactor }) => !hasSecondFactor)
        if (shutOut.length === 0) {
          return <Note tone="ok">Every member has a second factor. Nobody is shut out.</Note>
        }
        return (
          <Note
            tone="warn"
            title={
              shutOut.length === 1
                ? 'One member is shut out until a second factor is set up:'
                : `${shutOut.length} members are shut out until they set up a second factor:`
            }
          >
            <ul className="mt-1 max-h-48 list-disc overflow-y-auto pl-5">
              {shutOut.map(({ userId, name, email }) => (
                <li key={userId}>
                  <bdi>{name || email}</bdi> <span className="text-muted">{email}</span>
                </li>
              ))}
            </ul>
          </Note>
        )
      }}
    </QueryView>
  )
}
