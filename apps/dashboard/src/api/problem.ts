/** What the API says when it refuses: RFC 9457 problem details, and the two things that are no response at all. */
import { describeProxyRefusal } from '@vectreal/scene-api/client'

export interface FieldError {
  readonly path: string
  readonly message: string
}

export interface ProblemBody {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly requestId: string | null
  readonly errors: readonly FieldError[]
  /** The whole body, for the members that single codes add (`limit`, `plan`, `apiKey` …). */
  readonly extra: Readonly<Record<string, unknown>>
}

export class ApiError extends Error implements ProblemBody {
  override readonly name = 'ApiError'
  readonly code: string
  readonly status: number
  readonly title: string
  readonly requestId: string | null
  readonly errors: readonly FieldError[]
  readonly extra: Readonly<Record<string, unknown>>

  constructor(body: ProblemBody, options?: ErrorOptions) {
    super(body.detail, options)
    this.code = body.code
    this.status = body.status
    this.title = body.title
    this.requestId = body.requestId
    this.errors = body.errors
    this.extra = body.extra
  }

  get detail(): string {
    return this.message
  }

  /** Whether asking again may help without anyone changing anything. */
  get retryable(): boolean {
    return this.status === 0 || this.status >= 500
  }
}

export function networkError(cause: unknown): ApiError {
  return new ApiError(
    {
      code: 'network',
      status: 0,
      title: 'Can’t reach the server',
      detail: 'Check your connection, then try again.',
      requestId: null,
      errors: [],
      extra: {},
    },
    { cause },
  )
}

/** Reads the body of a refused response; one that is no problem document still gets a code and a sentence. */
export async function readProblem(response: Response): Promise<ApiError> {
  return problemFrom(response.status, await response.text().catch(() => ''))
}

export function problemFrom(status: number, text: string): ApiError {
  const body = parseObject(text)
  const string = (name: string) => (typeof body[name] === 'string' ? (body[name] as string) : null)
  const errors = Array.isArray(body['errors']) ? body['errors'].filter(isFieldError) : []
  const proxy = describeProxyRefusal(status)
  return new ApiError({
    code: string('code')?.toLowerCase() ?? `http_${status}`,
    status,
    title: string('title') ?? proxy.title,
    detail: string('detail') ?? string('message') ?? proxy.detail,
    requestId: string('requestId'),
    errors,
    extra: body,
  })
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function isFieldError(value: unknown): value is FieldError {
  return typeof value === 'object' && value !== null && 'path' in value && 'message' in value
}

export function asApiError(error: unknown): ApiError {
  return error instanceof ApiError ? error : networkError(error)
}

/** Null where there is no such thing. */
export async function orNull<T>(call: Promise<T>): Promise<T | null> {
  try {
    return await call
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  }
}
