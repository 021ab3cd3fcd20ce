/** Reads what an OpenID provider says of itself, without letting anybody reach our own network through us. */
import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import {
  computeDiscoveryUrl,
  DiscoveryError,
  normalizeDiscoveryUrls,
  type OIDCDiscoveryDocument,
  selectTokenEndpointAuthMethod,
  validateDiscoveryDocument,
} from '@better-auth/sso'
import { isLocalName, isPublicAddress } from '../../domain/webhooks/public-address.js'
import { createPublicLookup } from '../../domain/webhooks/public-lookup.js'
import { invalidRequest } from '../../problem.js'

const lookupPublic = createPublicLookup()
const TIMEOUT_MS = 10_000
const MAX_BYTES = 256 * 1024

/** What is kept of a provider, in the form of the plug-in. */
export interface ProviderEndpoints {
  readonly discoveryEndpoint: string
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly jwksEndpoint: string
  readonly userInfoEndpoint: string | undefined
  readonly tokenEndpointAuthentication: 'client_secret_basic' | 'client_secret_post'
}

/**
 * `allowPrivate`: as for webhooks, a server on a developer's machine may call that machine, without TLS too. Elsewhere every
 * address must be `https:` and public; the certificate then also binds each later call to the name. Throws 400 naming `issuer`.
 */
export async function discoverProvider(issuer: string, allowPrivate: boolean): Promise<ProviderEndpoints> {
  const isAllowed = (url: string): boolean => allowPrivate || isPublicHttps(url)
  const discoveryEndpoint = computeDiscoveryUrl(issuer)
  if (!isAllowed(discoveryEndpoint)) throw wrongIssuer('must be an https address on the public internet')
  try {
    const found = JSON.parse(await fetchText(discoveryEndpoint, allowPrivate)) as OIDCDiscoveryDocument
    validateDiscoveryDocument(found, issuer)
    const document = normalizeDiscoveryUrls(found, issuer, isAllowed)
    const method = selectTokenEndpointAuthMethod(document)
    if (method === 'private_key_jwt') throw new Error('it takes no client secrets')
    return {
      discoveryEndpoint,
      authorizationEndpoint: document.authorization_endpoint,
      tokenEndpoint: document.token_endpoint,
      jwksEndpoint: document.jwks_uri,
      userInfoEndpoint: document.userinfo_endpoint,
      tokenEndpointAuthentication: method,
    }
  } catch (error) {
    throw wrongIssuer(`leads to no provider that can be used: ${describe(error)}`)
  }
}

const wrongIssuer = (message: string) => invalidRequest([{ path: 'issuer', message }])

/** What strangers may read: a response of theirs is not repeated. */
function describe(error: unknown): string {
  if (error instanceof SyntaxError || error instanceof TypeError)
    return 'what is there is no OpenID configuration'
  if (error instanceof DiscoveryError)
    return DISCOVERY[error.code] ?? 'its OpenID configuration is not usable'
  return error instanceof Error ? error.message : 'it cannot be reached'
}

const DISCOVERY: Readonly<Record<string, string>> = {
  issuer_mismatch: 'its configuration names another issuer; copy the issuer exactly',
  discovery_incomplete: 'its OpenID configuration is not complete',
  discovery_untrusted_origin: 'its configuration names an address that is not public, or not https',
}

function isPublicHttps(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  const host = hostname.replace(/^\[|\]$/g, '')
  const isPublic = isIP(host) === 0 ? !isLocalName(host) : isPublicAddress(host)
  return protocol === 'https:' && isPublic
}

/** The address is checked when the connection is made; redirects are not followed. */
function fetchText(url: string, allowPrivate: boolean): Promise<string> {
  const target = new URL(url)
  return new Promise((resolve, reject) => {
    const request = (target.protocol === 'https:' ? requestHttps : requestHttp)(target, {
      headers: { Accept: 'application/json', 'User-Agent': 'Vectreal' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(!allowPrivate && { lookup: lookupPublic }),
    })
    request.once('error', () => reject(new Error('it cannot be reached')))
    request.once('response', (response) => {
      const { statusCode } = response
      if (statusCode !== 200) {
        response.resume()
        reject(new Error(`${target.pathname} responded ${statusCode ?? 'nothing'}`))
        return
      }
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
        if (text.length > MAX_BYTES) request.destroy()
      })
      response.once('end', () => resolve(text))
      response.once('error', () => reject(new Error('it cannot be reached')))
    })
    request.end()
  })
}
