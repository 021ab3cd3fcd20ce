/**
 * `POST /api/device/code`, `…/token` and `…/revoke`: the device authorization grant of OAuth 2.0 (RFC 8628) for programs such as
 * the command line, and the end of what they got (RFC 7009). Names, errors and form bodies are those standards'; the access
 * token is a service token.
 */
import { type RequestHandler, type Response, Router, urlencoded } from 'express'
import type { Context } from '../../context.js'
import { showUserCode } from '../../domain/device-login/codes.js'
import { giveBackToken } from '../../domain/device-login/give-back-token.js'
import { fetchDeviceToken, startDeviceLogin } from '../../domain/device-login/start-device-login.js'
import { clientAddress, clientOf } from '../../http/client-address.js'
import { requireAttempt } from '../../identity/limits/count-attempts.js'
import { publicNameSchema } from '../../schemas/text.js'

const GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
/** Programs are told apart by what they say of themselves; there is nothing to register. */
const CLIENT_ID = /^[\w.-]{1,64}$/
const STARTS = { max: 30, windowSeconds: 3600 }
/** Of one client: device codes that nobody was given. */
const UNKNOWN_CODES = { max: 30, windowSeconds: 600 }

export function createDeviceRouter(context: Context): Router {
  const router = Router({ caseSensitive: true, strict: true })
  const readForm = urlencoded({ extended: false, limit: '4kb' })
  router.post('/api/device/code', readForm, start(context))
  router.post('/api/device/token', readForm, fetchToken(context))
  router.post('/api/device/revoke', readForm, revoke(context))
  return router
}

function start(context: Context): RequestHandler {
  const { settings } = context
  return async (req, res) => {
    const clientId = fieldOf(req.body, 'client_id')
    if (!CLIENT_ID.test(clientId)) return refuse(res, 'invalid_request', 'client_id is missing.')
    const name = publicNameSchema.safeParse(fieldOf(req.body, 'device_name') || clientId)
    if (!name.success)
      return refuse(res, 'invalid_request', 'device_name must have 1 to 100 characters on one line.')
    await requireAttempt(context, `device-login|${clientOf(req, settings.trustProxy)}`, STARTS)
    const address = clientAddress(req, settings.trustProxy)
    const started = await startDeviceLogin(context, { name: name.data, address })
    const page = `${settings.publicUrl}/dashboard/device`
    const code = showUserCode(started.userCode)
    send(res, 200, {
      device_code: started.deviceCode,
      user_code: code,
      verification_uri: page,
      verification_uri_complete: `${page}?code=${code}`,
      expires_in: started.expiresInSeconds,
      interval: started.intervalSeconds,
    })
  }
}

function fetchToken(context: Context): RequestHandler {
  const { clock, settings } = context
  return async (req, res) => {
    if (fieldOf(req.body, 'grant_type') !== GRANT) {
      return refuse(res, 'unsupported_grant_type', `grant_type must be ${GRANT}.`)
    }
    const fetched = await fetchDeviceToken(context, fieldOf(req.body, 'device_code'))
    if (fetched === null) {
      await requireAttempt(context, `device-code|${clientOf(req, settings.trustProxy)}`, UNKNOWN_CODES)
      return refuse(res, 'invalid_grant', 'The device code is unknown, or its token was fetched already.')
    }
    if ('error' in fetched) return refuse(res, fetched.error)
    send(res, 200, {
      access_token: fetched.token,
      token_type: 'Bearer',
      expires_in: Math.floor((fetched.expiresAt.getTime() - clock.now().getTime()) / 1000),
      organization: fetched.organization,
    })
  }
}

/** Alike for known and unknown tokens (RFC 7009 §2.2). */
function revoke(context: Context): RequestHandler {
  const { settings } = context
  return async (req, res) => {
    await requireAttempt(context, `device-revoke|${clientOf(req, settings.trustProxy)}`, STARTS)
    await giveBackToken(context, fieldOf(req.body, 'token'))
    send(res, 200, {})
  }
}

function fieldOf(body: unknown, name: string): string {
  const value = (body as Readonly<Record<string, unknown>> | undefined)?.[name]
  return typeof value === 'string' ? value : ''
}

const refuse = (res: Response, error: string, description?: string): void =>
  send(res, 400, { error, ...(description !== undefined && { error_description: description }) })

function send(res: Response, status: number, body: object): void {
  res.setHeader('Cache-Control', 'no-store')
  res.status(status).json(body)
}
