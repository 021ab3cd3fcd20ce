/** Mounts better-auth in Express: problem details, request facts, and what the library leaves open. */
import { and, eq } from 'drizzle-orm'
import { type RequestHandler, raw, Router } from 'express'
import { actorOf } from '../audit/actor.js'
import { recordAudit } from '../audit/record-audit.js'
import type { Context } from '../context.js'
import type { Transaction } from '../db/database.js'
import { members, organizations } from '../db/organizations.js'
import { requestFacts } from '../http/request-facts.js'
import { isFromElsewhere, saysWhereFrom, trustedOrigins } from '../http/same-site.js'
import type { ProblemCode } from '../problem-codes.js'
import { Problem } from '../problem.js'
import { AUTH_BASE, isAuthPath } from './auth-paths.js'
import { type Auth, CLIENT_ADDRESS_HEADER } from './auth.js'
import { inSharedTransaction } from './shared-transaction.js'
import { requireAnswerable } from './require-answerable.js'
import { toHeaders } from './to-headers.js'

const BODY_LIMIT = '64kb'
/** Not in one transaction: its keys end, on every node, before its rows do. */
const DELETE_ORGANIZATION = '/organization/delete'
/** After these an organization could be without an owner. */
const LEAVES_AN_OWNER = new Set([
  '/organization/leave',
  '/organization/remove-member',
  '/organization/update-member-role',
])

export function createAuthRouter(context: Context, auth: Auth): Router {
  const router = Router()
  router.use(AUTH_BASE, raw({ type: () => true, limit: BODY_LIMIT }), handleAuth(context, auth))
  return router
}

function handleAuth(context: Context, auth: Auth): RequestHandler {
  const { publicUrl } = context.settings
  const trusted = trustedOrigins(publicUrl)

  return async (req, res) => {
    if (!isAuthPath(req.path)) throw new Problem('not_found')
    const isWrite = req.method !== 'GET' && req.method !== 'HEAD'
    if (isWrite && isFromElsewhere(req.headers, trusted)) {
      throw new Problem('forbidden', {
        detail: `Requests from another site are refused: ${req.headers.origin ?? ''}`,
      })
    }
    requireAnswerable(req)
    const headers = toHeaders(req.headers)
    headers.set(CLIENT_ADDRESS_HEADER, req.ip ?? '')
    // A program sends none of these; better-auth insists on one beside a cookie.
    if (!saysWhereFrom(req.headers)) headers.set('origin', publicUrl)

    const path = req.path
    const isOrganizationRoute = path.startsWith('/organization/')
    const session = isOrganizationRoute ? await auth.api.getSession({ headers }) : null
    if (path === '/organization/list-invitations') {
      await requireManager(
        context,
        session,
        String(req.query.organizationId ?? session?.session.activeOrganizationId),
      )
    }

    const hasBody = isWrite && Buffer.isBuffer(req.body) && req.body.length > 0
    const request = new Request(new URL(req.originalUrl, publicUrl), {
      method: req.method,
      headers,
      ...(hasBody && { body: new Uint8Array(req.body as Buffer) }),
    })
    const facts = {
      requestId: res.locals.requestId as string,
      address: req.ip ?? null,
      ...(session && { actor: actorOf(session.user) }),
    }
    const organizationId = session && (readOrganizationId(req.body) ?? session.session.activeOrganizationId)
    const answer = await requestFacts.run(facts, () =>
      isWrite && isOrganizationRoute && path !== DELETE_ORGANIZATION
        ? inSharedTransaction(
            context.db,
            async (tx) => {
              if (organizationId && LEAVES_AN_OWNER.has(path)) await lockMembers(tx, organizationId)
              const answer = await auth.handler(request)
              if (answer.ok && path === '/organization/leave' && session)
                await recordLeave(context, tx, answer.clone())
              return answer
            },
            ({ status }) => status < 500,
          )
        : auth.handler(request),
    )
    // The library calls every failure its own. Where the database is away, this throws, and the answer is 503.
    if (answer.status >= 500) await context.pool.query('select 1')

    res.status(answer.status)
    for (const [name, value] of answer.headers) if (name !== 'set-cookie') res.setHeader(name, value)
    const cookies = answer.headers.getSetCookie()
    if (cookies.length > 0) res.setHeader('Set-Cookie', cookies)
    res.setHeader('Cache-Control', 'no-store')
    let body = Buffer.from(await answer.arrayBuffer())
    if (answer.status >= 400) body = toProblemBody(publicUrl, answer, body, res.locals.requestId as string)
    else if (path === '/organization/get-full-organization')
      body = await hideInvitations(context, session, body)
    if (answer.status >= 400) {
      res.setHeader('Content-Type', 'application/problem+json')
      const retryAfter = answer.headers.get('x-retry-after')
      if (retryAfter !== null) res.setHeader('Retry-After', retryAfter)
    }
    res.removeHeader('Content-Length')
    res.end(body)
  }
}

type Session = Awaited<ReturnType<Auth['api']['getSession']>>

/**
 * Addresses are not verified, so whoever knows an invitation's id can accept it under the invited address.
 * Only those who may invite see the ids.
 */
async function requireManager(context: Context, session: Session, organizationId: string): Promise<void> {
  if (!session) throw new Problem('unauthenticated')
  const role = await findRole(context, session.user.id, organizationId)
  if (role === null) throw new Problem('not_found')
  if (role !== 'owner' && role !== 'admin') throw new Problem('forbidden')
}

async function hideInvitations(
  context: Context,
  session: Session,
  body: Buffer,
): Promise<Buffer<ArrayBuffer>> {
  const organization = JSON.parse(body.toString() || 'null') as { id: string; invitations?: unknown[] } | null
  if (organization?.invitations && session) {
    const role = await findRole(context, session.user.id, organization.id)
    if (role !== 'owner' && role !== 'admin') organization.invitations = []
  }
  return Buffer.from(JSON.stringify(organization))
}

async function findRole({ db }: Context, userId: string, organizationId: string) {
  const [row] = await db
    .select({ role: members.role })
    .from(members)
    .where(and(eq(members.userId, userId), eq(members.organizationId, organizationId)))
  return row?.role ?? null
}

/** The library has no hook for it. */
async function recordLeave({ clock }: Context, tx: Transaction, answer: Response): Promise<void> {
  const member = (await answer.json()) as { id: string; organizationId: string; userId: string; role: string }
  const actor = requestFacts.getStore()?.actor
  if (!actor) return
  await recordAudit(tx, {
    organizationId: member.organizationId,
    at: clock.now(),
    action: 'member.removed',
    actor,
    target: { kind: 'member', id: member.id },
    before: { userId: member.userId, email: actor.email, role: member.role },
  })
}

/** The library counts owners, then writes: two at once would each see the other. An unknown id is its own to refuse. */
async function lockMembers(tx: Transaction, organizationId: string): Promise<void> {
  await tx
    .select({ id: organizations.id })
    .from(organizations)
    .where(eq(organizations.id, organizationId))
    .for('no key update')
}

function readOrganizationId(body: unknown): string | null {
  if (!Buffer.isBuffer(body)) return null
  try {
    const { organizationId } = JSON.parse(body.toString()) as { organizationId?: unknown }
    return typeof organizationId === 'string' ? organizationId : null
  } catch {
    return null
  }
}

/** Where `type` leads: the library's own codes have no pages. */
const PAGE_OF_STATUS: Readonly<Record<number, ProblemCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'not_found',
  409: 'conflict',
  429: 'rate_limited',
  503: 'temporarily_unavailable',
}

/** The library's `code` and `message` stay, beside the members of RFC 9457. */
function toProblemBody(
  publicUrl: string,
  answer: Response,
  body: Buffer,
  requestId: string,
): Buffer<ArrayBuffer> {
  let given: Record<string, unknown> = {}
  try {
    const parsed: unknown = JSON.parse(body.toString())
    if (typeof parsed === 'object' && parsed !== null) given = parsed as Record<string, unknown>
  } catch {
    // Not JSON: the status says it all.
  }
  const detail = typeof given.message === 'string' ? given.message : undefined
  const title = detail ?? (answer.statusText || 'The request was refused')
  const page = PAGE_OF_STATUS[answer.status] ?? (answer.status < 500 ? 'invalid_request' : 'internal_error')
  const type = `${publicUrl}/docs/errors/${page}`
  const code = given.code ?? (answer.status === 429 ? 'rate_limited' : undefined)
  return Buffer.from(
    JSON.stringify({ ...given, type, title, status: answer.status, detail, code, requestId }),
  )
}
