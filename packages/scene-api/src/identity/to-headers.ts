/** The headers of a request that the sign-in library gets to see. */
import type { IncomingHttpHeaders } from 'node:http'

/** Who asks and from where. Anything else, forwarding headers above all, would be a client's own word. */
const PASSED = [
  'cookie',
  'origin',
  'referer',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'sec-fetch-site',
  'user-agent',
] as const

export function toHeaders(given: IncomingHttpHeaders): Headers {
  const headers = new Headers()
  for (const name of PASSED) {
    const value = given[name]
    if (typeof value === 'string') headers.set(name, value)
  }
  return headers
}
