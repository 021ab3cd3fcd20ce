/**
 * Resolves names for connections to strangers: checks the very address that is connected to, so that a name cannot point
 * elsewhere between the check and the connection.
 */
import { Resolver } from 'node:dns/promises'
import type { LookupAddress } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { callbackify } from 'node:util'
import { isLocalName, isPublicAddress } from './public-address.js'

const DNS_TIMEOUT_MS = 2000
const DNS_TRIES = 2

export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'
  constructor() {
    super('the address is private')
  }
}

/**
 * Asks name servers itself: the system's resolver runs on few threads that files need as well, and a name server that
 * hangs would hold them. `servers`: addresses of name servers, default the system's.
 */
export function createPublicLookup(servers?: readonly string[]): LookupFunction {
  const resolver = new Resolver({ timeout: DNS_TIMEOUT_MS, tries: DNS_TRIES })
  if (servers) resolver.setServers(servers)
  const find = callbackify((hostname: string) => findPublic(resolver, hostname))
  return (hostname, options, callback) => {
    find(hostname, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || first === undefined) callback(error ?? new PrivateAddressError(), '', 0)
      else if (options.all) callback(null, addresses)
      else callback(null, first.address, first.family)
    })
  }
}

async function findPublic(resolver: Resolver, hostname: string): Promise<LookupAddress[]> {
  if (isLocalName(hostname)) throw new PrivateAddressError()
  const addresses = await findAddresses(resolver, hostname)
  if (addresses.length === 0) throw new Error('the name does not resolve')
  const open = addresses.filter(({ address }) => isPublicAddress(address))
  if (open.length === 0) throw new PrivateAddressError()
  return open
}

async function findAddresses(resolver: Resolver, hostname: string): Promise<LookupAddress[]> {
  const none = () => [] as string[]
  const [four, six] = await Promise.all([
    resolver.resolve4(hostname).catch(none),
    resolver.resolve6(hostname).catch(none),
  ])
  return [
    ...four.map((address) => ({ address, family: 4 })),
    ...six.map((address) => ({ address, family: 6 })),
  ]
}
