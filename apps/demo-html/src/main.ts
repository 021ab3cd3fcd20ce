/** A shop's product page on an origin of its own, showing scenes with one script tag. */
import express, { type Express } from 'express'
import type { DemoOptions, DemoScene } from './options.js'
import { renderPage } from './page.js'
import { styles } from './styles.js'

export type { DemoOptions, DemoScene }

/** Spelled like a key, but none: the page that shows what a refusal looks like uses it. */
const NO_KEY = 'vctrl_not-a-key'

export function createDemoHtml(options: DemoOptions): Express {
  const platform = new URL(options.platformUrl).origin
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
    res.type('html').send(renderPage({ ...options, platformUrl: platform }))
  })
  app.get('/refused', (_req, res) => {
    res.type('html').send(
      renderPage({
        platformUrl: platform,
        scenes: options.scenes.slice(0, 1),
        apiKey: NO_KEY,
        note: 'This page carries a key that is none. Visitors see a calm line; on localhost the reason stands beside it.',
      }),
    )
  })
  app.get('/styles.css', (_req, res) => {
    res.type('css').send(styles)
  })
  return app
}

/** What a page needs for scenes of any kind, and nothing else: no inline script, no third party. */
function contentSecurityPolicy(platform: string): string {
  return [
    "default-src 'none'",
    // 'wasm-unsafe-eval' lets the geometry decoders compile; it does not allow eval().
    `script-src ${platform} 'wasm-unsafe-eval'`,
    `connect-src ${platform}`,
    `img-src 'self' ${platform} data: blob:`,
    "style-src 'self'",
    `worker-src ${platform} blob:`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ')
}
