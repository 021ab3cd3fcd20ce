/** Mounts operations in Express: authorize, validate, run, respond. */
import { json, type Request, type RequestHandler, type Response, Router } from 'express'
import { z } from 'zod'
import type { Context } from '../context.js'
import type { Auth } from '../identity/auth.js'
import { requireProof } from '../identity/confirm/require-proof.js'
import { requireOwnSignIn } from '../identity/company/require-scope.js'
import { requirePerson } from '../identity/require-person.js'
import { requireOperator, requireOperatorToken, requireRole } from '../identity/require-role.js'
import { Problem } from '../problem.js'
import { requireNotSuspended } from './admit-write.js'
import { clientAddress } from '../http/client-address.js'
import { clientSignal } from '../http/client-signal.js'
import type { Operation } from '../contract/operation.js'
import type { Access, OperatorAccess, PersonAccess } from '../identity/access.js'
import { requestFacts } from '../domain/audit/request-facts.js'
import { parseOr400, requireShallow } from '../http/validate.js'
import { createWriteLimiter, type WriteLimiter } from './write-limiter.js'

const BODY_LIMIT = '1mb'
/** Ids and slugs. What has another form names nothing. */
const PARAMETER = /^[\w-]{1,128}$/
const noQuery = z.strictObject({})

/** Of whichever operation. */
interface AnyRoute {
  readonly operation: Operation
  handle(input: never): Promise<unknown>
}

export function mountOperations(context: Context, auth: Auth, routes: readonly AnyRoute[]): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const readJson = json({ limit: BODY_LIMIT, strict: false, type: 'application/json' })
  const limitWrites = createWriteLimiter(context.settings.writeLimitPerMinute)
  for (const route of routes) {
    const { operation } = route
    const handlers = [
      authorize(context, auth, limitWrites, operation),
      ...(operation.upload ? [] : [readJson, authorizeAgain]),
      run(context, auth, route),
    ]
    for (const path of operation.alias === undefined ? [operation.path] : [operation.path, operation.alias]) {
      router[operation.method](toExpressPath(path), ...handlers)
    }
  }
  return router
}

const toExpressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/g, ':$1')

/** Before the body is read: strangers do not get to send megabytes. */
function authorize(
  context: Context,
  auth: Auth,
  limitWrites: WriteLimiter,
  operation: Operation,
): RequestHandler {
  const { permission, sessionOnly = false, ownSignIn = false, confirm } = operation
  const namesOrganization = operation.path.includes('{org}')
  return async (req, res, next) => {
    res.setHeader('Cache-Control', 'no-store')
    if (!Object.values(req.params).every((value) => PARAMETER.test(String(value))))
      throw new Problem('not_found')
    const reauthorize = async () => {
      const access = await resolveAccess(context, auth, req, { permission, sessionOnly, namesOrganization })
      if ('organization' in access) requireNotSuspended(operation, access)
      if (ownSignIn) requireOwnSignIn((access as PersonAccess).session)
      if (confirm === true && permission !== 'operator') {
        await requireProof(context, access as Access | PersonAccess)
      }
      res.locals.access = access
    }
    await reauthorize()
    if (operation.method !== 'get')
      await limitWrites(res.locals.access as Access | PersonAccess | OperatorAccess, operation)
    res.locals.reauthorize = reauthorize
    res.locals.hadBody = req.complete
    next()
  }
}

/** A body that was still on its way may have taken its time: its sender has to have the rights by now, too. */
const authorizeAgain: RequestHandler = async (_req, res, next) => {
  if (res.locals.hadBody !== true) await (res.locals.reauthorize as () => Promise<void>)()
  next()
}

async function resolveAccess(
  context: Context,
  auth: Auth,
  req: Request,
  {
    permission,
    sessionOnly,
    namesOrganization,
  }: Pick<Operation, 'permission'> & { sessionOnly: boolean; namesOrganization: boolean },
): Promise<Access | PersonAccess | OperatorAccess> {
  const org = String(req.params.org)
  if (permission === 'person') return requirePerson(context, auth, req)
  if (permission === 'operator') {
    return namesOrganization ? requireOperator(context, req, org) : requireOperatorToken(context, req)
  }
  return requireRole(context, auth, req, org, { permission, sessionOnly })
}

function run(context: Context, auth: Auth, { operation, handle: serve }: AnyRoute): RequestHandler {
  return async (req, res) => {
    const access = res.locals.access as Access
    const reauthorize = res.locals.reauthorize as () => Promise<void>
    const signal = clientSignal(req, res)
    const query = parseOr400(operation.query ?? noQuery, req.query)
    const body = operation.upload ? undefined : readBody(operation, req)
    const params = req.params as Record<string, string>
    const facts = {
      requestId: res.locals.requestId as string,
      address: clientAddress(req, context.settings.trustProxy),
      actor: access.actor,
    }
    const handle = () =>
      requestFacts.run(facts, () =>
        // What was read by the contract has the types that the handler takes from it.
        serve({ context, auth, access, params, query, body, req, res, signal, reauthorize } as never),
      )

    const { status, mediaTypes } = operation.success
    if (mediaTypes) {
      await handle()
      return
    }
    sendJson(res, status, await handle())
  }
}

function readBody(operation: Operation, req: Request): unknown {
  const isGiven =
    req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0
  if (isGiven && operation.method !== 'get' && !req.is('application/json')) {
    throw new Problem('unsupported_media_type', { detail: 'Send application/json.' })
  }
  // Every field of some bodies has a default: an empty request then means {}.
  const given: unknown = isGiven ? req.body : {}
  requireShallow(given)
  return parseOr400(operation.body ?? noQuery, given)
}

function sendJson(res: Response, status: number, body: unknown): void {
  if (status === 204) {
    res.status(204).end()
    return
  }
  res.status(status).json(body)
}
