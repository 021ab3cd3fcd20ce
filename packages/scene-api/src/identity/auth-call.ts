/** A request for the sign-in library, read once: what is checked here is, byte for byte, what the library gets. */
import type { IncomingMessage } from 'node:http'
import { requireShallow } from '../http/validate.js'
import { parseTarget } from '../http/request-target.js'
import type { FieldError } from '../contract/problem-members.js'
import { invalidRequest, Problem } from '../problem.js'
import { AUTH_BASE, type AuthRoute, findAuthRoute } from './auth-paths.js'

const JSON_TYPE = /^application\/json(?:\s*;\s*charset\s*=\s*"?utf-8"?)?\s*;?\s*$/i
/** A byte order mark counts as text here, and JSON refuses it. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** Names that every object has: what looks them up would find something. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype))

export interface AuthCall {
  readonly route: AuthRoute
  readonly method: 'GET' | 'POST'
  /** After `/api/auth`; parameters filled in. */
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  /** Undefined: none was sent. */
  readonly body: Readonly<Record<string, unknown>> | undefined
}

/** Whether a request is for the sign-in library; `url` is the target of the request line. */
export const isAuthTarget = (url: string): boolean =>
  parseTarget(url)?.path.startsWith(`${AUTH_BASE}/`) === true

/** Throws 404 for everything but a listed route, and 400 or 415 for what cannot be read in exactly one way. */
export function parseAuthCall(req: IncomingMessage, url: string, body: Buffer | undefined): AuthCall {
  const { method = '' } = req
  const target = parseTarget(url)
  const path = target?.path.slice(AUTH_BASE.length) ?? ''
  const route = findAuthRoute(method, path)
  if (target === null || route === null) throw new Problem('not_found', { detail: 'There is no such route.' })
  return {
    route,
    method: method as AuthCall['method'],
    path,
    query: parseQuery(target.query),
    body: method === 'POST' && body !== undefined && body.length > 0 ? parseBody(req, body) : undefined,
  }
}

/** The library's request, made of what was parsed: nothing that was sent gets around the parsing. */
export function toAuthRequest(call: AuthCall, headers: Headers, publicUrl: string): Request {
  const url = new URL(`${AUTH_BASE}${call.path}`, publicUrl)
  url.search = new URLSearchParams(call.query).toString()
  if (call.body === undefined) return new Request(url, { method: call.method, headers })
  const withType = new Headers(headers)
  withType.set('content-type', 'application/json')
  return new Request(url, { method: call.method, headers: withType, body: JSON.stringify(call.body) })
}

function parseQuery(text: string): Record<string, string> {
  const query: Record<string, string> = {}
  const errors: FieldError[] = []
  for (const [name, value] of new URLSearchParams(text)) {
    if (INHERITED.has(name)) errors.push({ path: name, message: 'is not a known parameter' })
    else if (Object.hasOwn(query, name)) errors.push({ path: name, message: 'must be given once' })
    else query[name] = value
  }
  errors.push(...findUnstorable(query))
  if (errors.length > 0) throw invalidRequest(errors)
  return query
}

function parseBody(req: IncomingMessage, bytes: Buffer): Record<string, unknown> {
  requireJsonType(req)
  const value = parseJson(bytes)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw invalidRequest([{ path: '', message: 'the body must be a JSON object' }])
  }
  requireShallow(value)
  const errors = [...findUnstorable(value)]
  if (errors.length > 0) throw invalidRequest(errors)
  return value as Record<string, unknown>
}

/** Two headers of one name are read as the first by some and as the last by others. */
function requireJsonType(req: IncomingMessage): void {
  const given = req.rawHeaders.filter(
    (_text, index) => index % 2 === 1 && req.rawHeaders[index - 1]?.toLowerCase() === 'content-type',
  )
  if (given.length !== 1 || !JSON_TYPE.test(given[0] ?? '')) {
    throw new Problem('unsupported_media_type', { detail: 'Send application/json in UTF-8.' })
  }
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes))
  } catch {
    throw invalidRequest([{ path: '', message: 'the body is not valid JSON in UTF-8' }])
  }
}

/** Text of PostgreSQL holds every character but this one. */
function* findUnstorable(value: unknown, path: readonly string[] = []): Generator<FieldError> {
  if (typeof value === 'string' && value.includes('\0')) {
    yield { path: path.join('.'), message: 'must not contain a NUL character' }
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, member] of Object.entries(value)) {
      if (INHERITED.has(name) || name.includes('\0')) {
        yield { path: path.join('.'), message: 'must not have a member of that name' }
      } else yield* findUnstorable(member, [...path, name])
    }
  }
}
