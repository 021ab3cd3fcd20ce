/** The browser files of embed-sdk under `/embed/`: the moving `v1.js`, and pinned ones that never change. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import compression from 'compression'
import express, { type Request, type Response } from 'express'
import type { BaseContext } from '../context.js'
import { setSecurityHeaders } from '../http/security-headers.js'
import { EmbedExchange } from './exchange.js'
import { sendProblem } from './problem-response.js'

/** The moving files are asked about again after this long. */
const MOVING_SECONDS = 300
const YEAR_SECONDS = 31_536_000
/** `/<version>/<file>`. */
const PINNED = /^\/\d+\.\d+\.\d+[^/]*\//

/** Sends the file that a path names, and calls `next` where there is none. */
export type EmbedFiles = (req: IncomingMessage, res: ServerResponse, next: () => void) => void

export function createEmbedFiles(
  folder: string,
  { logger, settings }: Pick<BaseContext, 'logger' | 'settings'>,
): EmbedFiles {
  const { publicUrl } = settings
  const compress = compression()
  const files = express.static(folder, {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    cacheControl: false,
    // Partial responses of a compressed file make no sense.
    acceptRanges: false,
    setHeaders(res) {
      const isPinned = PINNED.test((res.req.url ?? '').split('?', 1)[0] ?? '')
      res.setHeader(
        'Cache-Control',
        isPinned ? `public, max-age=${YEAR_SECONDS}, immutable` : `public, max-age=${MOVING_SECONDS}`,
      )
      // Any page may run them, with `crossorigin` and `integrity` too.
      res.setHeader('Access-Control-Allow-Origin', '*')
      res.setHeader('Cross-Origin-Resource-Policy', 'cross-origin')
      // A worker of a cross-origin-isolated page has to opt in like the page.
      res.setHeader('Cross-Origin-Embedder-Policy', 'require-corp')
      setSecurityHeaders(res, publicUrl)
      res.setHeader('Timing-Allow-Origin', '*')
    },
  })

  return (req, res, next) => {
    const whole = req.url ?? ''
    if (!whole.startsWith('/embed/')) {
      next()
      return
    }
    req.url = whole.slice('/embed'.length)
    const settle = (error?: unknown) => {
      req.url = whole
      if (error === undefined) next()
      else fail(new EmbedExchange(req, res, settings), error)
    }
    compress(req as Request, res as Response, () => files(req as Request, res as Response, settle))
  }

  function fail(exchange: EmbedExchange, error: unknown): void {
    logger.error({ err: error, requestId: exchange.requestId }, 'embed file not sent')
    if (exchange.res.headersSent) exchange.res.destroy()
    else sendProblem(exchange, 'internal_error', null)
  }
}
