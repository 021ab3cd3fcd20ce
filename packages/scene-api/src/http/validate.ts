/** Turns what a schema refuses into `errors: [{ path, message }]`. */
import type { z } from 'zod'
import type { FieldError } from '../contract/problem-members.js'
import { invalidRequest } from '../problem.js'

/** A body nested deeper than this is refused before any schema looks at it. */
const MAX_DEPTH = 20

export function parseOr400<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw invalidRequest(result.error.issues.flatMap((issue) => toFieldErrors(issue, value)))
}

export function requireShallow(value: unknown): void {
  if (isDeeperThan(value, MAX_DEPTH)) {
    throw invalidRequest([{ path: '', message: `must not be nested deeper than ${MAX_DEPTH} levels` }])
  }
}

function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1))
}

function toFieldErrors(issue: z.core.$ZodIssue, value: unknown): FieldError[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not a known field' }))
  }
  if (path.length > 0 && !isPresent(value, issue.path))
    return [{ path: path.join('.'), message: 'is required' }]
  const message = issue.code === 'invalid_type' ? `must be ${withArticle(issue.expected)}` : issue.message
  return [{ path: path.join('.'), message }]
}

function isPresent(value: unknown, path: readonly PropertyKey[]): boolean {
  let current = value
  for (const step of path) {
    if (typeof current !== 'object' || current === null) return true
    current = (current as Record<PropertyKey, unknown>)[step]
  }
  return current !== undefined
}

const withArticle = (type: string): string => (/^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`)
