/** The refusals that code throws; `http/error-handler.ts` makes responses of them. */
import type { FieldError, MembersOf } from './contract/problem-members.js'
import { PROBLEM_CODES, type ProblemCode } from './problem-codes.js'

interface Told {
  /** Instead of the meaning of the code. */
  readonly detail?: string | undefined
  readonly headers?: Readonly<Record<string, string>>
  readonly cause?: unknown
}

type Options<Code extends ProblemCode> = Told & MembersOf<Code>
/** May be left out where the code has no members that it must carry. */
type Optional<Code extends ProblemCode> =
  Record<never, never> extends MembersOf<Code> ? [options?: Options<Code>] : [options: Options<Code>]

/** A response that is an error. `detail` and `members` are read by strangers; `cause` only by the log. */
export class Problem<Code extends ProblemCode = ProblemCode> extends Error {
  override readonly name = 'Problem'
  readonly code: Code
  readonly detail: string | undefined
  readonly members: Readonly<Record<string, unknown>>
  readonly headers: Readonly<Record<string, string>>

  constructor(code: Code, ...[options]: Optional<Code>) {
    const { detail, headers = {}, cause, ...members }: Told = options ?? {}
    super(detail ?? PROBLEM_CODES[code].title, cause === undefined ? undefined : { cause })
    this.code = code
    this.detail = detail
    this.members = members
    this.headers = headers
  }
}

export function invalidRequest(errors: readonly FieldError[]): Problem {
  const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')
  return new Problem('invalid_request', { detail, errors })
}
