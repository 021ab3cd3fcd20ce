/** Refuses what better-auth would pass on to the database, which then fails. */
import type { Request } from 'express'
import { z } from 'zod'
import { parseOr400, requireShallow } from '../http/validate.js'
import { type FieldError, invalidRequest } from '../problem.js'

/** The library takes any text for the name of a column, and any number. */
const COLUMNS = ['id', 'organizationId', 'userId', 'role', 'createdAt'] as const
const columnSchema = z.enum(COLUMNS).optional()
const listMembersSchema = z.looseObject({
  limit: z.coerce.number().int().min(0).max(1_000_000).optional(),
  offset: z.coerce.number().int().min(0).max(1_000_000).optional(),
  sortBy: columnSchema,
  filterField: columnSchema,
})

export function requireAnswerable({ path, query, body }: Request): void {
  const errors = [...findNul(query), ...findNul(readJson(body))]
  if (errors.length > 0) throw invalidRequest(errors)
  if (path === '/organization/list-members') parseOr400(listMembersSchema, query)
}

/** Text of PostgreSQL holds every character but this one. */
function* findNul(value: unknown, path: readonly string[] = []): Generator<FieldError> {
  if (typeof value === 'string' && value.includes('\0')) {
    yield { path: path.join('.'), message: 'must not contain a NUL character' }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) yield* findNul(member, [...path, name])
  }
}

/** What is not JSON is the library's to refuse. */
function readJson(body: unknown): unknown {
  if (!Buffer.isBuffer(body)) return undefined
  let value: unknown
  try {
    value = JSON.parse(body.toString())
  } catch {
    return undefined
  }
  requireShallow(value)
  return value
}
