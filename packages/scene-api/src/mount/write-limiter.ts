/** How many changes a person, a service token and an organization may send in a minute. */
import type { Operation } from '../contract/operation.js'
import type { Access, OperatorAccess, PersonAccess } from '../identity/access.js'
import { createRequestLimiter } from './request-limiter.js'

/** An organization has several people and programs. */
const ORGANIZATION_FACTOR = 3

export type WriteLimiter = (
  access: Access | PersonAccess | OperatorAccess,
  operation: Pick<Operation, 'whileSuspended'>,
) => Promise<void>

/**
 * Counts in this process alone: with several, an even balancer lets through as many times the limit as there are
 * processes. It bounds what one tenant costs, which needs no exact number. What only takes access away is counted for its
 * sender alone: colleagues who send much, or a stolen session, keep nobody from revoking a key.
 *
 * @returns a function that rejects with `rate_limited` where one of the two counts is full
 */
export function createWriteLimiter(limitPerMinute: number): WriteLimiter {
  const common = { policy: 'management-writes', what: 'changes' } as const
  const countActor = createRequestLimiter({ ...common, limit: limitPerMinute })
  const countOrganization = createRequestLimiter({ ...common, limit: limitPerMinute * ORGANIZATION_FACTOR })
  return async (access, { whileSuspended }) => {
    const { actor } = access
    if (actor.kind === 'operator') return
    await countActor(`${actor.kind} ${actor.id}`)
    if ('organization' in access && whileSuspended !== true) await countOrganization(access.organization.id)
  }
}
