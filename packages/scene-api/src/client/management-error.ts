/** A refusal of the management API, read from its problem document (RFC 9457). */
import type { FieldError, ProblemMembers } from '../contract/problem-members.js'
import { describeProxyRefusal } from './proxy-refusal.js'

/** A refusal of the management API: the members of its problem document (RFC 9457). */
export class ManagementError extends Error {
  override readonly name = 'ManagementError'
  /** The stable name of the error; `http_<status>` where something in front of the server responded. */
  readonly code: string
  readonly status: number
  readonly title: string
  readonly requestId: string | null
  /** Fields that were refused; empty for other codes than `invalid_request` and `invalid_model`. */
  readonly errors: readonly FieldError[]
  /** The whole document, with the members that single codes add. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(status: number, members: Readonly<Record<string, unknown>>) {
    const text = (name: string) => (typeof members[name] === 'string' ? (members[name] as string) : null)
    const { title, detail } = describeProxyRefusal(status)
    super(text('detail') ?? text('message') ?? detail)
    this.code = text('code') ?? `http_${status}`
    this.status = status
    this.title = text('title') ?? title
    this.requestId = text('requestId')
    this.errors = Array.isArray(members['errors']) ? members['errors'].filter(isFieldError) : []
    this.members = members
  }

  /** Tells the code, and with it the type of `members`. */
  is<Code extends keyof ProblemMembers>(
    code: Code,
  ): this is ManagementError & { readonly code: Code; readonly members: ProblemMembers[Code] } {
    return this.code === code
  }
}

function isFieldError(value: unknown): value is FieldError {
  return typeof value === 'object' && value !== null && 'path' in value && 'message' in value
}

/** The body of a response that is an error; what is no JSON object is none. */
export async function readManagementError(response: Response): Promise<ManagementError> {
  const text = await response.text().catch(() => '')
  return new ManagementError(response.status, parseObject(text))
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
