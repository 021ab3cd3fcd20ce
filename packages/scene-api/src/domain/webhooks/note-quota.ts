/** Tells webhooks that an organization comes near what its plan includes. */
import type { Transaction } from '../../db/database.js'
import { recordEvent } from './record-event.js'

const NEAR = 0.8

export interface QuotaUse {
  readonly organizationId: string
  readonly plan: string
  /** Its name in the API, such as `scenes`. */
  readonly quota: string
  /** Null: no bound. */
  readonly limit: number | null
  readonly before: number
  readonly after: number
}

/** Once each time four fifths are reached from below. The caller holds the organization's lock. */
export async function noteQuota(tx: Transaction, use: QuotaUse, at: Date): Promise<void> {
  const { organizationId, plan, quota, limit, before, after } = use
  if (limit === null || !(before < limit * NEAR && after >= limit * NEAR)) return
  await recordEvent(tx, {
    organizationId,
    type: 'quota.near',
    subject: `quota:${quota}`,
    at,
    data: () => ({ quota, limit, used: after, plan }),
  })
}
