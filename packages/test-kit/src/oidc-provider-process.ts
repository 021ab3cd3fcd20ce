/**
 * Runs oidc-provider on a free port and tells the parent which. Arguments: client id, client secret, the key that signs, as a
 * JWK. Each ID token is sent to the parent as `{ id, token }` before it is handed out; that of the reply is.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'

const [clientId = '', clientSecret = '', jwk = ''] = process.argv.slice(2)

interface Handed {
  readonly id: number
  readonly token: string
}

const waiting = new Map<number, (token: string) => void>()
process.on('message', ({ id, token }: Handed) => waiting.get(id)?.(token))

let count = 0
function askParent(token: string): Promise<string> {
  const id = (count += 1)
  return new Promise((resolve) => {
    waiting.set(id, resolve)
    process.send?.({ id, token } satisfies Handed)
  })
}

function claimsOf(login: string): Record<string, unknown> {
  const [email, query] = login.split('?')
  const says = new URLSearchParams(query)
  const verified = says.get('verified')
  return {
    sub: login,
    email,
    name: says.get('name') ?? 'Somebody',
    ...(verified !== null && { email_verified: verified === 'true' }),
  }
}

function createProvider(issuer: string): Provider {
  const provider = new Provider(issuer, {
    jwks: { keys: [{ ...JSON.parse(jwk), kid: 'first', use: 'sig', alg: 'RS256' }] },
    clients: [
      {
        client_id: clientId,
        client_secret: clientSecret,
        redirect_uris: ['http://127.0.0.1/named-later'],
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    findAccount: (_ctx: unknown, login: string) => ({ accountId: login, claims: () => claimsOf(login) }),
  })
  // The redirect URI names an organization that is made after the provider was started.
  provider.Client.prototype.redirectUriAllowed = (uri) =>
    new URL(uri).pathname.startsWith('/api/auth/sso/callback/')
  provider.use(async (ctx, next) => {
    await next()
    const { body } = ctx
    if (typeof body?.id_token === 'string') body.id_token = await askParent(body.id_token)
  })
  return provider
}

const server = createServer()
server.listen(0, '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  server.on('request', createProvider(`http://127.0.0.1:${port}`).callback())
  process.send?.(port)
})
process.once('disconnect', () => process.exit())
