/** `GET /embed/:sceneId`: a page to frame, for sites that take no script. The key stays in the address's fragment. */
import {
  compileAllowlist,
  parseDomainPattern,
  type RateLimit,
  resolveRequestOrigin,
} from '@vectreal/auth-core'
import type { EmbedExchange } from './exchange.js'
import { rateLimitHeaders } from './problem-answer.js'

/** Documents that are not the top one. */
const FRAMED = new Set(['iframe', 'frame', 'embed', 'object', 'fencedframe'])

export interface FramedScene {
  readonly name: string
  readonly allowedDomains: readonly string[]
  readonly allowLocalhost: boolean
}

export interface FramePageOptions {
  readonly publicUrl: string
  readonly token: string
}

/** True where the browser says that the page would be opened by itself, with nobody to hold to the allowlist. */
export function isUnframed({ req }: EmbedExchange): boolean {
  const destination = req.headers['sec-fetch-dest']
  return typeof destination === 'string' && !FRAMED.has(destination)
}

/** The site that frames the page, as its browser names it. */
export function embedderOf({ req }: EmbedExchange): string | null {
  const origin = resolveRequestOrigin({ referer: req.headers.referer })
  return origin.kind === 'origin' ? origin.origin : null
}

export function sendFramePage(exchange: EmbedExchange, scene: FramedScene, options: FramePageOptions): void {
  const { publicUrl, token } = options
  const policy = [
    "default-src 'none'",
    `script-src 'self' ${publicUrl} 'wasm-unsafe-eval'`,
    `worker-src 'self' ${publicUrl} blob:`,
    `connect-src 'self' ${publicUrl} blob: data:`,
    `img-src 'self' ${publicUrl} blob: data:`,
    "style-src 'self' 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${frameAncestors(scene, embedderOf(exchange))}`,
  ].join('; ')
  send(exchange, 200, policy, {
    title: scene.name,
    head: `<meta name="vectreal-page-token" content="${escape(token)}">\n<script src="/embed/frame.js" defer></script>`,
    body: '<noscript>This 3D scene needs JavaScript.</noscript>',
  })
}

export function sendUnframedPage(exchange: EmbedExchange): void {
  sendNotice(
    exchange,
    403,
    'This page is made to be embedded',
    'The address belongs into the src attribute of an iframe, on a site that is on the allowlist of the scene’s project. Opened by itself it shows nothing, because the browser could not hold it to that list.',
  )
}

export function sendMissingScenePage(exchange: EmbedExchange): void {
  sendNotice(
    exchange,
    404,
    'There is no such scene',
    'The scene does not exist or is not published. Check the scene id in the address of the iframe.',
  )
}

export function sendUnavailablePage(exchange: EmbedExchange): void {
  sendNotice(exchange, 503, 'Temporarily unavailable', 'Please try again in a moment.', ['Retry-After', '2'])
}

export function sendLimitedPage(exchange: EmbedExchange, rateLimit: RateLimit): void {
  sendNotice(
    exchange,
    429,
    'Too many refused requests',
    `Please try again in ${rateLimit.retryAfterSeconds} seconds.`,
    rateLimitHeaders('auth-failures', rateLimit),
  )
}

function sendNotice(
  exchange: EmbedExchange,
  status: number,
  title: string,
  text: string,
  headers: readonly string[] = [],
): void {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
  const body = `<main style="font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem"><h1 style="font-size:1.25rem">${escape(title)}</h1><p>${escape(text)}</p></main>`
  send(exchange, status, policy, { title, head: '', body }, headers)
}

function send(
  { res, requestId, isHead }: EmbedExchange,
  status: number,
  policy: string,
  page: { title: string; head: string; body: string },
  headers: readonly string[] = [],
): void {
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(page.title)}</title>
${page.head}
</head>
<body>${page.body}</body>
</html>
`
  res.writeHead(status, [
    'X-Request-Id',
    requestId,
    'Content-Type',
    'text/html; charset=utf-8',
    'Content-Length',
    String(Buffer.byteLength(html)),
    // Every load brings a token of its own, and the allowlist as it is now.
    'Cache-Control',
    'private, no-store',
    'Vary',
    'Sec-Fetch-Dest',
    'Content-Security-Policy',
    policy,
    // Our own requests from the page carry its origin, and other sites learn nothing of its address.
    'Referrer-Policy',
    'same-origin',
    // Cross-origin-isolated pages frame only what opts in. All that the page loads is of this origin, or readable by any.
    'Cross-Origin-Resource-Policy',
    'cross-origin',
    'Cross-Origin-Embedder-Policy',
    'require-corp',
    'X-Content-Type-Options',
    'nosniff',
    ...headers,
  ])
  res.end(isHead ? undefined : html)
}

/**
 * The allowlist in the words of CSP. It has none for an IPv6 address (`http://[::1]` cannot frame) and none for a `*`
 * inside a label: a page that such an entry lets in is named by its own origin.
 */
function frameAncestors({ allowedDomains, allowLocalhost }: FramedScene, embedder: string | null): string {
  const sources = allowedDomains
    .filter((pattern) => !isLabelWildcard(pattern))
    .map((pattern) => (pattern.includes('://') ? pattern : `https://${pattern}`))
  const byLabel = compileAllowlist({
    allowedDomains: allowedDomains.filter(isLabelWildcard),
    allowLocalhost: false,
  })
  if (embedder !== null && byLabel.match(embedder).allowed) sources.push(embedder)
  if (allowLocalhost) {
    for (const scheme of ['http', 'https']) {
      for (const host of ['localhost', '*.localhost', '127.0.0.1']) sources.push(`${scheme}://${host}:*`)
    }
  }
  const said = sources.filter((source) => !source.includes('['))
  return said.length === 0 ? "'none'" : said.join(' ')
}

function isLabelWildcard(pattern: string): boolean {
  return typeof (parseDomainPattern(pattern)?.wildcard ?? 'subdomains') === 'object'
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
