/** Node's header object as a Fetch `Headers`. */
import type { IncomingHttpHeaders } from 'node:http'

/** Of the connection, not of the request. */
const DROPPED = new Set(['connection', 'content-length', 'transfer-encoding', 'keep-alive', 'upgrade'])

export function toHeaders(given: IncomingHttpHeaders): Headers {
  const headers = new Headers()
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || DROPPED.has(name)) continue
    headers.set(name, Array.isArray(value) ? value.join(', ') : value)
  }
  return headers
}
