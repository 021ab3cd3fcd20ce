/** The embed routes, put together: each request is matched and handled here, or handed on. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Logger } from 'pino'
import type { EmbedRouteName } from '../contract/embed.js'
import { type AdmissionOptions, createAdmission } from './admit-request.js'
import type { ArRoutes } from './ar/ar-routes.js'
import type { EmbedFiles } from './embed-files.js'
import { type Audience, EmbedExchange } from './exchange.js'
import type { SharedFailureLimiter } from './failure-limiter.js'
import { sendUnavailablePage } from './frame-page.js'
import { matchRoute } from './match-route.js'
import type { Metrics } from './metrics.js'
import { sendPreflight } from './preflight.js'
import type { PublicScenes } from './public-scenes.js'
import type { Reports } from './reports.js'
import type { HandleRoute } from './routes/handle-route.js'
import { handleAr } from './routes/ar.js'
import { handleArFile } from './routes/ar-file.js'
import { handleBlob } from './routes/blob.js'
import { handleFrame } from './routes/frame.js'
import { createRequireAccess, type RequireAccess } from './routes/guarded.js'
import { handleManifest } from './routes/manifest.js'
import { handlePublicPoster, handleScenePicture } from './routes/public-poster.js'
import { handleReport } from './routes/report.js'
import { createRunRequest } from './run-request.js'
import type { BlobSource } from './send-blob.js'

export interface RoutesOptions extends AdmissionOptions {
  readonly publicUrl: string
  readonly blobs: BlobSource
  readonly logger: Logger
  readonly limiter: SharedFailureLimiter
  readonly reports: Reports
  readonly metrics: Metrics
  readonly scenes: PublicScenes
  readonly files: EmbedFiles | null
  readonly ar: ArRoutes
}

/** Whose responses are not for the page that asks alone. */
const AUDIENCES: Partial<Record<EmbedRouteName, Audience>> = {
  ar_file: 'program',
  public_poster: 'everybody',
  scene_picture: 'everybody',
}

/** Handles what is an embed request, and calls `next` for everything else. */
export type EmbedRouter = (req: IncomingMessage, res: ServerResponse, next: () => void) => void

export interface EmbedRoutes {
  readonly router: EmbedRouter
  readonly requireAccess: RequireAccess
}

export function createRoutes(options: RoutesOptions): EmbedRoutes {
  const { publicUrl, trustProxy, blobs, usage, scenes, files, ar, reports } = options
  const exchangeOptions = { publicUrl, trustProxy }
  const run = createRunRequest(options)
  const admission = createAdmission(options)
  const handlers: Record<EmbedRouteName, HandleRoute> = {
    manifest: handleManifest(admission, usage),
    model: handleBlob('model', admission, { usage, blobs }),
    poster: handleBlob('poster', admission, { usage, blobs }),
    ar: handleAr(admission, ar),
    ar_file: handleArFile(admission, options),
    frame: handleFrame(options),
    public_poster: handlePublicPoster(scenes, blobs),
    scene_picture: handleScenePicture(scenes, blobs),
    report: handleReport(reports, trustProxy),
  }

  const router: EmbedRouter = (req, res, next) => {
    const match = matchRoute(req.method, req.url ?? '')
    if (match === null) {
      if (files === null) next()
      else files(req, res, next)
      return
    }
    const audience = match.kind === 'preflight' ? 'page' : AUDIENCES[match.route]
    const exchange = new EmbedExchange(req, res, exchangeOptions, audience)
    if (match.kind === 'preflight') {
      sendPreflight(exchange, match.methods)
      return
    }
    const { route, value } = match
    const sendFailure = route === 'frame' ? sendUnavailablePage : undefined
    run(route, exchange, () => handlers[route](exchange, value), sendFailure)
  }

  return { router, requireAccess: createRequireAccess(admission, { run, usage, exchangeOptions }) }
}
