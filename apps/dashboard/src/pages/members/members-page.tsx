import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createColumnHelper } from '@tanstack/react-table'
import { UserPlus } from 'lucide-react'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import {
  cancelInvitation,
  changeRole,
  type Invitation,
  invitationsKey,
  invitationsQuery,
  leaveOrganization,
  type Member,
  membersKey,
  membersQuery,
  removeMember,
} from '../../api/auth'
import { memberFactorsQuery } from '../../api/settings'
import type { Role } from '../../api/types'
import { may, useOrganization, useUser } from '../../app/session'
import { DataTable } from '../../table/data-table'
import { announce } from '../../ui/announcer'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { CopyButton } from '../../ui/copy-button'
import { PageView, Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Time } from '../../ui/time'
import { pageUrl } from '../../url'
import { invitationLink } from './invitation-link'
import { ROLE_NAMES, rolesGivenBy } from './roles'

// Forms bring their validation along; the page shows without it.
const InviteDialog = lazy(async () => ({ default: (await import('./invite-dialog')).InviteDialog }))

type OpenDialog =
  | { kind: 'invite' }
  | { kind: 'remove'; member: Member }
  | { kind: 'role'; member: Member; role: Role }
  | { kind: 'cancel'; invitation: Invitation }
  | null

const column = createColumnHelper<Member>()

export function Component() {
  const organization = useOrganization()
  const user = useUser()
  const queryClient = useQueryClient()
  const manages = may.manageMembers(organization.role)
  const members = useQuery(membersQuery(organization.id))
  const invitations = useQuery({ ...invitationsQuery(organization.id), enabled: manages })
  const factors = useQuery({
    ...memberFactorsQuery(organization.id),
    enabled: manages,
    select: (items) =>
      new Set(items.filter(({ hasSecondFactor }) => hasSecondFactor).map(({ userId }) => userId)),
  })
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const close = useCallback(() => setDialog(null), [])
  const refresh = () => queryClient.invalidateQueries({ queryKey: membersKey(organization.id) })

  const columns = useMemo(() => {
    // Only an owner makes or unmakes owners.
    const editable = (member: Member) =>
      manages && member.userId !== user?.id && rolesGivenBy(organization.role).includes(member.role)
    return [
      column.accessor(({ user }) => `${user.name} ${user.email}`, {
        id: 'name',
        header: 'Member',
        cell: ({ row: { original: member } }) => (
          <div className="min-w-0">
            <p className="user-text font-medium">
              <bdi>{member.user.name || member.user.email}</bdi>{' '}
              {member.userId === user?.id && <Badge>You</Badge>}
            </p>
            <p className="user-text text-xs text-muted">{member.user.email}</p>
          </div>
        ),
      }),
      column.accessor('role', {
        header: 'Role',
        cell: ({ row: { original: member } }) =>
          editable(member) ? (
            <select
              aria-label={`Role of ${member.user.name || member.user.email}`}
              className="control w-auto! text-sm"
              value={member.role}
              onChange={(event) => setDialog({ kind: 'role', member, role: event.target.value as Role })}
            >
              {rolesGivenBy(organization.role).map((role) => (
                <option key={role} value={role}>
                  {ROLE_NAMES[role]}
                </option>
              ))}
            </select>
          ) : (
            <Badge tone={member.role === 'owner' ? 'accent' : 'neutral'}>{ROLE_NAMES[member.role]}</Badge>
          ),
      }),
      ...(factors.data === undefined
        ? []
        : [
            column.accessor(({ userId }) => (factors.data.has(userId) ? 'Set up' : 'None'), {
              id: 'factor',
              header: 'Second factor',
              cell: ({ getValue }) => (
                <Badge tone={getValue() === 'None' ? 'neutral' : 'ok'}>{getValue()}</Badge>
              ),
            }),
          ]),
      column.accessor('createdAt', { header: 'Joined', cell: ({ getValue }) => <Time at={getValue()} /> }),
      column.display({
        id: 'actions',
        header: () => <span className="sr-only">Actions</span>,
        cell: ({ row: { original: member } }) => (
          <div className="flex justify-end">
            {editable(member) ? (
              <Button
                kind="quiet"
                aria-label={`Remove ${member.user.name || member.user.email}`}
                onClick={() => setDialog({ kind: 'remove', member })}
              >
                Remove
              </Button>
            ) : (
              member.userId === user?.id &&
              member.role !== 'owner' && (
                <Button kind="quiet" onClick={() => setDialog({ kind: 'remove', member })}>
                  Leave
                </Button>
              )
            )}
          </div>
        ),
      }),
    ]
  }, [manages, organization.role, user?.id, factors.data])

  return (
    <PageView
      title="Members"
      lead="Owners and admins manage keys, projects and people. Members edit scenes. Viewers can only look."
      actions={
        manages && (
          <Button
            kind="primary"
            icon={<UserPlus aria-hidden size={17} />}
            onClick={() => setDialog({ kind: 'invite' })}
          >
            Invite someone
          </Button>
        )
      }
    >
      <QueryView query={members}>
        {(rows) => (
          <DataTable
            label="Members"
            columns={columns}
            rows={rows}
            rowId={({ id }) => id}
            {...(rows.length > 8 ? { search: 'Search members' } : {})}
          />
        )}
      </QueryView>
      {manages && invitations.data !== undefined && invitations.data.length > 0 && (
        <Section
          title="Open invitations"
          lead="Send each person their link if the platform doesn’t send email."
        >
          <ul className="card divide-y divide-line text-sm">
            {invitations.data.map((invitation) => (
              <li key={invitation.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-5 py-3">
                <span className="user-text min-w-0 flex-1 basis-56 font-medium">{invitation.email}</span>
                <Badge>{ROLE_NAMES[invitation.role]}</Badge>
                <span className="text-muted">
                  until <Time at={invitation.expiresAt} />
                </span>
                <CopyButton
                  text={invitationLink(invitation.id)}
                  label={`Copy the invitation link of ${invitation.email}`}
                />
                <Button
                  kind="quiet"
                  aria-label={`Cancel the invitation of ${invitation.email}`}
                  onClick={() => setDialog({ kind: 'cancel', invitation })}
                >
                  Cancel
                </Button>
              </li>
            ))}
          </ul>
        </Section>
      )}
      {dialog?.kind === 'invite' && (
        <Suspense fallback={null}>
          <InviteDialog onClose={close} />
        </Suspense>
      )}
      {dialog?.kind === 'remove' && (
        <ConfirmDialog
          title={
            dialog.member.userId === user?.id ? (
              <>
                Leave <bdi>{organization.name}</bdi>?
              </>
            ) : (
              <>
                Remove <bdi>{dialog.member.user.name || dialog.member.user.email}</bdi>?
              </>
            )
          }
          description="API keys and signing keys that this person created belong to the organization and keep working."
          confirm={dialog.member.userId === user?.id ? 'Leave' : 'Remove'}
          onConfirm={async () => {
            if (dialog.member.userId === user?.id) {
              await leaveOrganization(organization.id)
              window.location.assign(`/dashboard${pageUrl.overview}`)
            } else {
              await removeMember(organization.id, dialog.member.id)
              await refresh()
            }
          }}
          onClose={close}
        />
      )}
      {dialog?.kind === 'role' && (
        <ConfirmDialog
          kind="primary"
          title={
            <>
              Make <bdi>{dialog.member.user.name || dialog.member.user.email}</bdi>{' '}
              {dialog.role === 'owner' || dialog.role === 'admin' ? 'an' : 'a'}{' '}
              {ROLE_NAMES[dialog.role].toLowerCase()}?
            </>
          }
          confirm="Change role"
          onConfirm={async () => {
            await changeRole(organization.id, dialog.member.id, dialog.role)
            await refresh()
            announce('The role is changed.')
          }}
          onClose={close}
        />
      )}
      {dialog?.kind === 'cancel' && (
        <ConfirmDialog
          title="Cancel this invitation?"
          description={
            <span className="user-text">The link of {dialog.invitation.email} stops working.</span>
          }
          confirm="Cancel invitation"
          onConfirm={async () => {
            await cancelInvitation(dialog.invitation.id)
            await queryClient.invalidateQueries({ queryKey: invitationsKey(organization.id) })
          }}
          onClose={close}
        />
      )}
    </PageView>
  )
}
