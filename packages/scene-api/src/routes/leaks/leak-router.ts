/**
 * `POST /api/leaks`: anybody who has found a credential reports it here, GitHub's secret scanning among them. The response
 * is the same whether it is known or not; it is looked up afterwards.
 */
import { raw, type RequestHandler, Router } from 'express'
import type { Context } from '../../context.js'
import { processLeaks } from '../../domain/leaks/process-leaks.js'
import { isSignedBy, parseLeakReport } from '../../domain/leaks/read-report.js'
import { takeLeakReport } from '../../domain/leaks/take-report.js'
import { clientOf } from '../../http/client-address.js'
import { requireAttempt } from '../../identity/limits/count-attempts.js'
import { invalidRequest, Problem } from '../../problem.js'

const MAX_BYTES = '1mb'
/** Of one client, unsigned. */
const REPORTS = { max: 30, windowSeconds: 3600 }
const KEY_ID = 'github-public-key-identifier'
const SIGNATURE = 'github-public-key-signature'

export function createLeakRouter(context: Context): Router {
  const router = Router({ caseSensitive: true, strict: true })
  router.post('/api/leaks', raw({ type: () => true, limit: MAX_BYTES }), takeReport(context))
  return router
}

function takeReport(context: Context): RequestHandler {
  const { settings, logger } = context
  return async (req, res) => {
    const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0)
    const keyId = req.headers[KEY_ID]
    const isSigned = keyId !== undefined
    if (isSigned) requireSignature(context, String(keyId), body, String(req.headers[SIGNATURE] ?? ''))
    else await requireAttempt(context, `leaks|${clientOf(req, settings.trustProxy)}`, REPORTS)
    const report = parseLeakReport(body.toString('utf8'), isSigned)
    if (report === null) {
      throw invalidRequest([
        { path: '', message: 'must be { token, url? } or { tokens: [{ token, url? }] }, at most 20' },
      ])
    }
    await takeLeakReport(context, report)
    res.status(204).end()
    processLeaks(context).catch((error: unknown) => logger.warn({ err: error }, 'leaks not looked up yet'))
  }
}

function requireSignature({ settings }: Context, keyId: string, body: Buffer, signature: string): void {
  const publicKey = Object.hasOwn(settings.leakReportKeys, keyId) ? settings.leakReportKeys[keyId] : undefined
  if (publicKey !== undefined && isSignedBy(publicKey, body, signature)) return
  throw new Problem('unauthenticated', {
    detail: 'The report is not signed with a key that this server knows.',
  })
}
