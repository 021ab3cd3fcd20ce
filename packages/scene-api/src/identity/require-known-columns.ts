/** Refuses what better-auth would pass on to the database, which then fails. */
import { z } from 'zod'
import { parseOr400 } from '../http/validate.js'
import type { AuthCall } from './auth-call.js'

/** The library takes any text for the name of a column, and any number. */
const COLUMNS = ['id', 'organizationId', 'userId', 'role', 'createdAt'] as const
const columnSchema = z.enum(COLUMNS).optional()
const listMembersSchema = z.looseObject({
  limit: z.coerce.number().int().min(0).max(1_000_000).optional(),
  offset: z.coerce.number().int().min(0).max(1_000_000).optional(),
  sortBy: columnSchema,
  filterField: columnSchema,
})

export function requireKnownColumns({ route, query }: AuthCall): void {
  if (route === '/organization/list-members') parseOr400(listMembersSchema, query)
}
