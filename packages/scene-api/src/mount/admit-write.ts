/** What has to hold before a change in an organization is looked at, whatever it is. */
import { Problem } from '../problem.js'
import type { Operation } from '../contract/operation.js'
import type { Access } from '../identity/access.js'

/** A suspended organization gains nothing: its people read what it has, and take access away. */
export function requireNotSuspended(
  { method, permission, whileSuspended }: Pick<Operation, 'method' | 'permission' | 'whileSuspended'>,
  { organization }: Pick<Access, 'organization'>,
): void {
  if (organization.suspendedAt === null || permission === 'operator') return
  if (method === 'get' || whileSuspended === true) return
  throw new Problem('organization_suspended', { layer: 'organization' })
}
