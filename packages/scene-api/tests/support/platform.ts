/** The whole app on a database of its own, and people who use it over HTTP. */
import '@vectreal/test-kit/vitest-postgres'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type RequestListener, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createDatabase } from '@vectreal/test-kit'
import { pino } from 'pino'
import { inject } from 'vitest'
import {
  type CallOf,
  createManagementClient,
  type ManagementClient,
  readManagementError,
} from '../../src/client/index.js'
import {
  createFileStorage,
  createSceneApi,
  DEFAULT_SETTINGS,
  migrateDatabase,
  type SceneApi,
  type SceneApiOptions,
} from '../../src/index.js'

export const PASSWORD = 'correct horse battery'
export const OPERATOR_TOKEN = 'operator-token-of-the-tests-0123456789'

export type Plan = CallOf<'PUT /api/operator/organizations/{org}/plan'>['body']['plan']

/** One person stands for many in tests. */
const UNBOUNDED_OWNERS = {
  ...DEFAULT_SETTINGS.quotas,
  free: { ...DEFAULT_SETTINGS.quotas.free, organizations: null },
}

/** A clock that tests move. */
export interface TestClock {
  now(): Date
  advance(milliseconds: number): void
}

export function createTestClock(): TestClock {
  let offset = 0
  return {
    now: () => new Date(Date.now() + offset),
    advance(milliseconds) {
      offset += milliseconds
    },
  }
}

export interface ApiResponse {
  readonly status: number
  readonly headers: Headers
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read responses freely
  readonly body: any
}

export interface Send {
  readonly method?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
}

/**
 * Sends requests as one caller: a person's cookie, a bearer token, or nobody.
 *
 * Tests call the management API through `api`, also where it refuses. They send a request raw only where the request itself
 * is what they test (a body, path or method that the contract does not allow; a header, a status or a media type that is
 * asserted; bytes on the wire; a server of an older version), or where the address is not in the contract: `/api/auth/*`
 * and the embed routes.
 */
export interface Caller {
  readonly credentials: Record<string, string>
  readonly api: ManagementClient
  send(path: string, options?: Send): Promise<ApiResponse>
  get(path: string, headers?: Record<string, string>): Promise<ApiResponse>
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiResponse>
  patch(path: string, body?: unknown): Promise<ApiResponse>
  put(path: string, body?: unknown, headers?: Record<string, string>): Promise<ApiResponse>
  delete(path: string): Promise<ApiResponse>
}

/** Gives a proof of who they are wherever it is asked for. */
export interface Person extends Caller {
  /** The same session, that gives none. */
  readonly unproved: Caller
  readonly email: string
  readonly userId: string
}

export interface TestPlatform {
  readonly url: string
  readonly databaseUrl: string
  readonly app: SceneApi
  readonly clock: TestClock
  readonly folder: string
  readonly nobody: Caller
  readonly operator: Caller
  bearer(token: string): Caller
  /** Whoever the cookies of a response belong to, see `cookieOf`. */
  withCookie(cookie: string): Caller
  /** Whoever got this response: with the cookies that it set. */
  withCookies(response: ApiResponse): Caller
  /** What handles requests where the API has nothing: the pages around it. */
  serveRest(pages: RequestListener): void
  signUp(name?: string): Promise<Person>
  createOrganization(owner: Person, plan?: Plan): Promise<string>
  setPlan(organizationId: string, plan: Plan): Promise<unknown>
  addMember(owner: Person, organizationId: string, role: string): Promise<Person>
  close(): Promise<void>
}

export async function startPlatform(options: Partial<SceneApiOptions> = {}): Promise<TestPlatform> {
  const database = await createDatabase(inject('postgresUrl'))
  await migrateDatabase(database.url)
  const folder = await mkdtemp(join(tmpdir(), 'vectreal-api-'))
  const clock = createTestClock()
  const server: Server = createServer({ keepAliveTimeout: 120_000 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const url = `http://127.0.0.1:${port}`
  const app = createSceneApi({
    databaseUrl: database.url,
    storage: createFileStorage(join(folder, 'blobs')),
    publicUrl: url,
    authSecret: 'a secret for tests only, long enough',
    clock,
    logger: pino({ level: process.env.TEST_LOG ?? 'silent' }),
    operatorToken: OPERATOR_TOKEN,
    singleProcess: true,
    maintenance: false,
    quotas: UNBOUNDED_OWNERS,
    writeLimitPerMinute: 1_000_000,
    ...options,
  } as SceneApiOptions)
  let rest: RequestListener | null = null
  server.on('request', (req, res) =>
    app.listener(req, res, rest === null ? undefined : () => rest?.(req, res)),
  )

  const caller = (credentials: Record<string, string>): Caller => {
    const send = async (
      path: string,
      { method = 'GET', body, headers = {} }: Send = {},
    ): Promise<ApiResponse> => {
      const isRaw = body instanceof Uint8Array || typeof body === 'string'
      const response = await fetch(url + path, {
        method,
        headers: {
          ...(body !== undefined && !isRaw && { 'content-type': 'application/json' }),
          ...credentials,
          ...headers,
        },
        ...(body !== undefined && { body: isRaw ? (body as string) : JSON.stringify(body) }),
      })
      const text = await response.text()
      const isJson = /json/.test(response.headers.get('content-type') ?? '') && text !== ''
      return {
        status: response.status,
        headers: response.headers,
        body: isJson && !text.includes('\n{') ? JSON.parse(text) : text,
      }
    }
    return fromSend(credentials, send)
  }
  const withCookies = (response: ApiResponse) => caller({ cookie: cookieOf(response) })
  const nobody = caller({})
  const operator = caller({ authorization: `Bearer ${OPERATOR_TOKEN}` })
  const setPlan = (org: string, plan: Plan) =>
    operator.api.call('PUT /api/operator/organizations/{org}/plan', { params: { org }, body: { plan } })
  let people = 0

  /** As the link in the mail does. */
  const proveAddress = async (email: string): Promise<ApiResponse> => {
    await app.context.pool.query('update users set email_verified = true where email = $1', [email])
    const response = await nobody.post('/api/auth/sign-in/email', { email, password: PASSWORD })
    requireOk(response)
    return response
  }

  const signUp = async (name?: string): Promise<Person> => {
    people += 1
    const email = `person-${people}@example.test`
    const response = await nobody.post('/api/auth/sign-up/email', {
      name: name ?? `Person ${people}`,
      email,
      password: PASSWORD,
    })
    requireOk(response)
    const plain = withCookies(options.sendMail ? await proveAddress(email) : response)
    // Requests that were refused together wait for one proof.
    let proof: Promise<void> | null = null
    const prove = async () => {
      try {
        await plain.api.call('POST /api/account/confirm', { body: { password: PASSWORD } })
      } finally {
        proof = null
      }
    }
    return {
      ...fromSend(plain.credentials, async (path, given) => {
        const response = await plain.send(path, given)
        if (response.body?.code !== 'confirmation_required') return response
        await (proof ??= prove())
        return plain.send(path, given)
      }),
      unproved: plain,
      email,
      userId: response.body.user.id,
    }
  }

  return {
    serveRest(pages) {
      rest = pages
    },
    url,
    databaseUrl: database.url,
    app,
    clock,
    folder,
    nobody,
    operator,
    setPlan,
    bearer: (token) => caller({ authorization: `Bearer ${token}` }),
    withCookie: (cookie) => caller({ cookie }),
    withCookies,
    signUp,

    async createOrganization(owner, plan) {
      const slug = `org-${crypto.randomUUID().slice(0, 8)}`
      const response = await owner.post('/api/auth/organization/create', {
        name: `Organization ${slug}`,
        slug,
      })
      requireOk(response)
      const { id } = response.body
      if (plan !== undefined) await setPlan(id, plan)
      return id
    },

    async addMember(owner, organizationId, role) {
      const person = await signUp()
      const invitation = await owner.post('/api/auth/organization/invite-member', {
        email: person.email,
        role,
        organizationId,
      })
      requireOk(invitation)
      const accepted = await person.post('/api/auth/organization/accept-invitation', {
        invitationId: invitation.body.id,
      })
      requireOk(accepted)
      return person
    },

    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await app.close()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The cookies that a response sets, as the next request carries them. */
export const cookieOf = ({ headers }: ApiResponse): string =>
  headers
    .getSetCookie()
    .map((line) => line.split(';', 1)[0])
    .join('; ')

function fromSend(credentials: Record<string, string>, send: Caller['send']): Caller {
  return {
    credentials,
    send,
    api: createManagementClient({
      baseUrl: '',
      async send(path, { method = 'GET', headers, body }) {
        const given = { method, body, headers: Object.fromEntries(new Headers(headers)) }
        return toSuccess(await send(path, given))
      },
    }),
    get: (path, headers) => send(path, { ...(headers && { headers }) }),
    post: (path, body, headers) => send(path, { method: 'POST', body, ...(headers && { headers }) }),
    patch: (path, body) => send(path, { method: 'PATCH', body }),
    put: (path, body, headers) => send(path, { method: 'PUT', body, ...(headers && { headers }) }),
    delete: (path) => send(path, { method: 'DELETE' }),
  }
}

async function toSuccess({ status, headers, body }: ApiResponse): Promise<Response> {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const response = new Response(status === 204 ? null : text, { status, headers })
  if (!response.ok) throw await readManagementError(response)
  return response
}

function requireOk({ status, body }: ApiResponse): void {
  if (status !== 200) throw new Error(`responded ${status}: ${JSON.stringify(body)}`)
}
