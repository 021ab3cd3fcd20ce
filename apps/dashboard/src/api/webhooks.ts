import { queryOptions } from '@tanstack/react-query'
import type { CallOf } from '@vectreal/scene-api/client'
import { api } from './client'
import { CARDS_PAGE, pagesQuery } from './pages'
import type { WebhookDelivery, WebhookEventType } from './types'

/** Of every query about them: what a change makes stale. */
export const webhooksKey = (org: string) => ['webhooks', org] as const

const WEBHOOKS = '/api/organizations/{org}/webhooks'
const WEBHOOK = `${WEBHOOKS}/{webhook}` as const

export interface WebhookInput {
  readonly url: string
  readonly types: readonly WebhookEventType[]
  readonly description: string | null
}

export const webhooksQuery = (org: string) =>
  queryOptions({
    queryKey: webhooksKey(org),
    queryFn: ({ signal }) => api.listAll(`GET ${WEBHOOKS}`, { params: { org }, signal }),
  })

export const webhookQuery = (org: string, webhook: string) =>
  queryOptions({
    queryKey: [...webhooksKey(org), webhook],
    queryFn: ({ signal }) => api.call(`GET ${WEBHOOK}`, { params: { org, webhook }, signal }),
  })

/** Newest first. */
export const deliveryPages = (org: string, webhook: string) =>
  pagesQuery([...webhooksKey(org), webhook, 'deliveries'], ({ cursor, signal }) =>
    api.call(`GET ${WEBHOOK}/deliveries`, {
      params: { org, webhook },
      query: { cursor, limit: CARDS_PAGE },
      signal,
    }),
  )

export const createWebhook = (org: string, body: WebhookInput) =>
  api.call(`POST ${WEBHOOKS}`, { params: { org }, body })

export const updateWebhook = (
  org: string,
  webhook: string,
  body: NonNullable<CallOf<`PATCH ${typeof WEBHOOK}`>['body']>,
) => api.call(`PATCH ${WEBHOOK}`, { params: { org, webhook }, body })

export const deleteWebhook = (org: string, webhook: string) =>
  api.call(`DELETE ${WEBHOOK}`, { params: { org, webhook } })

export const testWebhook = (org: string, webhook: string) =>
  api.call(`POST ${WEBHOOK}/test`, { params: { org, webhook } })

export const rotateWebhookSecret = (org: string, webhook: string) =>
  api.call(`POST ${WEBHOOK}/rotate-secret`, { params: { org, webhook } })

export const replayDelivery = (org: string, { webhookId, id }: WebhookDelivery) =>
  api.call(`POST ${WEBHOOK}/deliveries/{delivery}/replay`, {
    params: { org, webhook: webhookId, delivery: id },
  })
