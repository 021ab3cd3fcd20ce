/** Where the reminder of an expiring key goes, so that it reaches whoever owns the deploy. */
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Bell } from 'lucide-react'
import { lazy, Suspense, useCallback, useState } from 'react'
import { reminderWebhookKey, reminderWebhookQuery, removeReminderWebhook } from '../../api/reminder-webhook'
import { useOrganization } from '../../app/session'
import { Button } from '../../ui/button'
import { ConfirmDialog } from '../../ui/confirm-dialog'
import { Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { RevealDialog } from '../../ui/reveal-dialog'
import { Loading } from '../../ui/states'
import { Time } from '../../ui/time'
import { CalendarFeedCard } from './calendar-feed-card'

const WebhookDialog = lazy(async () => ({ default: (await import('./webhook-dialog')).WebhookDialog }))

type OpenDialog = { kind: 'set' } | { kind: 'secret'; secret: string } | { kind: 'remove' } | null

export function ReminderSection() {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const webhook = useQuery(reminderWebhookQuery(organization.id))
  const [dialog, setDialog] = useState<OpenDialog>(null)
  const close = useCallback(() => setDialog(null), [])
  const refresh = () => queryClient.invalidateQueries({ queryKey: reminderWebhookKey(organization.id) })
  return (
    <Section
      title="Reminder before a key expires"
      lead="Fourteen days before a key expires, your webhook gets one signed request and your calendar feed shows an alarm: both name the key, its projects and its last four characters, never the token. Send them to whoever deploys your pages."
    >
      <QueryView query={webhook} loading={<Loading rows={1} />}>
        {(data) => (
          <div className="card flex flex-wrap items-center gap-x-4 gap-y-3 p-5 text-sm">
            <Bell aria-hidden size={18} className="shrink-0 text-muted" />
            <div className="min-w-0 flex-1 basis-60">
              {data === null ? (
                <p>No webhook is set. Expiring keys still show on this page and in the list of keys.</p>
              ) : (
                <>
                  <p className="user-text font-mono">{data.url}</p>
                  <p className="text-xs text-muted">
                    Set <Time at={data.createdAt} />
                  </p>
                </>
              )}
            </div>
            <Button onClick={() => setDialog({ kind: 'set' })}>
              {data === null ? 'Set a webhook' : 'Change'}
            </Button>
            {data !== null && <Button onClick={() => setDialog({ kind: 'remove' })}>Remove</Button>}
          </div>
        )}
      </QueryView>
      <div className="mt-3">
        <CalendarFeedCard />
      </div>
      {dialog?.kind === 'set' && (
        <Suspense fallback={null}>
          <WebhookDialog
            url={webhook.data?.url ?? ''}
            onSet={(secret) => {
              void refresh()
              setDialog(secret === undefined ? null : { kind: 'secret', secret })
            }}
            onClose={close}
          />
        </Suspense>
      )}
      {dialog?.kind === 'secret' && (
        <RevealDialog title="Copy the signing secret" token={dialog.secret} what="secret" onClose={close}>
          <p className="mt-4 text-sm text-muted">
            Each request carries <code className="font-mono">X-Vectreal-Signature: t=…,v1=…</code>, the
            HMAC-SHA-256 of <code className="font-mono">t.body</code> under this secret. Check it, and reject
            requests that don’t match.
          </p>
        </RevealDialog>
      )}
      {dialog?.kind === 'remove' && (
        <ConfirmDialog
          title="Remove the webhook?"
          description="Reminders are no longer sent to this address."
          confirm="Remove webhook"
          onConfirm={async () => {
            await removeReminderWebhook(organization.id)
            await refresh()
          }}
          onClose={close}
        />
      )}
    </Section>
  )
}
