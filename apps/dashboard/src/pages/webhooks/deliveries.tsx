/** What was sent to a webhook, its responses, and sending it again. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { asApiError } from '../../api/problem'
import type { Webhook, WebhookDelivery } from '../../api/types'
import { deliveryPages, replayDelivery, webhooksKey } from '../../api/webhooks'
import { useOrganization } from '../../app/session'
import { MoreButton } from '../../table/long-list-view'
import { useLongList } from '../../table/use-long-list'
import { Button } from '../../ui/button'
import { CodeBlock } from '../../ui/code-block'
import { Dialog, DialogActions } from '../../ui/dialog'
import { Section } from '../../ui/page'
import { QueryView } from '../../ui/query-view'
import { ProblemNote } from '../../ui/states'
import { Time } from '../../ui/time'
import { responseOf, DeliveryState } from './webhook-status'

export function Deliveries({ webhook }: { webhook: Webhook }) {
  const organization = useOrganization()
  const deliveries = useLongList(() => deliveryPages(organization.id, webhook.id))
  const [shown, setShown] = useState<WebhookDelivery | null>(null)
  return (
    <Section title="Deliveries" lead="The last 30 days, newest first.">
      <QueryView query={deliveries}>
        {(items) =>
          items.length === 0 ? (
            <p className="text-sm text-muted">Nothing has been sent yet.</p>
          ) : (
            <ul className="card divide-y divide-line" aria-label="Deliveries">
              {items.map((delivery) => (
                <li
                  key={delivery.id}
                  className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2.5 text-sm"
                >
                  <span className="min-w-0 flex-1 basis-56 font-mono">{delivery.type}</span>
                  <DeliveryState state={delivery.state} />
                  <span className="text-muted">{responseOf(delivery)}</span>
                  <Time at={delivery.createdAt} show="relative" />
                  <Button
                    kind="quiet"
                    aria-label={`Show ${delivery.type}`}
                    onClick={() => setShown(delivery)}
                  >
                    Show
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </QueryView>
      <MoreButton list={deliveries} />
      {shown !== null && (
        <DeliveryDialog delivery={shown} enabled={webhook.enabled} onClose={() => setShown(null)} />
      )}
    </Section>
  )
}

interface DeliveryDialogProps {
  readonly delivery: WebhookDelivery
  readonly enabled: boolean
  readonly onClose: () => void
}

function DeliveryDialog({ delivery, enabled, onClose }: DeliveryDialogProps) {
  const organization = useOrganization()
  const queryClient = useQueryClient()
  const replay = useMutation({
    mutationFn: () => replayDelivery(organization.id, delivery),
    onSuccess: onClose,
    onSettled: () => queryClient.invalidateQueries({ queryKey: webhooksKey(organization.id) }),
  })
  const times = delivery.attempts === 1 ? 'once' : `${delivery.attempts} times`
  return (
    <Dialog
      title={delivery.type}
      size="large"
      description={
        delivery.attempts === 0
          ? 'Not sent yet.'
          : `Sent ${times}; the endpoint responded: ${responseOf(delivery)}.`
      }
      onClose={onClose}
    >
      <CodeBlock label="Payload" code={JSON.stringify(delivery.payload, null, 2)} />
      {delivery.answer !== null && delivery.answer !== '' && (
        <div className="mt-4">
          <CodeBlock label="Response from the endpoint" code={delivery.answer} />
        </div>
      )}
      {replay.error && (
        <div className="mt-4">
          <ProblemNote error={asApiError(replay.error)} />
        </div>
      )}
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
        <Button
          kind="primary"
          busy={replay.isPending}
          why={
            !enabled
              ? 'The webhook is off. Turn it on first.'
              : delivery.state === 'pending'
                ? 'It’s already being sent.'
                : undefined
          }
          onClick={() => replay.mutate()}
        >
          Send again
        </Button>
      </DialogActions>
    </Dialog>
  )
}
