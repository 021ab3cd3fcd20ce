/** Mounts better-auth in Express: one reading of the request, problem details, request facts, shared transactions. */
import {
  type Request as ExpressRequest,
  type RequestHandler,
  type Response as ExpressResponse,
  raw,
} from 'express'
import { actorOf } from '../domain/audit/actor.js'
import type { Context } from '../context.js'
import { clientAddress, clientOf } from '../http/client-address.js'
import { requestFacts } from '../domain/audit/request-facts.js'
import { ownOrigins } from '../http/own-origins.js'
import { isFromElsewhere, saysWhereFrom } from '../http/same-site.js'
import { Problem } from '../problem.js'
import { type AuthCall, isAuthTarget, parseAuthCall, toAuthRequest } from './auth-call.js'
import { toProblemBody } from './auth-problem.js'
import { type Auth, CLIENT_ADDRESS_HEADER, cookiePrefix } from './auth.js'
import { runCompanyCall } from './company/company-call.js'
import { guardCompanySession, needsOwnSignIn, presentOrganizations } from './company/guard-session.js'
import { bindToNonce, leadBack, prepareCompanySignIn } from './company/prepare-sign-in.js'
import { asksForProof } from './confirm/asks-for-proof.js'
import { requireProof } from './confirm/require-proof.js'
import { CHANGES_CREDENTIALS } from './credentials.js'
import { orDatabaseFailure } from './database-failures.js'
import { deviceCookie } from './device-cookie.js'
import { guardOrganization } from './factors/guard-organization.js'
import { guardInvitation } from './guard-invitations.js'
import { inEvenTime } from './even-time.js'
import { createKnownDevices } from './known-device.js'
import { createGuessNotices } from './limits/guess-notices.js'
import { guessOf, isRight } from './limits/guess-of.js'
import { limitGuesses } from './limits/limit-guesses.js'
import { createRequestLimits } from './limits/limit-requests.js'
import { createMailDesk } from './mail/mail-desk.js'
import {
  hideDeleted,
  hideInvitations,
  lockMembers,
  nameOrganization,
  recordLeave,
  requireManager,
  type Session,
} from './organization-guards.js'
import { refuseOvertaken } from './overtaken-sign-in.js'
import { requireKnownColumns } from './require-known-columns.js'
import { sessionFacts } from './require-person.js'
import { inSharedTransaction, shareTransactions } from './shared-transaction.js'
import { toHeaders } from './to-headers.js'

const BODY_LIMIT = '64kb'

export function createAuthHandler(context: Context, auth: Auth): RequestHandler[] {
  const readBody = raw({ type: () => true, limit: BODY_LIMIT })
  const handle = handleAuth(context, auth)
  // Not mounted at a path: Express would match it in spellings of its own.
  return [readBody, handle].map((handler) => (req, res, next) => {
    if (isAuthTarget(req.originalUrl)) return handler(req, res, next)
    next()
  })
}

function handleAuth(context: Context, auth: Auth): RequestHandler {
  const { publicUrl, trustProxy } = context.settings
  const trusted = ownOrigins(publicUrl)
  const limitRequests = createRequestLimits(context)
  const devices = createKnownDevices(context.settings.authSecret, cookiePrefix(publicUrl))
  const notices = createGuessNotices(context)
  const desk = createMailDesk(context)

  return async (req, res) => {
    const given = parseAuthCall(req, req.originalUrl, Buffer.isBuffer(req.body) ? req.body : undefined)
    if (given.method === 'POST' && isFromElsewhere(req.headers, trusted)) {
      throw new Problem('forbidden', {
        detail: `Requests from another site are refused: ${req.headers.origin ?? ''}`,
      })
    }
    requireKnownColumns(given)
    const client = clientOf(req, trustProxy)
    await limitRequests(given, client)
    const sent = await prepareCompanySignIn(context, given)
    const address = clientAddress(req, trustProxy)
    const headers = toHeaders(req.headers)
    headers.set(CLIENT_ADDRESS_HEADER, address)
    // A program sends none of these; better-auth insists on one beside a cookie.
    if (!saysWhereFrom(req.headers)) headers.set('origin', publicUrl)

    const needsProof = asksForProof(sent)
    const session = needsProof || needsSession(sent) ? await auth.api.getSession({ headers }) : null
    const call = nameOrganization(sent, session)
    guardCompanySession(session, call)
    await requireManager(context, session, call)
    await guardOrganization(context, session, call)
    await guardInvitation(context, desk, session, call)
    if (session && needsProof) await requireProof(context, { session: sessionFacts(session) })

    const facts = {
      requestId: res.locals.requestId as string,
      address,
      ...(session && { actor: actorOf(session.user) }),
    }
    const run = () =>
      requestFacts.run(facts, () =>
        inEvenTime(call, () => handleCall(context, auth, call, toAuthRequest(call, headers, publicUrl))),
      )
    const { cookie: cookies } = req.headers
    const guess = await guessOf(context, devices, call, { userId: session?.user.id, client, cookies })
    const response =
      guess === null
        ? await run()
        : await limitGuesses(context, guess, run, isRight, () => notices.tell(guess))
    const known = await deviceCookie(context, devices, call, cookies, response)
    if (known !== null) response.headers.append('set-cookie', known)
    // The library calls every failure its own. Where the database takes no writes, this throws, and the response is 503.
    if (response.status >= 500) await context.checkWrite()
    await sendResponse(context, { req, res, call, session, response })
  }
}

/** Whose request it is, wherever it matters to us before the library asks. */
const needsSession = ({ route }: AuthCall): boolean =>
  route.startsWith('/organization/') || route === '/verify-password' || needsOwnSignIn(route)

/** The library's writes, and ours beside them, in one transaction where both have to happen or neither. */
async function handleCall(context: Context, auth: Auth, call: AuthCall, request: Request): Promise<Response> {
  const handle = () => orDatabaseFailure(() => auth.handler(request))
  if (call.route === '/sign-in/sso') {
    return bindToNonce(context.settings.authSecret, await handle())
  }
  if (call.route === '/sso/callback/{providerId}') {
    const run = () => shareTransactions(handle)
    return leadBack(context.settings, (givenUp) => runCompanyCall(call.query.state ?? '', givenUp, run))
  }
  if (!isShared(call)) return refuseOvertaken(context.db, call, handle)
  return inSharedTransaction(
    context.pool,
    async (tx) => {
      await lockMembers(tx, call)
      const response = await handle()
      await recordLeave(context, tx, call, response.clone())
      return response
    },
    ({ status }) => status < 500,
  )
}

/** Deleting an organization is not: it is decided first, on every node, and then done in steps of their own. */
function isShared({ method, route }: AuthCall): boolean {
  if (CHANGES_CREDENTIALS.has(route)) return true
  return method === 'POST' && route.startsWith('/organization/') && route !== '/organization/delete'
}

interface AuthResponse {
  readonly req: ExpressRequest
  readonly res: ExpressResponse
  readonly call: AuthCall
  readonly session: Session
  readonly response: Response
}

async function sendResponse(context: Context, { res, call, session, response }: AuthResponse): Promise<void> {
  res.status(response.status)
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) res.setHeader('Set-Cookie', cookies)
  res.setHeader('Cache-Control', 'no-store')
  let body = Buffer.from(await response.arrayBuffer())
  if (response.status >= 400) {
    body = toProblemBody(context.settings.publicUrl, response, body, res.locals.requestId as string)
    res.setHeader('Content-Type', 'application/problem+json')
  } else if (call.route === '/organization/get-full-organization') {
    body = await hideInvitations(context, session, body)
  } else if (call.route === '/organization/list') {
    body = await presentOrganizations(context, session, hideDeleted(body))
  }
  res.removeHeader('Content-Length')
  res.end(body)
}
