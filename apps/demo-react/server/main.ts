/** Serves the built React page on an origin of its own, with its key and scenes written into the HTML. */
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import express, { type Express } from 'express'

export interface DemoOptions {
  /** Where the platform is, as a visitor's browser spells it: `http://localhost:4400`. */
  readonly platformUrl: string
  readonly scenes: readonly { readonly id: string; readonly name: string }[]
  readonly apiKey: string
}

/** The element that `src/main.tsx` reads its settings from. */
const SLOT = '<script type="application/json" id="demo"></script>'

export function createDemoReact(options: DemoOptions): Express {
  const folder = fileURLToPath(new URL('../page/', import.meta.url))
  const platform = new URL(options.platformUrl).origin
  const html = readFileSync(`${folder}index.html`, 'utf8').replace(
    SLOT,
    () =>
      `<script type="application/json" id="demo">${forScript({ ...options, platformUrl: platform })}</script>`,
  )
  const app = express()
  app.disable('x-powered-by')
  app.use((_req, res, next) => {
    res.set({
      'Content-Security-Policy': contentSecurityPolicy(platform),
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'strict-origin-when-cross-origin',
    })
    next()
  })
  app.get('/', (_req, res) => {
    res.type('html').send(html)
  })
  app.use(express.static(folder, { index: false, immutable: true, maxAge: '1y' }))
  return app
}

/** JSON that cannot end the script element it stands in. */
function forScript(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c')
}

function contentSecurityPolicy(platform: string): string {
  return [
    "default-src 'none'",
    // 'wasm-unsafe-eval' lets the geometry decoders compile; it does not allow eval().
    "script-src 'self' 'wasm-unsafe-eval'",
    `connect-src 'self' ${platform}`,
    `img-src 'self' ${platform} data: blob:`,
    "style-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
