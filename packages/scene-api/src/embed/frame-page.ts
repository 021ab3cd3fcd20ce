/** `GET /embed/:sceneId`: a page to frame, for sites that take no script. The key stays in the address's fragment. */
import { type RateLimit, resolveRequestOrigin } from '@vectreal/auth-core'
import { countNoun } from '../count-noun.js'
import { securityHeaders } from '../http/security-headers.js'
import type { EmbedExchange } from './exchange.js'
import type { Framing } from './public-scenes.js'
import { rateLimitHeaders } from '../http/rate-limit.js'

/** Documents that are not the top one. */
const FRAMED = new Set(['iframe', 'frame', 'embed', 'object', 'fencedframe'])

/** Common proxies take 4 KB for all headers of a response; the others have room beside this one. */
const MAX_POLICY_LENGTH = 3000

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

/** What the page may do; `frame-ancestors` follows. */
function framePolicy(publicUrl: string): string {
  return [
    "default-src 'none'",
    `script-src 'self' ${publicUrl} 'wasm-unsafe-eval'`,
    `worker-src 'self' ${publicUrl} blob:`,
    `connect-src 'self' ${publicUrl} blob: data:`,
    `img-src 'self' ${publicUrl} blob: data:`,
    "style-src 'self' 'unsafe-inline'",
    "base-uri 'none'",
    "form-action 'none'",
    'frame-ancestors ',
  ].join('; ')
}

/** How long the sources of `frame-ancestors` may be. */
export const maxAncestorsLength = ({ publicUrl }: EmbedExchange): number =>
  MAX_POLICY_LENGTH - framePolicy(publicUrl).length

/** Of the scene it has what needs no key, a public poster: whoever has a key asks with it. */
export function sendFramePage(
  exchange: EmbedExchange,
  {
    sources,
    token,
    publicPoster,
  }: Pick<Framing, 'publicPoster'> & { readonly sources: readonly string[]; readonly token: string },
): void {
  send(exchange, 200, framePolicy(exchange.publicUrl) + sources.join(' '), {
    title: '3D scene',
    head: `<meta name="vectreal-page-token" content="${escape(token)}">\n<script src="/embed/frame.js" defer></script>`,
    body: `<noscript>${pictureOf(exchange, publicPoster)}This 3D scene needs JavaScript.</noscript>`,
  })
}

/** The sentence beside it says what it is a picture of as well as anything that needs no key. */
function pictureOf({ publicUrl }: EmbedExchange, poster: Framing['publicPoster']): string {
  if (poster === null) return ''
  const { sha256, width, height } = poster
  const source = escape(`${publicUrl}/posters/${sha256}`)
  return `<img src="${source}" width="${width}" height="${height}" alt="" style="display:block;width:100%;height:auto">`
}

const REFUSED_FRAMES = {
  nobody: 'The allowlist of the scene’s project is empty. Add the site that embeds the scene to it.',
  not_allowed:
    'The site that embeds this page is not on the allowlist of the scene’s project. Add its origin there, or embed the scene from a site that is on it.',
  unknown_embedder:
    'The browser did not say which site embeds this page, and the allowlist is too long to be sent without knowing. Give the iframe the attribute referrerpolicy="strict-origin".',
} as const

export function sendRefusedFramePage(exchange: EmbedExchange, reason: keyof typeof REFUSED_FRAMES): void {
  const title = 'This site may not show the scene'
  sendNotice(exchange, { status: 403, title, text: REFUSED_FRAMES[reason], ancestors: "'none'" })
}

export function sendUnframedPage(exchange: EmbedExchange): void {
  sendNotice(exchange, {
    status: 403,
    title: 'This page is made to be embedded',
    text: 'The address belongs into the src attribute of an iframe, on a site that is on the allowlist of the scene’s project. Opened by itself it shows nothing, because the browser could not hold it to that list.',
  })
}

export function sendMissingScenePage(exchange: EmbedExchange): void {
  sendNotice(exchange, {
    status: 404,
    title: 'There is no such scene',
    text: 'The scene does not exist or is not published. Check the scene id in the address of the iframe.',
  })
}

export function sendUnavailablePage(exchange: EmbedExchange): void {
  sendNotice(exchange, {
    status: 503,
    title: 'Temporarily unavailable',
    text: 'Please try again in a moment.',
    headers: ['Retry-After', '2'],
  })
}

export function sendLimitedPage(exchange: EmbedExchange, rateLimit: RateLimit): void {
  sendNotice(exchange, {
    status: 429,
    title: 'Too many refused requests',
    text: `Please try again in ${countNoun(rateLimit.retryAfterSeconds, 'second')}.`,
    headers: rateLimitHeaders('auth-failures', rateLimit),
  })
}

interface Notice {
  readonly status: number
  readonly title: string
  readonly text: string
  readonly headers?: readonly string[]
  /** Default: the notice may be read inside any site. */
  readonly ancestors?: "'none'"
}

function sendNotice(exchange: EmbedExchange, { status, title, text, headers, ancestors }: Notice): void {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
  const body = `<main style="font:1rem/1.5 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1rem"><h1 style="font-size:1.25rem">${escape(title)}</h1><p>${escape(text)}</p></main>`
  const framing = ancestors === undefined ? '' : `; frame-ancestors ${ancestors}`
  send(exchange, status, policy + framing, { title, head: '', body }, headers)
}

function send(
  { res, requestId, isHead, publicUrl }: EmbedExchange,
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
    'Sec-Fetch-Dest, Referer',
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
    ...securityHeaders(publicUrl),
    ...headers,
  ])
  res.end(isHead ? undefined : html)
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
