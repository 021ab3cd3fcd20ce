/** Which site an origin belongs to. */
import { isLocalhost } from '@vectreal/scene-format'
import { parse } from 'tldts'

/**
 * The registrable domain: `www.example.com` and `example.com` are one site, `a.vercel.app` and `b.vercel.app` two.
 * Null for localhost and for what is no origin, such as `(none)`.
 */
export function siteOf(origin: string): string | null {
  if (!/^https?:\/\//.test(origin)) return null
  const { domain, hostname, isIp } = parse(origin, { allowPrivateDomains: true })
  if (hostname === null || isLocalhost(isIp === true && hostname.includes(':') ? `[${hostname}]` : hostname))
    return null
  return isIp === true ? hostname : (domain ?? hostname)
}
