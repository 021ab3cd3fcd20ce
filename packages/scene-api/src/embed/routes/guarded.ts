/** A route of someone else's Express app, behind the checks of ours. */
import type { Request, RequestHandler } from 'express'
import { SCENE_ID } from '../../contract/embed.js'
import type { Admission } from '../admit-request.js'
import { EmbedExchange, type ExchangeOptions } from '../exchange.js'
import { labelOrigin } from '../origin-label.js'
import { sendPreflight } from '../preflight.js'
import type { RunRequest } from '../run-request.js'
import type { UsageRecorder } from '../usage-recorder.js'

/** What a handler behind `requireAccess` may rely on. */
export interface EmbedAccess {
  readonly keyId: string
  readonly organizationId: string
  readonly projectId: string
  readonly sceneId: string
}

/** Lets a request pass that may have that scene, and refuses every other one like our own routes do. */
export type RequireAccess = (sceneIdOf: (req: Request) => string | undefined) => RequestHandler

export interface GuardOptions {
  readonly run: RunRequest
  readonly usage: UsageRecorder
  readonly exchangeOptions: ExchangeOptions
}

export function createRequireAccess({ admit }: Admission, options: GuardOptions): RequireAccess {
  const { run, usage, exchangeOptions } = options

  return (sceneIdOf) => (req, res, next) => {
    const exchange = new EmbedExchange(req, res, exchangeOptions)
    if (req.method === 'OPTIONS') {
      sendPreflight(exchange, 'GET, HEAD, OPTIONS')
      return
    }
    const given = sceneIdOf(req) ?? ''
    const sceneId = SCENE_ID.test(given) ? given : ''
    run('guarded', exchange, () =>
      admit(exchange, sceneId, ({ origin }, { keyId, organizationId, projectId }) => {
        usage.recordUse(keyId, labelOrigin(origin))
        const headers = exchange.headers()
        for (let index = 0; index < headers.length; index += 2) {
          res.setHeader(headers[index] as string, headers[index + 1] as string)
        }
        const access: EmbedAccess = { keyId, organizationId, projectId, sceneId }
        res.locals['vectreal'] = access
        // After this request has been counted: what the handler does is its own.
        process.nextTick(next)
        return 'ok'
      }),
    )
  }
}
