/** Which request is for which embed route, and how each is answered. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import {
  type Decision,
  type FramedOrigin,
  type Granted,
  type RequestOrigin,
  type Refused,
  resolveRequestOrigin,
  type Verifier,
} from '@vectreal/auth-core'
import type { Request, RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { Clock } from '../clock.js'
import type { BlobStorage } from '../storage/blob-storage.js'
import { clientOf } from '../http/client-address.js'
import { isUnchanged } from './conditional.js'
import { isAwayError } from './database-guard.js'
import { authorizationOf, EmbedExchange } from './exchange.js'
import type { SharedFailureLimiter } from './failure-limiter.js'
import { sendUnavailablePage } from './frame-page.js'
import type { EmbedRoute, Metrics } from './metrics.js'
import { labelOrigin } from './origin-label.js'
import type { PageTokens } from './page-token.js'
import { sendPreflight } from './preflight.js'
import { rateLimitHeaders, sendProblem, sendRefusal } from './problem-answer.js'
import type { PublicScenes } from './public-scenes.js'
import type { PublishedScene } from './published-scene.js'
import type { Reports } from './reports.js'
import { sendBlob } from './send-blob.js'
import { createFrameServer } from './serve-frame.js'
import type { ClientKind, UsageRecorder } from './usage-recorder.js'

const SCENES = '/api/scenes/'
const FRAMES = '/embed/'
const POSTERS = '/posters/'
const REPORTS = '/api/embed/reports'

/** Ids are of these characters; anything else cannot name a scene, and is not worth a look at the database as it is. */
const SCENE_ID = /^[\w-]{1,64}$/
const SHA256 = /^[0-9a-f]{64}$/
/** File names under `/embed/` carry a dot, ids do not. */
const FRAME_ID = /^[\w-]{1,64}$/

/** A revoked key must fail at once, from a warm cache too: kept by the browser, used only after asking us. */
const KEYED_CACHE = 'private, no-cache'
const POSTER_CACHE = 'public, max-age=300, stale-while-revalidate=3600'

export interface RoutesOptions {
  readonly publicUrl: string
  readonly trustProxy: number
  readonly storage: BlobStorage
  readonly logger: Logger
  readonly clock: Clock
  readonly verifier: Verifier<PublishedScene>
  readonly limiter: SharedFailureLimiter
  readonly usage: UsageRecorder
  readonly reports: Reports
  readonly metrics: Metrics
  readonly scenes: PublicScenes
  readonly pageTokens: PageTokens
  readonly ownOrigins: ReadonlySet<string>
  readonly files: RequestHandler | null
}

type SceneRoute = 'manifest' | 'model' | 'poster'

/** One request for a scene, between its arrival and its answer. */
interface SceneRequest {
  readonly exchange: EmbedExchange
  readonly route: SceneRoute | 'guarded'
  readonly sceneId: string
  readonly origin: RequestOrigin | FramedOrigin
  readonly client: string
  readonly startedAt: number
}

/** What a handler behind `requireAccess` may rely on. */
export interface EmbedAccess {
  readonly keyId: string
  readonly organizationId: string
  readonly projectId: string
  readonly sceneId: string
}

export interface EmbedRoutes {
  readonly router: RequestHandler
  /** Lets a request pass that may have that scene, and answers every other one like our own routes do. */
  requireAccess(sceneIdOf: (req: Request) => string | undefined): RequestHandler
}

export function createRoutes(options: RoutesOptions): EmbedRoutes {
  const { publicUrl, trustProxy, storage, logger, verifier, usage, metrics, scenes, files } = options
  const exchangeOptions = { publicUrl, trustProxy }
  const serveFramePage = createFrameServer(options)

  const router: RequestHandler = (req, res, next) => {
    const { url } = req
    if (url.startsWith(SCENES)) {
      const target = parseSceneTarget(url)
      if (target === null || !isRead(req, 'OPTIONS')) {
        next()
        return
      }
      const exchange = new EmbedExchange(req, res, exchangeOptions)
      if (req.method === 'OPTIONS') sendPreflight(exchange, 'GET, HEAD, OPTIONS')
      else serveScene(exchange, target.route, target.sceneId)
      return
    }
    if (url.startsWith(FRAMES)) {
      const id = restOf(url, FRAMES)
      if (FRAME_ID.test(id) && isRead(req)) {
        void serveFrame(new EmbedExchange(req, res, exchangeOptions), id)
        return
      }
      if (files === null) next()
      else files(req, res, (error?: unknown) => (error === undefined ? next() : failFile(req, res, error)))
      return
    }
    if (url.startsWith(POSTERS)) {
      const sha256 = restOf(url, POSTERS)
      if (SHA256.test(sha256) && isRead(req)) {
        void servePublicPoster(new EmbedExchange(req, res, exchangeOptions), sha256)
        return
      }
    } else if (url === REPORTS || url.startsWith(`${REPORTS}?`)) {
      const exchange = new EmbedExchange(req, res, exchangeOptions)
      if (req.method === 'OPTIONS') {
        sendPreflight(exchange, 'POST, OPTIONS')
        return
      }
      if (req.method === 'POST') {
        void takeReport(exchange)
        return
      }
    }
    next()
  }

  function requireAccess(sceneIdOf: (req: Request) => string | undefined): RequestHandler {
    return (req, res, next) => {
      const exchange = new EmbedExchange(req, res, exchangeOptions)
      if (req.method === 'OPTIONS') {
        sendPreflight(exchange, 'GET, HEAD, OPTIONS')
        return
      }
      const sceneId = sceneIdOf(req) ?? ''
      verify(exchange, 'guarded', SCENE_ID.test(sceneId) ? sceneId : '', (request, granted) => {
        const { keyId, organizationId, projectId } = granted
        usage.recordUse(keyId, labelOrigin(request.origin))
        metrics.observe('guarded', 'ok', '', secondsSince(request.startedAt))
        const headers = exchange.headers()
        for (let index = 0; index < headers.length; index += 2) {
          res.setHeader(headers[index] as string, headers[index + 1] as string)
        }
        const access: EmbedAccess = { keyId, organizationId, projectId, sceneId }
        res.locals['vectreal'] = access
        next()
      })
    }
  }

  function serveScene(exchange: EmbedExchange, route: SceneRoute, sceneId: string): void {
    verify(exchange, route, sceneId, (request, granted) => {
      if (route === 'manifest') answerManifest(request, granted)
      else void answerBlob(request, route, granted)
    })
  }

  function verify(
    exchange: EmbedExchange,
    route: SceneRequest['route'],
    sceneId: string,
    pass: (request: SceneRequest, granted: Granted<PublishedScene>) => void,
  ): void {
    const { req } = exchange
    const request: SceneRequest = {
      exchange,
      route,
      sceneId,
      origin: originOf(req, sceneId),
      client: clientOf(req, trustProxy),
      startedAt: performance.now(),
    }
    const settle = (decision: Decision<PublishedScene>) => {
      try {
        if (decision.ok) pass(request, decision)
        else refuse(request, decision)
      } catch (error) {
        fail(exchange, route, request.startedAt, error)
      }
    }
    const decision = verifier.verify({
      authorization: authorizationOf(req),
      origin: request.origin,
      sceneId,
      client: request.client,
    })
    if (decision instanceof Promise) void decision.then(settle)
    else settle(decision)
  }

  /** The platform's own origin stands for nothing, except from the iframe page that this server has just issued. */
  function originOf(req: IncomingMessage, sceneId: string): RequestOrigin | FramedOrigin {
    const { headers } = req
    const origin = resolveRequestOrigin({ origin: headers['origin'], referer: headers.referer })
    const token = headers['x-vectreal-page-token']
    if (typeof token !== 'string' || origin.kind !== 'origin' || !options.ownOrigins.has(origin.origin))
      return origin
    return options.pageTokens.verify(token, sceneId) ?? origin
  }

  function answerManifest(
    request: SceneRequest,
    { scene, keyId, organizationId, projectId }: Granted<PublishedScene>,
  ) {
    const { exchange, startedAt } = request
    const { req, res } = exchange
    const { manifest, etag } = scene.payload
    const unchanged = isUnchanged(req.headers['if-none-match'], etag)
    if (unchanged) {
      res.writeHead(304, [...exchange.headers(), 'Cache-Control', KEYED_CACHE, 'ETag', etag])
      res.end()
    } else {
      res.writeHead(200, [
        ...exchange.headers(),
        'Cache-Control',
        KEYED_CACHE,
        'ETag',
        etag,
        'Content-Type',
        'application/json; charset=utf-8',
        'Content-Length',
        String(manifest.length),
      ])
      res.end(exchange.isHead ? undefined : manifest)
    }
    const origin = labelOrigin(request.origin)
    const use = { keyId, organizationId, projectId, sceneId: scene.id, origin, client: kindOf(req) }
    if (exchange.isHead) usage.recordUse(keyId, origin)
    else usage.recordLoad(use)
    metrics.observe('manifest', unchanged ? 'not_modified' : 'ok', '', secondsSince(startedAt))
  }

  async function answerBlob(
    request: SceneRequest,
    route: 'model' | 'poster',
    { scene, keyId }: Granted<PublishedScene>,
  ): Promise<void> {
    const { exchange, startedAt } = request
    const blob = scene.payload[route]
    if (blob === null) {
      sendProblem(exchange, 'not_found', null, { detail: `This scene has no ${route}.` })
      metrics.observe(route, 'not_found', '', secondsSince(startedAt))
      return
    }
    try {
      await sendBlob(exchange, blob, { storage, cacheControl: KEYED_CACHE })
      usage.recordUse(keyId, labelOrigin(request.origin))
      metrics.observe(
        route,
        exchange.res.statusCode === 304 ? 'not_modified' : 'ok',
        '',
        secondsSince(startedAt),
      )
    } catch (error) {
      fail(exchange, route, startedAt, error)
    }
  }

  function refuse(
    request: SceneRequest,
    { refusal, keyId, organizationId, projectId, cause }: Refused,
  ): void {
    const { exchange, route, sceneId, startedAt } = request
    sendRefusal(exchange, refusal)
    metrics.observe(route, refusal.code, refusal.layer ?? '', secondsSince(startedAt))
    if (refusal.code === 'temporarily_unavailable') {
      const level = cause === undefined || isAwayError(cause) ? 'debug' : 'error'
      logger[level]({ err: cause, requestId: exchange.requestId }, 'embed request not verified')
      return
    }
    usage.recordRefusal({
      keyId,
      organizationId,
      projectId,
      sceneId,
      origin: labelOrigin(request.origin),
      client: kindOf(exchange.req),
      code: refusal.code,
      layer: refusal.layer,
    })
    logger.debug(
      { requestId: exchange.requestId, code: refusal.code, route, sceneId },
      'embed request refused',
    )
  }

  async function serveFrame(exchange: EmbedExchange, sceneId: string): Promise<void> {
    const startedAt = performance.now()
    const observe = (outcome: string) => metrics.observe('frame', outcome, '', secondsSince(startedAt))
    try {
      observe(await serveFramePage(exchange, sceneId))
    } catch (error) {
      logFailure(exchange, error)
      if (exchange.res.headersSent) exchange.res.destroy()
      else sendUnavailablePage(exchange)
      observe('temporarily_unavailable')
    }
  }

  async function servePublicPoster(exchange: EmbedExchange, sha256: string): Promise<void> {
    const startedAt = performance.now()
    try {
      const poster = await scenes.findPublicPoster(sha256)
      if (poster === null) {
        sendProblem(exchange, 'not_found', null)
        metrics.observe('public_poster', 'not_found', '', secondsSince(startedAt))
        return
      }
      const headers = ['Cross-Origin-Resource-Policy', 'cross-origin']
      await sendBlob(exchange, poster, { storage, cacheControl: POSTER_CACHE, headers })
      metrics.observe('public_poster', 'ok', '', secondsSince(startedAt))
    } catch (error) {
      fail(exchange, 'public_poster', startedAt, error)
    }
  }

  async function takeReport(exchange: EmbedExchange): Promise<void> {
    const startedAt = performance.now()
    const { req, res } = exchange
    try {
      const origin = labelOrigin(
        resolveRequestOrigin({ origin: req.headers['origin'], referer: req.headers.referer }),
      )
      const outcome = await options.reports.take(req, clientOf(req, trustProxy), origin)
      if (outcome.kind === 'taken') {
        res.writeHead(204, [...exchange.headers(), 'Cache-Control', 'no-store'])
        res.end()
      } else if (outcome.kind === 'limited') {
        sendProblem(exchange, 'rate_limited', null, {}, rateLimitHeaders('embed-reports', outcome.rateLimit))
      } else if (outcome.kind === 'too_large') {
        // What is still on its way is not read.
        sendProblem(exchange, 'payload_too_large', null, {}, ['Connection', 'close'])
      } else {
        const errors = [{ path: '', message: 'the body must be a JSON report with a code' }]
        sendProblem(exchange, 'invalid_request', null, { errors })
      }
      metrics.observe('report', outcome.kind, '', secondsSince(startedAt))
    } catch (error) {
      if (!res.destroyed) fail(exchange, 'report', startedAt, error)
    }
  }

  /** The database or the store did not answer, or something is broken: nothing is served on a guess. */
  function fail(exchange: EmbedExchange, route: EmbedRoute, startedAt: number, error: unknown): void {
    logFailure(exchange, error)
    metrics.observe(route, 'temporarily_unavailable', '', secondsSince(startedAt))
    if (exchange.res.headersSent) exchange.res.destroy()
    else sendRefusal(exchange, { code: 'temporarily_unavailable', layer: null, retryAfterSeconds: 2 })
  }

  function failFile(req: IncomingMessage, res: ServerResponse, error: unknown): void {
    const exchange = new EmbedExchange(req, res, exchangeOptions)
    logFailure(exchange, error)
    if (res.headersSent) res.destroy()
    else sendProblem(exchange, 'internal_error', null)
  }

  function logFailure({ requestId }: EmbedExchange, error: unknown): void {
    logger[isAwayError(error) ? 'debug' : 'error']({ err: error, requestId }, 'embed request failed')
  }

  return { router, requireAccess }
}

function isRead({ method }: IncomingMessage, also?: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === also
}

/** The path after the prefix, without the query: whatever stands there is never read. */
function restOf(url: string, prefix: string): string {
  const query = url.indexOf('?')
  return url.slice(prefix.length, query === -1 ? undefined : query)
}

/** Null: not one of the three routes. */
function parseSceneTarget(url: string): { route: SceneRoute; sceneId: string } | null {
  const rest = restOf(url, SCENES)
  const slash = rest.indexOf('/')
  const id = slash === -1 ? rest : rest.slice(0, slash)
  const below = slash === -1 ? '' : rest.slice(slash + 1)
  if (id === '') return null
  // An id that cannot be one is refused like one that does not exist, after the key has been looked at.
  const sceneId = SCENE_ID.test(id) ? id : ''
  if (below === '') return { route: 'manifest', sceneId }
  return below === 'model' || below === 'poster' ? { route: below, sceneId } : null
}

/** Node's `fetch` sends `Sec-Fetch-Mode` as well; only browsers say from which site. */
function kindOf({ headers }: IncomingMessage): ClientKind {
  return headers['sec-fetch-site'] === undefined ? 'other' : 'browser'
}

function secondsSince(startedAt: number): number {
  return (performance.now() - startedAt) / 1000
}
