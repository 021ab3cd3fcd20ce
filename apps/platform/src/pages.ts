/** What is served besides the API: the dashboard's files and the way to it. */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createDocs } from '@vectreal/docs'
import compression from 'compression'
import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express'
import type { Logger } from 'pino'
import { demoUrls } from './demo/demo-urls.js'

/** The folder of built files of one of our packages. */
export function distOf(name: string, ...below: string[]): string {
  return join(dirname(createRequire(import.meta.url).resolve(`${name}/package.json`)), 'dist', ...below)
}

/** The dashboard talks to this server alone; decoders of the scene preview are WebAssembly in workers. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  "connect-src 'self' blob: data:",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ')

interface PagesOptions {
  readonly sourceUrl: string
  readonly publicUrl: string
  /** The platform's own port. */
  readonly port: number
  readonly logger: Logger
}

export function createPages({ sourceUrl, publicUrl, port, logger }: PagesOptions): Express {
  const app = express()
  app.disable('x-powered-by')
  app.use((_req, res, next) => {
    setSecurityHeaders(res)
    next()
  })
  app.use(compression())
  app.get('/', (_req, res) => res.redirect(302, '/dashboard'))
  app.get('/operator', (_req, res) => res.redirect(302, '/dashboard/operator'))
  // AGPL section 13: whoever uses this copy over a network gets the source of this copy.
  app.get('/source', (_req, res) => res.redirect(302, sourceUrl))
  app.use('/docs', createDocs({ publicUrl, demoUrls: demoUrls(port) }))
  mountDashboard(app, distOf('@vectreal/dashboard'))
  app.use(sendNotFound)
  app.use(sendError(logger))
  return app
}

const sendNotFound = (_req: Request, res: Response): void => {
  res.status(404).type('text/plain').send('There is no such page.\n')
}

/** Express itself would show the error with the paths of this machine. */
function sendError(logger: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    if (res.headersSent) {
      next(error)
      return
    }
    const { status = 500 } = error as { status?: number }
    if (status < 500) {
      sendNotFound(req, res)
      return
    }
    logger.error({ err: error }, 'page not served')
    res.status(500).type('text/plain').send('This page cannot be shown. Please try again.\n')
  }
}

function setSecurityHeaders(res: Response): void {
  res.set({
    'Content-Security-Policy': CONTENT_SECURITY_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    'Cross-Origin-Opener-Policy': 'same-origin',
  })
}

/** Hashed files never change; every other address below /dashboard is one of the app's own pages. */
function mountDashboard(app: Express, folder: string): void {
  const index = join(folder, 'index.html')
  app.use(
    '/dashboard/assets',
    express.static(join(folder, 'assets'), {
      immutable: true,
      maxAge: '1y',
      index: false,
      fallthrough: false,
    }),
  )
  app.use('/dashboard', express.static(folder, { index: false, redirect: false }))
  app.get('/dashboard{/*path}', (_req, res, next) => {
    if (!existsSync(index)) {
      next()
      return
    }
    // The page of a signed-in person is not to come back from a cache, the browser's back button included.
    // By its folder: a whole path is refused where a part of it begins with a dot, as pnpm's do.
    res.sendFile('index.html', { root: folder, headers: { 'Cache-Control': 'no-store' } })
  })
}
