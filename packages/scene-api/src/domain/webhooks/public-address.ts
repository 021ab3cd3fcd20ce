/** Which addresses strangers may have us call: those of the public internet, not of our own network. */
import ipaddr from 'ipaddr.js'

/** What IANA hands out as global unicast; outside of it are loopback, site-local, IPv4 in disguise and the like. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')
const DOCUMENTATION = ipaddr.IPv6.parseCIDR('3fff::/20')
/** Names that mean this machine or this network (RFC 6761, RFC 6762, ICANN's `internal`). */
const LOCAL_NAME = /(?:^|\.)(?:localhost|local|internal|home\.arpa)\.?$/i

/** `address` as a resolver or `URL.hostname` gives it, without brackets. Tunnels that end in IPv4 are not public. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  if (parsed.range() !== 'unicast') return false
  return (
    parsed.kind() === 'ipv4' ||
    (parsed.match(GLOBAL_UNICAST) && !(parsed as ipaddr.IPv6).match(DOCUMENTATION))
  )
}

export const isLocalName = (hostname: string): boolean => LOCAL_NAME.test(hostname)
