/** The browser files of embed-sdk under `/embed/`: the moving `v1.js`, and pinned ones that never change. */
import compression from 'compression'
import express, { type RequestHandler } from 'express'
import { setSecurityHeaders } from '../http/security-headers.js'

/** The moving files are asked about again after this long. */
const MOVING_SECONDS = 300
const YEAR_SECONDS = 31_536_000
/** `/<version>/<file>`. */
const PINNED = /^\/\d+\.\d+\.\d+[^/]*\//

export function createEmbedFiles(folder: string, publicUrl: string): RequestHandler {
  const compress = compression()
  const files = express.static(folder, {
    index: false,
    redirect: false,
    dotfiles: 'ignore',
    cacheControl: false,
    // A part of a packed answer would be none of the file.
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
    if (!req.url.startsWith('/embed/')) {
      next()
      return
    }
    const whole = req.url
    req.url = whole.slice('/embed'.length)
    compress(req, res, () => {
      files(req, res, (error?: unknown) => {
        req.url = whole
        next(error)
      })
    })
  }
}
