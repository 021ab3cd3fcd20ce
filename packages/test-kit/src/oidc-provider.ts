/** An OpenID provider (oidc-provider) in a process of its own, and somebody who signs in there without a browser. */
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { forkServer } from './forked-server.js'

export interface TestOidcProvider {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /**
   * Follows `url` through the provider's pages as `login`, and resolves to where the provider sends the browser back. Whoever
   * signs in is whom they say: a login is an address, and after `?` what else the provider is to say of them, as in
   * `ann@example.test?verified=false&name=Ann`. `jar`: the cookies of that browser.
   */
  signIn(url: string, login: string, jar?: Map<string, string>): Promise<URL>
  stop(): Promise<void>
}

/** An ID token before it leaves the provider. */
export interface IssuedIdToken {
  readonly token: string
  readonly header: Readonly<Record<string, unknown>>
  readonly claims: Readonly<Record<string, unknown>>
  /** As the provider signs: RS256, by the key that its `jwks_uri` shows. */
  sign(claims: object): string
}

interface OidcProviderOptions {
  /** What is handed out in place of the token. One that never resolves keeps whoever asked waiting. */
  readonly handOut?: (issued: IssuedIdToken) => string | Promise<string>
}

const CLIENT_ID = 'vectreal'
const CLIENT_SECRET = 'a-secret-of-the-client-for-tests-only'

export async function startOidcProvider({
  handOut = ({ token }) => token,
}: OidcProviderOptions = {}): Promise<TestOidcProvider> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const jwk = JSON.stringify(privateKey.export({ format: 'jwk' }))
  const server = await forkServer('oidc-provider-process', [CLIENT_ID, CLIENT_SECRET, jwk])
  server.process.on('message', async ({ id, token }: { readonly id: number; readonly token: string }) => {
    server.process.send?.({ id, token: await handOut(readIdToken(token, privateKey)) })
  })
  const issuer = `http://127.0.0.1:${server.port}`
  return {
    issuer,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    signIn: (url, login, jar = new Map()) => walk(issuer, url, login, jar),
    stop: server.stop,
  }
}

function readIdToken(token: string, key: KeyObject): IssuedIdToken {
  const [header, claims] = token
    .split('.', 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()))
  return { token, header, claims, sign: (changed) => signJws(header, changed, key) }
}

/** RFC 7515 §7.1, with RS256. */
export function signJws(header: object, payload: object, key: KeyObject): string {
  const input = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  return `${input}.${sign('sha256', Buffer.from(input), key).toString('base64url')}`
}

/** A sign-in takes few pages; more are a loop. */
const MAX_STEPS = 20

async function walk(issuer: string, from: string, login: string, jar: Map<string, string>): Promise<URL> {
  let next = new URL(from)
  let form: URLSearchParams | undefined
  for (let step = 0; step < MAX_STEPS; step += 1) {
    if (next.origin !== issuer) return next
    const response = await fetch(next, {
      method: form ? 'POST' : 'GET',
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { body: form }),
    })
    for (const line of response.headers.getSetCookie()) keep(jar, line)
    form = undefined
    const location = response.headers.get('location')
    const page = await response.text()
    if (location !== null) next = new URL(location, next)
    else {
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1]
      if (prompt === undefined)
        throw new Error(`the provider responded ${response.status}: ${page.slice(0, 500)}`)
      form = new URLSearchParams({ prompt, ...(prompt === 'login' && { login, password: 'any' }) })
    }
  }
  throw new Error('the provider led in a circle')
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = ''] = line.split(';', 1)
  const at = pair.indexOf('=')
  if (pair.slice(at + 1) === '') jar.delete(pair.slice(0, at))
  else jar.set(pair.slice(0, at), pair.slice(at + 1))
}
