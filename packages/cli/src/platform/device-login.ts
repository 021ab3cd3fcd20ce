/** Signing in by a browser, here or elsewhere: the device authorization grant of OAuth 2.0 (RFC 8628). */
import { hostname } from 'node:os'
import { UnusableError } from '../exit-code.js'
import { fetchOnce } from './client.js'

const CLIENT_ID = 'vectreal-cli'
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code'
/** RFC 8628 §3.5 */
const SLOWER_BY_SECONDS = 5

interface StartedLogin {
  readonly device_code: string
  readonly user_code: string
  readonly verification_uri: string
  readonly verification_uri_complete: string
  readonly interval: number
}

interface GrantedToken {
  readonly access_token: string
  readonly expires_in: number
  readonly organization: { readonly slug: string; readonly name: string }
}

interface OAuthError {
  readonly error: string
  readonly error_description?: string
}

export async function startLogin(platform: string): Promise<StartedLogin> {
  const { status, body } = await post<StartedLogin>(`${platform}/api/device/code`, {
    client_id: CLIENT_ID,
    device_name: hostname(),
  })
  if (status === 200 && 'device_code' in body) return body
  if (status === 404) throw new UnusableError(`${platform} has no such sign-in. Is --url right?`)
  throw new UnusableError(reasonOf(status, body))
}

/** Resolves once somebody has let this machine in. */
export async function waitForToken(
  platform: string,
  { device_code, interval }: StartedLogin,
  sleep: (milliseconds: number) => Promise<void>,
): Promise<GrantedToken> {
  let seconds = interval
  for (;;) {
    await sleep(seconds * 1000)
    const { status, body } = await post<GrantedToken>(`${platform}/api/device/token`, {
      grant_type: GRANT,
      client_id: CLIENT_ID,
      device_code,
    })
    if (status === 200 && 'access_token' in body) return body
    const error = 'error' in body ? body.error : ''
    if (error === 'slow_down') seconds += SLOWER_BY_SECONDS
    else if (error !== 'authorization_pending') throw new UnusableError(reasonOf(status, body))
  }
}

/** Ends a token that this machine got by signing in (RFC 7009). */
export async function giveBackToken(platform: string, token: string): Promise<void> {
  const { status, body } = await post(`${platform}/api/device/revoke`, { token })
  if (status !== 200) throw new UnusableError(reasonOf(status, body))
}

const REASON: Readonly<Record<string, string>> = {
  access_denied: 'It was not allowed. Nothing is kept.',
  expired_token: 'Nobody allowed it within ten minutes. Run vectreal login again.',
}

function reasonOf(status: number, body: object): string {
  const { error = '', error_description, detail } = body as Partial<OAuthError> & { detail?: string }
  return REASON[error] ?? error_description ?? detail ?? `The platform responded with status ${status}.`
}

async function post<Body extends object>(
  url: string,
  fields: Record<string, string>,
): Promise<{ readonly status: number; readonly body: Body | OAuthError }> {
  const response = await fetchOnce(url, { method: 'POST', body: new URLSearchParams(fields) })
  const body = (await response.json().catch(() => ({}))) as Body | OAuthError
  return { status: response.status, body }
}
