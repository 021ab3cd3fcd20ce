/** Whose request it is: one reading of the address for limits, audit log and request log, here and on the embed side. */
import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'

/** How a socket that takes both spells every IPv4 client; only a shortcut, groups tell it as well. */
const SOCKET_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/
/** The last two groups, as RFC 4291 §2.2 lets them be written. */
const DOTTED_TAIL = /(\d+)\.(\d+)\.(\d+)\.(\d+)$/
const GROUPS_OF_A_SUBNET = 4

/**
 * The peer's address, or with `trustProxy` proxies in front the one that the outermost of them saw, without port or
 * zone; an IPv4 address mapped into IPv6 is itself. Forwarding headers beyond the trusted hops are the client's own
 * words and are not read.
 */
export function clientAddress(req: IncomingMessage, trustProxy: number): string {
  const seen = seenAddress(req, trustProxy)
  // The common case first: no colon, no IPv6.
  if (!seen.includes(':')) return seen
  const spelled = SOCKET_IPV4.exec(seen)?.[1]
  if (spelled !== undefined) return spelled
  const [bare = ''] = seen.split('%')
  return mappedIpv4(groupsOf(bare)) ?? bare
}

/** What a client's requests are counted under: an IPv6 address stands for its /64, which one household or server commands whole. */
export function clientOf(req: IncomingMessage, trustProxy: number): string {
  const address = clientAddress(req, trustProxy)
  return address.includes(':') ? subnetOf(groupsOf(address)) : address
}

function seenAddress(req: IncomingMessage, trustProxy: number): string {
  const peer = req.socket.remoteAddress ?? ''
  if (trustProxy === 0) return peer
  const forwarded = req.headers['x-forwarded-for']
  const hops = (typeof forwarded === 'string' ? forwarded : '').split(',').map((hop) => stripPort(hop.trim()))
  // The nearest proxy appends last; fewer entries than proxies means that the request came in further inside.
  const seen = hops[Math.max(0, hops.length - trustProxy)] ?? ''
  return isIP(seen) === 0 ? peer : seen
}

/** The eight groups of an IPv6 address without a zone. */
function groupsOf(address: string): readonly number[] {
  const [head = '', tail] = address.replace(DOTTED_TAIL, toHexGroups).split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length)
  return [...left, ...Array<string>(zeros).fill('0'), ...right].map((group) => Number.parseInt(group, 16))
}

function toHexGroups(_dotted: string, ...parts: string[]): string {
  const [a = 0, b = 0, c = 0, d = 0] = parts.map(Number)
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`
}

/** An IPv4 client in an IPv6 address, RFC 4291 §2.5.5.2: `::ffff:7.7.7.7`, or `::ffff:707:707`. */
function mappedIpv4(groups: readonly number[]): string | null {
  const [high = 0, low = 0] = groups.slice(6)
  if (groups[5] !== 0xffff || groups.slice(0, 5).some((group) => group !== 0)) return null
  return [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.')
}

/** `2001:db8::1` becomes `2001:db8:0:0::/64`. */
function subnetOf(groups: readonly number[]): string {
  const subnet = groups.slice(0, GROUPS_OF_A_SUBNET).map((group) => group.toString(16))
  return `${subnet.join(':')}::/64`
}

/** Some proxies write `1.2.3.4:567` or `[::1]:567`. */
function stripPort(hop: string): string {
  if (hop.startsWith('[')) return hop.slice(1, Math.max(hop.indexOf(']'), 1))
  const colon = hop.indexOf(':')
  return colon !== -1 && colon === hop.lastIndexOf(':') ? hop.slice(0, colon) : hop
}

const LOOPBACK = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/i

/** Whether the request came from this machine itself, and through no proxy that we know nothing about. */
export function isLoopback(req: IncomingMessage): boolean {
  return (
    LOOPBACK.test(req.socket.remoteAddress ?? '') &&
    req.headers['x-forwarded-for'] === undefined &&
    req.headers['forwarded'] === undefined
  )
}
