/** `OPTIONS`: any page may ask; the key decides when the request itself comes. */
import type { EmbedExchange } from './exchange.js'

/** Browsers cap it (Chromium at two hours); within it each scene costs one preflight less. */
const MAX_AGE_SECONDS = 86_400
const ALLOWED_HEADERS =
  'Authorization, Content-Type, If-None-Match, If-Range, Range, X-Request-Id, X-Vectreal-Page-Token'

export function sendPreflight(exchange: EmbedExchange, methods: string): void {
  exchange.res.writeHead(204, [
    ...exchange.headers(),
    'Access-Control-Allow-Methods',
    methods,
    'Access-Control-Allow-Headers',
    ALLOWED_HEADERS,
    'Access-Control-Max-Age',
    String(MAX_AGE_SECONDS),
    'Cache-Control',
    `public, max-age=${MAX_AGE_SECONDS}`,
  ])
  exchange.res.end()
}
