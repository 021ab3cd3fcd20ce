/** Web origins of http and https in their serialized form (RFC 6454 §6.2), taken apart without a URL parser. */

export type Scheme = 'http' | 'https'

export interface Origin {
  readonly scheme: Scheme
  /** Lower-case ASCII; IPv6 in brackets. */
  readonly host: string
  /** Always set: the scheme's own where the text names none. */
  readonly port: number
}

export const DEFAULT_PORT: Readonly<Record<Scheme, number>> = { http: 80, https: 443 }

/** `https://` + 253 characters of host + `:65535`, rounded up. */
const MAX_LENGTH = 270

const HOST = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])$/
const PORT = /^[1-9][0-9]{0,4}$/

/** Null for whatever is not exactly one http(s) origin: paths, userinfo, lists, other schemes, `null`. */
export function parseOrigin(text: string): Origin | null {
  if (text.length > MAX_LENGTH) return null
  const lower = text.toLowerCase()
  const scheme = lower.startsWith('https://') ? 'https' : lower.startsWith('http://') ? 'http' : null
  if (scheme === null) return null
  const authority = lower.slice(scheme.length + 3)
  const portAt = authority.endsWith(']') ? -1 : authority.lastIndexOf(':')
  const host = portAt === -1 ? authority : authority.slice(0, portAt)
  if (!HOST.test(host)) return null
  if (portAt === -1) return { scheme, host, port: DEFAULT_PORT[scheme] }
  const digits = authority.slice(portAt + 1)
  const port = PORT.test(digits) ? Number(digits) : 0
  return port >= 1 && port <= 65_535 ? { scheme, host, port } : null
}

export function serializeOrigin({ scheme, host, port }: Origin): string {
  return port === DEFAULT_PORT[scheme] ? `${scheme}://${host}` : `${scheme}://${host}:${port}`
}

/** `localhost`, what lies below it, and the two loopback addresses; never a name that only looks like them. */
export function isLocalhost(host: string): boolean {
  return host === 'localhost' || host === '127.0.0.1' || host === '[::1]' || host.endsWith('.localhost')
}
