/** Whose request it is: one reading of the address for limits, audit log and request log, here and on the embed side. */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import proxyAddress from 'proxy-addr'

/** How a socket that takes both spells every IPv4 client; only a shortcut, `ipaddr.process` tells it as well. */
const SOCKET_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/
const GROUPS_OF_A_SUBNET = 4

/**
 * The peer's address, or with `trustProxy` proxies in front the one that the outermost of them saw, without port or
 * zone and in its shortest spelling; an IPv4 address mapped into IPv6 is itself. Forwarding headers beyond the trusted hops
 * are the client's own words and are not read.
 */
export function clientAddress(req: IncomingMessage, trustProxy: number): string {
  const seen = seenAddress(req, trustProxy)
  // The common case first: no colon, no IPv6.
  if (!seen.includes(':')) return seen
  const spelled = SOCKET_IPV4.exec(seen)?.[1]
  if (spelled !== undefined) return spelled
  const [bare = ''] = seen.split('%')
  return ipaddr.process(bare).toString()
}

/** What a client's requests are counted under: an IPv6 address stands for its /64, which one household or server commands whole. */
export function clientOf(req: IncomingMessage, trustProxy: number): string {
  const address = clientAddress(req, trustProxy)
  return address.includes(':') ? subnetOf(ipaddr.IPv6.parse(address)) : address
}

function seenAddress(req: IncomingMessage, trustProxy: number): string {
  const peer = req.socket.remoteAddress ?? ''
  if (trustProxy === 0) return peer
  const seen = stripPort(proxyAddress(req, (_address, hop) => hop < trustProxy) ?? '')
  return isIP(seen) === 0 ? peer : seen
}

/** `2001:db8::1` becomes `2001:db8:0:0::/64`. */
function subnetOf({ parts }: ipaddr.IPv6): string {
  const subnet = parts.slice(0, GROUPS_OF_A_SUBNET).map((group) => group.toString(16))
  return `${subnet.join(':')}::/64`
}

/** Some proxies write `1.2.3.4:567` or `[::1]:567`. */
function stripPort(hop: string): string {
  if (hop.startsWith('[')) return hop.slice(1, Math.max(hop.indexOf(']'), 1))
  const colon = hop.indexOf(':')
  return colon !== -1 && colon === hop.lastIndexOf(':') ? hop.slice(0, colon) : hop
}

/** Whether the request came from this machine itself, and through no proxy that we know nothing about. */
export function isLoopback(req: IncomingMessage): boolean {
  const { remoteAddress = '' } = req.socket
  return (
    ipaddr.isValid(remoteAddress) &&
    ipaddr.process(remoteAddress).range() === 'loopback' &&
    req.headers['x-forwarded-for'] === undefined &&
    req.headers['forwarded'] === undefined
  )
}
