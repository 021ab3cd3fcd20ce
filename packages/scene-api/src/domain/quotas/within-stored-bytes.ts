/** Lets a change of an organization's files stand only where they still fit its plan. */
import { fitsQuota } from '@vectreal/auth-core'
import type { Transaction } from '../../db/database.js'
import type { OrganizationRow } from '../../db/lock-organization.js'
import type { SceneApiSettings } from '../../settings.js'
import { noteQuota } from '../webhooks/note-quota.js'
import { quotaExceeded } from './require-room.js'
import { sumStoredBytes } from './stored-bytes.js'

/**
 * The caller holds the organization's lock. What does not grow is always let through, so that an organization above its
 * quota can still replace a file by a smaller one.
 */
export async function withinStoredBytes<Result>(
  tx: Transaction,
  settings: Pick<SceneApiSettings, 'quotas' | 'contactUrl'>,
  { id, plan }: OrganizationRow,
  change: () => Promise<Result>,
  at: Date,
): Promise<Result> {
  const limit = settings.quotas[plan].storedBytes
  if (limit === null) return change()
  const before = await bytesOf(tx, id)
  const result = await change()
  const after = await bytesOf(tx, id)
  if (after > before && !fitsQuota(limit, after, 0))
    throw quotaExceeded(settings, plan, 'storedBytes', before)
  await noteQuota(tx, { organizationId: id, plan, quota: 'storedBytes', limit, before, after }, at)
  return result
}

const bytesOf = async (tx: Transaction, organizationId: string): Promise<number> =>
  (await sumStoredBytes(tx, [organizationId])).get(organizationId) ?? 0
