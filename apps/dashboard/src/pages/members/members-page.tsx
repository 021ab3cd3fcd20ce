import { useQueryClient } from '@tanstack/react-query'
import { createColumnHelper } from '@tanstack/react-table'
import { UserPlus } from 'lucide-react'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { changeRole, leaveOrganization, removeMember } from '../../api/auth'
import { type Member, type MemberFilter, memberPages, membersKey } from '../../api/members'
import type { Role } from '../../api/types'
import { may, useOrganization, useUser } from '../../app/session'
import { DataTable } from '../../table/data-table'
import { FilterSelect } from '../../table/filter-select'
import { useLongList } from '../../table/use-long-list'
import { announce } from '../../ui/announcer'
import { Badge } from '../../ui/badge'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { PageView } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Time } from '../../ui/time'
import { pageUrl } from '../../url'
import { OpenInvitations } from './open-invitations'
import { ROLE_NAMES, rolesGivenBy } from './roles'

// Forms bring their validation along; the page shows without it.
const InviteDialog = lazy(async () => ({ default: (await import('./invite-dialog')).InviteDialog }))

type OpenDialog =
  | { kind: 'invite' }
  | { kind: 'remove'; member: Member }
  | { kind: 'role'; member: Member; role: Role }
  | null

const column = createColumnHelper<Member>()

/** Fewer are read at a glance. */
const SEARCHED_FROM = 9
const EVERY = 'every'
const ROLE_OPTIONS = {
  [EVERY]: { label: 'Every role' },
  owner: { label: 'Owners' },
  admin: { label: 'Admins' },
  member: { label: 'Members' },
  viewer: { label: 'Viewers' },
} as const
const FACTOR_OPTIONS = {
  [EVERY]: { label: 'With or without second factor' },
  true: { label: 'With second factor' },
  false: { label: 'Without second factor' },
} as const

interface Filter {
  readonly role: keyof typeof ROLE_OPTIONS
  readonly factor: keyof typeof FACTOR_OPTIONS
}

const UNFILTERED: Filter = { role: EVERY, factor: EVERY }

const askedOf = ({ role, factor }: Filter): MemberFilter => ({
  role: role === EVERY ? undefined : role,
  hasSecondFactor: factor === EVERY ? undefined : factor,
})

const shownName = ({ name, email }: Member) => name || email

export function Component() {
  const organization = useOrganization()
  const user = useUser()
  const queryClient = useQueryClient()
  const manages = may.manageMembers(organization.role)
  const [filter, setFilter] = useState(UNFILTERED)
  const members = useLongList((q) => memberPages(organization.id, askedOf(filter), q))
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const close = useCallback(() => setDialog(null), [])
  const refresh = () => queryClient.invalidateQueries({ queryKey: membersKey(organization.id) })

  const columns = useMemo(() => {
    // Only an owner makes or unmakes owners.
    const editable = (member: Member) =>
      manages && member.userId !== user?.id && rolesGivenBy(organization.role).includes(member.role)
    return [
      column.accessor(({ name, email }) => `${name} ${email}`, {
        id: 'name',
        header: 'Member',
        cell: ({ row: { original: member } }) => (
          <div className="min-w-0">
            <p className="user-text font-medium">
              <bdi>{shownName(member)}</bdi> {member.userId === user?.id && <Badge>You</Badge>}
            </p>
            <p className="user-text text-xs text-muted">{member.email}</p>
          </div>
        ),
      }),
      column.accessor('role', {
        header: 'Role',
        cell: ({ row: { original: member } }) =>
          editable(member) ? (
            <select
              aria-label={`Role of ${shownName(member)}`}
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
      ...(manages
        ? [
            column.accessor(({ hasSecondFactor }) => (hasSecondFactor ? 'Set up' : 'None'), {
              id: 'factor',
              header: 'Second factor',
              cell: ({ getValue }) => (
                <Badge tone={getValue() === 'None' ? 'neutral' : 'ok'}>{getValue()}</Badge>
              ),
            }),
          ]
        : []),
      column.accessor('createdAt', { header: 'Joined', cell: ({ getValue }) => <Time at={getValue()} /> }),
      column.display({
        id: 'actions',
        header: () => <span className="sr-only">Actions</span>,
        cell: ({ row: { original: member } }) => (
          <div className="flex justify-end">
            {editable(member) ? (
              <Button
                kind="quiet"
                aria-label={`Remove ${shownName(member)}`}
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
  }, [manages, organization.role, user?.id])

  const choose = (part: Partial<Filter>) => {
    const next = { ...filter, ...part }
    setFilter(next.role === EVERY && next.factor === EVERY ? UNFILTERED : next)
  }
  const isNarrowed = members.search !== '' || filter !== UNFILTERED
  const filters = (
    <>
      <FilterSelect
        label="Role"
        options={ROLE_OPTIONS}
        value={filter.role}
        onChange={(role) => choose({ role })}
      />
      {manages && (
        <FilterSelect
          label="Second factor"
          options={FACTOR_OPTIONS}
          value={filter.factor}
          onChange={(factor) => choose({ factor })}
        />
      )}
    </>
  )

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
            list={members}
            rowId={({ id }) => id}
            noMatch="No member matches."
            {...(isNarrowed || rows.length >= SEARCHED_FROM
              ? { search: 'Search members', filters, filtered: JSON.stringify(filter) }
              : {})}
          />
        )}
      </QueryView>
      {manages && <OpenInvitations />}
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
                Remove <bdi>{shownName(dialog.member)}</bdi>?
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
              Make <bdi>{shownName(dialog.member)}</bdi>{' '}
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
    </PageView>
  )
}
