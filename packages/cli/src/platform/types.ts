/** What the management API returns, as its contract has it. */
import type { ItemOf } from '@vectreal/scene-api/client'

export type ApiKey = ItemOf<'GET /api/organizations/{org}/api-keys'>
export type Project = ItemOf<'GET /api/organizations/{org}/projects'>
export type Webhook = ItemOf<'GET /api/organizations/{org}/webhooks'>
