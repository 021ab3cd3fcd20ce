/** `OPTIONS`: any page may ask; the key decides when the request itself comes. */
import type { EmbedExchange } from './exchange.js'

/** Browsers cap it (Chromium at two hours); within it each scene costs one preflight less. */
const MAX_AGE_SECONDS = 86_400
const OWN_HEADERS =
  'Authorization, Content-Type, If-None-Match, If-Range, Range, X-Request-Id, X-Vectreal-Page-Token'
/** A field name (RFC 9110 §5.1). */
const FIELD_NAME = /^[\w!#$%&'*+.^`|~-]+$/
/** Names that a page may add. Monitoring adds three or four. */
const MAX_ADDED = 64
const MAX_ADDED_CHARACTERS = 4096

export function sendPreflight(exchange: EmbedExchange, methods: string): void {
  exchange.res.writeHead(204, [
    ...exchange.headers('Access-Control-Request-Headers'),
    'Access-Control-Allow-Methods',
    methods,
    'Access-Control-Allow-Headers',
    allowedHeaders(exchange.req.headers['access-control-request-headers']),
    'Access-Control-Max-Age',
    String(MAX_AGE_SECONDS),
    'Cache-Control',
    `public, max-age=${MAX_AGE_SECONDS}`,
  ])
  exchange.res.end()
}

/** Ours, and whatever else the page asks for: its monitoring adds headers to every fetch, and they are ignored here. */
function allowedHeaders(requested: string | undefined): string {
  if (requested === undefined || requested.length > MAX_ADDED_CHARACTERS) return OWN_HEADERS
  const own = new Set(OWN_HEADERS.toLowerCase().split(', '))
  const added = requested
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => FIELD_NAME.test(name) && !own.has(name))
  return [OWN_HEADERS, ...new Set(added.slice(0, MAX_ADDED))].join(', ')
}
