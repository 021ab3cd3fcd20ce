import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { asApiError } from '../../api/problem'
import type { Webhook } from '../../api/types'
import {
  deleteWebhook,
  rotateWebhookSecret,
  testWebhook,
  updateWebhook,
  webhookQuery,
  webhooksKey,
} from '../../api/webhooks'
import { may, useOrganization } from '../../app/session'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { PageView } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { Note, ProblemNote } from '../../ui/states'
import { pageUrl } from '../../url'
import { NoKeyAccess } from '../api-keys/no-key-access'
import { Deliveries } from './deliveries'
import { SecretDialog } from './secret-dialog'
import { responseOf, WebhookStatus } from './webhook-status'

const WebhookFormDialog = lazy(async () => ({
  default: (await import('./webhook-form-dialog')).WebhookFormDialog,
}))

type OpenDialog = { kind: 'edit' | 'rotate' | 'delete' } | { kind: 'secret'; secret: string } | null

export function Component() {
  const { role } = useOrganization()
  return may.manageKeys(role) ? <WebhookById /> : <NoKeyAccess title="Webhook" />
}

function WebhookById() {
  const organization = useOrganization()
  const { webhook: id = '' } = useParams()
  const webhook = useQuery(webhookQuery(organization.id, id))
  return <QueryView query={webhook}>{(found) => <WebhookView webhook={found} />}</QueryView>
}

function WebhookView({ webhook }: { webhook: Webhook }) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const close = useCallback(() => setDialog(null), [])
  const refresh = () => queryClient.invalidateQueries({ queryKey: webhooksKey(organization.id) })
  const test = useMutation({ mutationFn: () => testWebhook(organization.id, webhook.id), onSettled: refresh })
  const turn = useMutation({
    mutationFn: () => updateWebhook(organization.id, webhook.id, { enabled: !webhook.enabled }),
    onSettled: refresh,
  })
  const isStandard = webhook.format === 'standard'
  const failed = test.error ?? turn.error
  return (
    <PageView
      title={webhook.url}
      badge={<WebhookStatus webhook={webhook} />}
      back={{ to: pageUrl.webhooks, label: 'Webhooks' }}
      lead={
        <>
          {webhook.description !== null && <p className="user-text">{webhook.description}</p>}
          <p className="font-mono text-xs">{webhook.types.join(', ')}</p>
          {!isStandard && <p>It receives only reminders, with the older signature.</p>}
        </>
      }
      actions={
        <>
          {isStandard && (
            <Button
              busy={test.isPending}
              why={webhook.enabled ? undefined : 'Turn the webhook on to send a test.'}
              onClick={() => test.mutate()}
            >
              Send a test
            </Button>
          )}
          <Button busy={turn.isPending} onClick={() => turn.mutate()}>
            {webhook.enabled ? 'Turn off' : 'Turn on'}
          </Button>
          {isStandard && <Button onClick={() => setDialog({ kind: 'edit' })}>Edit</Button>}
          {isStandard && <Button onClick={() => setDialog({ kind: 'rotate' })}>Replace secret</Button>}
          <Button kind="danger" onClick={() => setDialog({ kind: 'delete' })}>
            Delete
          </Button>
        </>
      }
    >
      {failed && <ProblemNote error={asApiError(failed)} />}
      {test.data && (
        <Note
          tone={test.data.state === 'delivered' ? 'ok' : 'warn'}
          role="status"
          title={test.data.state === 'delivered' ? 'The test was delivered' : 'The test wasn’t delivered'}
        >
          The endpoint responded: {responseOf(test.data)}
        </Note>
      )}
      <Deliveries webhook={webhook} />
      {dialog?.kind === 'edit' && (
        <Suspense fallback={null}>
          <WebhookFormDialog
            title="Edit webhook"
            submit="Save"
            given={webhook}
            onSubmit={(changes) => updateWebhook(organization.id, webhook.id, changes)}
            onDone={() => {
              void refresh()
              close()
            }}
            onClose={close}
          />
        </Suspense>
      )}
      {dialog?.kind === 'rotate' && (
        <ConfirmDialog
          title="Replace the signing secret?"
          description="For 24 hours deliveries carry two signatures, under the new secret and the one it replaces."
          confirm="Replace secret"
          onConfirm={async () => {
            const { secret } = await rotateWebhookSecret(organization.id, webhook.id)
            await refresh()
            setDialog({ kind: 'secret', secret })
          }}
          onClose={() => setDialog((open) => (open?.kind === 'secret' ? open : null))}
        />
      )}
      {dialog?.kind === 'secret' && <SecretDialog secret={dialog.secret} onClose={close} />}
      {dialog?.kind === 'delete' && (
        <ConfirmDialog
          title="Delete the webhook?"
          description="Nothing more is sent to it, and its list of deliveries is deleted."
          confirm="Delete webhook"
          onConfirm={async () => {
            await deleteWebhook(organization.id, webhook.id)
            await refresh()
            await navigate(pageUrl.webhooks)
          }}
          onClose={close}
        />
      )}
    </PageView>
  )
}
