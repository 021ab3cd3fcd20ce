import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createColumnHelper } from '@tanstack/react-table'
import { Plus, Webhook as WebhookIcon } from 'lucide-react'
import { lazy, Suspense, useCallback, useState } from 'react'
import { Link } from 'react-router'
import type { Webhook } from '../../api/types'
import { createWebhook, webhooksKey, webhooksQuery } from '../../api/webhooks'
import { may, useOrganization } from '../../app/session'
import { DataTable } from '../../table/data-table'
import { counted } from '../../ui/counted'
import { Button } from '../../ui/button'
import { PageView } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { EmptyState } from '../../ui/states'
import { Time } from '../../ui/time'
import { docsUrl, pageUrl } from '../../url'
import { NoKeyAccess } from '../api-keys/no-key-access'
import { SecretDialog } from './secret-dialog'
import { WebhookStatus } from './webhook-status'

const WebhookFormDialog = lazy(async () => ({
  default: (await import('./webhook-form-dialog')).WebhookFormDialog,
}))

type OpenDialog = { kind: 'create' } | { kind: 'secret'; secret: string } | null

export function Component() {
  const { role } = useOrganization()
  return may.manageKeys(role) ? <Webhooks /> : <NoKeyAccess title="Webhooks" />
}

const column = createColumnHelper<Webhook>()
const COLUMNS = [
  column.accessor('url', {
    header: 'URL',
    cell: ({ row: { original: webhook } }) => (
      <div>
        <Link className="link user-text font-mono text-sm" to={pageUrl.webhook(webhook.id)}>
          {webhook.url}
        </Link>
        {webhook.description !== null && (
          <p className="user-text text-xs text-muted">{webhook.description}</p>
        )}
      </div>
    ),
  }),
  column.display({
    id: 'status',
    header: 'Status',
    cell: ({ row: { original: webhook } }) => <WebhookStatus webhook={webhook} />,
  }),
  column.accessor(({ types }) => types.length, {
    id: 'types',
    header: 'Events',
    cell: ({ getValue }) => counted(getValue(), 'type'),
  }),
  column.accessor('createdAt', { header: 'Created', cell: ({ getValue }) => <Time at={getValue()} /> }),
]

function Webhooks() {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const webhooks = useQuery(webhooksQuery(organization.id))
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const close = useCallback(() => setDialog(null), [])
  return (
    <PageView
      title="Webhooks"
      lead={
        <>
          A signed request to a URL of yours for each event you choose: a key that ends, an origin that is
          refused, a scene that goes live.{' '}
          <a className="link" href={docsUrl.webhooks}>
            Events and receivers
          </a>
        </>
      }
      actions={
        <Button
          kind="primary"
          icon={<Plus aria-hidden size={17} />}
          onClick={() => setDialog({ kind: 'create' })}
        >
          Create webhook
        </Button>
      }
    >
      <QueryView query={webhooks}>
        {(rows) =>
          rows.length === 0 ? (
            <EmptyState icon={<WebhookIcon aria-hidden size={22} />} title="No webhooks">
              With a webhook, your own program gets events as they happen, so nobody has to check by hand.
            </EmptyState>
          ) : (
            <DataTable
              label="Webhooks"
              columns={COLUMNS}
              rows={rows}
              rowId={({ id }) => id}
              initialSort={[{ id: 'createdAt', desc: true }]}
            />
          )
        }
      </QueryView>
      {dialog?.kind === 'create' && (
        <Suspense fallback={null}>
          <WebhookFormDialog
            title="Create webhook"
            submit="Create webhook"
            onSubmit={(webhook) => createWebhook(organization.id, webhook)}
            onDone={(created) => {
              void queryClient.invalidateQueries({ queryKey: webhooksKey(organization.id) })
              setDialog({ kind: 'secret', secret: (created as { secret: string }).secret })
            }}
            onClose={close}
          />
        </Suspense>
      )}
      {dialog?.kind === 'secret' && <SecretDialog secret={dialog.secret} onClose={close} />}
    </PageView>
  )
}
