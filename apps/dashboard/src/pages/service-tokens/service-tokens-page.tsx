import { useQueryClient } from '@tanstack/react-query'
import { createColumnHelper } from '@tanstack/react-table'
import { Plus, Terminal, Trash2 } from 'lucide-react'
import { lazy, Suspense, useCallback, useMemo, useState } from 'react'
import { revokeServiceToken, serviceTokenPages, serviceTokensKey } from '../../api/service-tokens'
import type { ServiceToken } from '../../api/types'
import { may, useOrganization } from '../../app/session'
import { DataTable } from '../../table/data-table'
import { useLongList } from '../../table/use-long-list'
import { Badge, type Tone } from '../../ui/badge'
import { Button } from '../../ui/button'
import { CodeBlock } from '../../ui/code-block'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { PageView } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { RevealDialog } from '../../ui/reveal-dialog'
import { EmptyState } from '../../ui/states'
import { Time } from '../../ui/time'
import { docsUrl } from '../../url'
import { KeyPreview, PersonName } from '../api-keys/key-status'
import { NoKeyAccess } from '../api-keys/no-key-access'

// Forms bring their validation along; the page shows without it.
const CreateServiceTokenDialog = lazy(async () => ({
  default: (await import('./create-service-token-dialog')).CreateServiceTokenDialog,
}))

type OpenDialog =
  | { kind: 'create' }
  | { kind: 'issued'; name: string; token: string }
  | { kind: 'revoke'; token: ServiceToken }
  | null

const STATUS: Record<ServiceToken['status'], { label: string; tone: Tone }> = {
  active: { label: 'Active', tone: 'ok' },
  expired: { label: 'Expired', tone: 'neutral' },
  revoked: { label: 'Revoked', tone: 'danger' },
}

export function Component() {
  const { role } = useOrganization()
  return may.manageKeys(role) ? <ServiceTokens /> : <NoKeyAccess title="Service tokens" />
}

const column = createColumnHelper<ServiceToken>()

function ServiceTokens() {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const tokens = useLongList((q) => serviceTokenPages(organization.id, q))
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const close = useCallback(() => setDialog(null), [])
  const columns = useMemo(
    () => [
      column.accessor('name', {
        header: 'Name',
        cell: ({ getValue }) => <span className="user-text font-medium">{getValue()}</span>,
      }),
      column.accessor('preview', {
        header: 'Token',
        enableSorting: false,
        cell: ({ getValue }) => <KeyPreview preview={getValue()} />,
      }),
      column.accessor('status', {
        header: 'Status',
        cell: ({ getValue }) => <Badge tone={STATUS[getValue()].tone}>{STATUS[getValue()].label}</Badge>,
      }),
      column.accessor('createdAt', {
        header: 'Created',
        cell: ({ row: { original: token } }) => (
          <div>
            <Time at={token.createdAt} />
            <p className="user-text text-xs text-muted">
              by <PersonName person={token.createdBy} />
            </p>
          </div>
        ),
      }),
      column.accessor('expiresAt', { header: 'Expires', cell: ({ getValue }) => <Time at={getValue()} /> }),
      column.accessor(({ lastUsedAt }) => lastUsedAt ?? '', {
        id: 'lastUsedAt',
        header: 'Last used',
        cell: ({ row: { original: token } }) =>
          token.lastUsedAt === null ? (
            <span className="text-muted">Never used</span>
          ) : (
            <Time at={token.lastUsedAt} show="relative" />
          ),
      }),
      column.display({
        id: 'actions',
        header: () => <span className="sr-only">Actions</span>,
        cell: ({ row: { original: token } }) =>
          token.status === 'active' && (
            <div className="flex justify-end">
              <Button
                kind="quiet"
                aria-label={`Revoke ${token.name}`}
                icon={<Trash2 aria-hidden size={15} />}
                onClick={() => setDialog({ kind: 'revoke', token })}
              >
                Revoke
              </Button>
            </div>
          ),
      }),
    ],
    [],
  )
  return (
    <PageView
      title="Service tokens"
      lead={
        <>
          For programs on your own servers and the{' '}
          <a className="link" href={docsUrl.commandLine}>
            command line
          </a>
          . A token manages the projects, scenes and keys of <bdi>{organization.name}</bdi>; it never belongs
          in a web page.{' '}
          <a className="link" href={docsUrl.api}>
            API reference
          </a>
        </>
      }
      actions={
        <Button
          kind="primary"
          icon={<Plus aria-hidden size={17} />}
          onClick={() => setDialog({ kind: 'create' })}
        >
          Create service token
        </Button>
      }
    >
      <QueryView query={tokens}>
        {(rows) =>
          rows.length === 0 && tokens.search === '' ? (
            <EmptyState icon={<Terminal aria-hidden size={22} />} title="No service tokens">
              You need one only where a program, not a person, manages keys: for example when each of your
              tenants gets its own project and key at sign-up.
            </EmptyState>
          ) : (
            <DataTable
              label="Service tokens"
              columns={columns}
              rows={rows}
              list={tokens}
              rowId={({ id }) => id}
              initialSort={[{ id: 'createdAt', desc: true }]}
              search="Search tokens"
              noMatch="No token matches."
            />
          )
        }
      </QueryView>
      {dialog?.kind === 'create' && (
        <Suspense fallback={null}>
          <CreateServiceTokenDialog
            onCreated={(name, token) => setDialog({ kind: 'issued', name, token })}
            onClose={close}
          />
        </Suspense>
      )}
      {dialog?.kind === 'issued' && (
        <RevealDialog
          title={
            <>
              Copy your service token: <bdi>{dialog.name}</bdi>
            </>
          }
          token={dialog.token}
          what="service token"
          onClose={close}
        >
          <div className="mt-5">
            <p className="mb-1.5 text-sm font-medium">Try it</p>
            <CodeBlock
              label="curl command"
              code={`curl -H "Authorization: Bearer $VECTREAL_SERVICE_TOKEN" \\\n  ${window.location.origin}/api/organizations/${organization.slug}/projects`}
            />
          </div>
        </RevealDialog>
      )}
      {dialog?.kind === 'revoke' && (
        <ConfirmDialog
          title={
            <>
              Revoke “<bdi>{dialog.token.name}</bdi>” (<KeyPreview preview={dialog.token.preview} />
              )?
            </>
          }
          description="Programs that use this token fail on their next request. This cannot be undone."
          confirm="Revoke token"
          onConfirm={async () => {
            await revokeServiceToken(organization.id, dialog.token.id)
            await queryClient.invalidateQueries({ queryKey: serviceTokensKey(organization.id) })
          }}
          onClose={close}
        />
      )}
    </PageView>
  )
}
