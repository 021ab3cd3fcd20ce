/** The management API of one organization, as whoever is signed in. */
import {
  createManagementClient,
  type ManagementClient,
  readManagementError,
} from '@vectreal/scene-api/client'
import { UnusableError } from '../exit-code.js'
import { type Credentials, readCredentials } from './credentials.js'

export const DEFAULT_PLATFORM = 'http://localhost:4400'
const TIMEOUT_MS = 30_000

export interface ClientOptions {
  /** `--url` */
  readonly url?: string | undefined
  /** `--organization` */
  readonly organization?: string | undefined
}

/** Calls reject with `ManagementError` where they are refused, with `UnusableError` where there is no response. */
export interface Client {
  readonly platform: string
  /** Id or slug: the `org` of paths. */
  readonly org: string
  readonly api: ManagementClient
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>
}

/** From options, environment and credentials file, in this order. */
export async function connect(options: ClientOptions, env: NodeJS.ProcessEnv): Promise<Client> {
  return createClient(await findCredentials(options, env))
}

/** Null: nobody is signed in to that platform. */
export async function connectIfSignedIn(
  options: ClientOptions,
  env: NodeJS.ProcessEnv,
): Promise<Client | null> {
  const { token } = await findToken(options, env)
  return token === undefined ? null : connect(options, env)
}

async function findCredentials(options: ClientOptions, env: NodeJS.ProcessEnv): Promise<Credentials> {
  const { platform, kept, token } = await findToken(options, env)
  if (token === undefined) {
    throw new UnusableError(
      `Not signed in${kept === null ? '' : ` to ${platform}, but to ${kept.platform}`}. Run vectreal login, or set VECTREAL_SERVICE_TOKEN.`,
    )
  }
  const organization = options.organization ?? (env.VECTREAL_ORGANIZATION || kept?.organization)
  if (organization === undefined) {
    throw new UnusableError('Which organization? Give --organization or set VECTREAL_ORGANIZATION.')
  }
  return { token, organization, platform }
}

/** What was kept for one platform is sent to no other, whatever `--url` and `VECTREAL_URL` say. */
async function findToken(options: ClientOptions, env: NodeJS.ProcessEnv) {
  const kept = await readCredentials(env)
  const platform = findPlatform(options, env, kept)
  const own = kept?.platform === platform ? kept.token : undefined
  return { platform, kept, token: env.VECTREAL_SERVICE_TOKEN || own }
}

export function findPlatform(
  { url }: ClientOptions,
  env: NodeJS.ProcessEnv,
  kept: Credentials | null,
): string {
  const given = url ?? (env.VECTREAL_URL || kept?.platform) ?? DEFAULT_PLATFORM
  try {
    return new URL(given).origin
  } catch {
    throw new UnusableError(
      `${JSON.stringify(given)} is no address of a platform, such as https://scenes.example.com.`,
    )
  }
}

export function createClient({ platform, organization, token }: Credentials): Client {
  const headers = { authorization: `Bearer ${token}` }
  return {
    platform,
    org: organization,
    api: createManagementClient({ baseUrl: platform, headers, send }),
    headers,
  }
}

async function send(url: string, init: RequestInit): Promise<Response> {
  const response = await fetchOnce(url, init)
  if (!response.ok) throw await readManagementError(response)
  const mediaType = response.headers.get('content-type')
  if (response.status === 204 || mediaType?.startsWith('application/json')) return response
  throw new UnusableError(
    `The platform responded ${response.status} with something that is not JSON. Is --url right?`,
  )
}

/** Any response; throws `UnusableError` where there is none. */
export async function fetchOnce(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  } catch (error) {
    throw unreachable(url, error)
  }
}

export function unreachable(url: string, error: unknown): UnusableError {
  const { cause, message } = error as Error
  const reason = (cause as NodeJS.ErrnoException | undefined)?.code ?? message
  return new UnusableError(`${new URL(url).origin} cannot be reached: ${reason}`)
}
