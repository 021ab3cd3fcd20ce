/** Origins in their serialized form (RFC 6454 §6.2), taken apart without a URL parser. */
import { isLocalhost } from '@vectreal/scene-format'

export type WebScheme = 'http' | 'https'
/** Schemes under which native apps and browser extensions serve their own pages. They have no ports. */
export type AppScheme = 'capacitor' | 'ionic' | 'tauri' | 'app' | 'chrome-extension' | 'moz-extension'
export type Scheme = WebScheme | AppScheme

export interface Origin {
  readonly scheme: Scheme
  /** Lower-case ASCII; IPv6 in brackets. */
  readonly host: string
  /** Always set: the scheme's own where the text names none, 0 for a scheme without ports. */
  readonly port: number
}

export const DEFAULT_PORT: Readonly<Record<Scheme, number>> = {
  http: 80,
  https: 443,
  capacitor: 0,
  ionic: 0,
  tauri: 0,
  app: 0,
  'chrome-extension': 0,
  'moz-extension': 0,
}

/** `https://` + 253 characters of host + `:65535`, rounded up. */
const MAX_LENGTH = 270

const SCHEME = /^([a-z-]{3,16}):\/\//
const HOST = /^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])$/
const PORT = /^[1-9][0-9]{0,4}$/
/** The hosts that each app scheme has: the mobile shells serve from one name, extensions from their id. */
const APP_HOST: Readonly<Record<AppScheme, RegExp>> = {
  capacitor: /^localhost$/,
  ionic: /^localhost$/,
  tauri: /^localhost$/,
  app: /^[a-z0-9_-]+(?:\.[a-z0-9_-]+)*$/,
  'chrome-extension': /^[a-p]{32}$/,
  'moz-extension': /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
}

/** Null for whatever is not exactly one origin: paths, userinfo, lists, other schemes, `null`. */
export function parseOrigin(text: string): Origin | null {
  if (text.length > MAX_LENGTH) return null
  const lower = text.toLowerCase()
  const scheme = SCHEME.exec(lower)?.[1]
  if (scheme === undefined) return null
  const authority = lower.slice(scheme.length + 3)
  if (isAppScheme(scheme))
    return APP_HOST[scheme].test(authority) ? { scheme, host: authority, port: 0 } : null
  if (scheme !== 'https' && scheme !== 'http') return null
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

export function isAppScheme(scheme: string): scheme is AppScheme {
  return Object.hasOwn(APP_HOST, scheme)
}

/** Of a web scheme: `capacitor://localhost` is an app, not a development server. */
export function isLocalhostOrigin({ scheme, host }: Origin): boolean {
  return !isAppScheme(scheme) && isLocalhost(host)
}

/**
 * The origins of released apps whose web view serves them from a name below localhost: Capacitor on Android, and Tauri
 * on Windows and Android. Only a development server has a port.
 */
const APP_LOCALHOST = new Set(['https://localhost', 'http://localhost', 'http://tauri.localhost'])

export function isAppLocalhost(origin: Origin): boolean {
  return APP_LOCALHOST.has(serializeOrigin(origin))
}
