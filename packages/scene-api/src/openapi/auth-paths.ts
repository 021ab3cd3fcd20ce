/** The routes of better-auth in our document: described by the library, with the errors that this server returns. */
import type { Auth } from '../identity/auth.js'
import { AUTH_BASE, AUTH_PATHS, AUTH_ROUTES } from '../identity/auth-paths.js'

type Json = Record<string, unknown>

interface DescribedByLibrary {
  readonly description?: string
  readonly parameters?: readonly Json[]
  readonly requestBody?: Json
  readonly responses: Record<string, { readonly description?: string; readonly content?: Json }>
}

export const AUTH_TAGS = [
  { name: 'People', description: 'Accounts and sessions, by better-auth' },
  { name: 'Organizations', description: 'Organizations, members and invitations, by better-auth' },
]

/** What needs no session. */
const OPEN = new Set<string>([
  '/sign-up/email',
  '/sign-in/email',
  '/sign-in/sso',
  '/sso/callback/{providerId}',
  '/get-session',
  '/request-password-reset',
  '/reset-password',
  '/reset-password/{token}',
  '/two-factor/verify-totp',
  '/two-factor/verify-backup-code',
  '/passkey/generate-authenticate-options',
  '/passkey/verify-authentication',
  '/verify-address',
])
/** The response to a browser: a redirect to the page that comes next. */
const REDIRECTS: Readonly<Record<string, string>> = {
  '/reset-password/{token}': 'To the page that asks for the new password',
  '/sso/callback/{providerId}': 'To the dashboard, or back to the sign-in page with `error`',
}

const text = (description: string): Json => ({ type: 'string', description })

/** Where this server takes less than the library describes, or the library describes nothing. */
const OURS: Readonly<Record<string, DescribedByLibrary>> = {
  '/sign-in/sso': {
    description: 'Sign in at the own provider of an organization',
    requestBody: {
      required: true,
      content: {
        'application/json': {
          schema: {
            type: 'object',
            minProperties: 1,
            additionalProperties: false,
            properties: {
              email: text('Of the person; its domain names the organization'),
              organizationSlug: text('Of the organization, or its id; instead of `email`'),
              callbackURL: text('A path of the dashboard to come back to'),
              fresh: {
                type: 'boolean',
                description: 'The provider asks the person again: a proof of who they are',
              },
            },
          },
        },
      },
    },
    responses: {
      '200': {
        description: 'Where to send the browser',
        content: {
          'application/json': {
            schema: {
              type: 'object',
              required: ['url', 'redirect'],
              properties: { url: { type: 'string', format: 'uri' }, redirect: { type: 'boolean' } },
            },
          },
        },
      },
    },
  },
  '/sso/callback/{providerId}': {
    description: 'Come back from the own provider of an organization',
    parameters: [
      { name: 'providerId', in: 'path', required: true, schema: { type: 'string' } },
      ...['code', 'state', 'error'].map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
    ],
    responses: {},
  },
}

export interface AuthDescription {
  readonly paths: Json
  readonly schemas: Json
}

export async function describeAuth(auth: Auth): Promise<AuthDescription> {
  const document = (await auth.api.generateOpenAPISchema()) as unknown as {
    paths: Record<string, Record<string, DescribedByLibrary>>
    components: { schemas: Json }
  }
  const paths = Object.fromEntries(
    AUTH_PATHS.map((path) => [
      `${AUTH_BASE}${path}`,
      Object.fromEntries(
        AUTH_ROUTES[path].flatMap((name) => {
          const method = name.toLowerCase()
          const route = OURS[path] ?? document.paths[path]?.[method]
          return route === undefined ? [] : [[method, describeRoute(path, method, route)]]
        }),
      ),
    ]),
  )
  const used = new Set(
    [...JSON.stringify(paths).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name = '']) => name),
  )
  const schemas = Object.fromEntries(
    Object.entries(document.components.schemas)
      .filter(([name]) => used.has(name))
      .map(([name, schema]) => [name, allowNull(schema)]),
  )
  return { paths, schemas: { ...schemas, AuthProblem: AUTH_PROBLEM } }
}

function describeRoute(path: string, method: string, route: DescribedByLibrary): Json {
  const { description, parameters = [], requestBody, responses } = route
  const name = pascal(path)
  return {
    operationId: `auth${name}${method === 'post' && path === '/get-session' ? 'Post' : ''}`,
    tags: [path.startsWith('/organization/') ? 'Organizations' : 'People'],
    summary: description ?? sentence(path),
    security: OPEN.has(path) ? [] : [{ session: [] }],
    parameters,
    ...(requestBody && { requestBody: allowNull(requestBody) }),
    responses: {
      ...(path in REDIRECTS
        ? { 302: { description: REDIRECTS[path] } }
        : { 200: describeSuccess(path, responses['200']) }),
      ...(path === '/organization/delete' && {
        202: {
          description:
            'The organization is closed for good; removing all that belongs to it takes longer than this call and goes ' +
            'on by itself. The same request waits for it again.',
        },
      }),
      '4XX': { description: 'Refused', content: PROBLEM_CONTENT },
      '5XX': { description: 'Failed', content: PROBLEM_CONTENT },
    },
  }
}

/** Where the library describes another response than it gives. */
const ACTUAL_RESPONSES: Readonly<Record<string, string>> = {
  '/organization/update-member-role': 'Member',
  '/organization/delete': 'Organization',
}

function describeSuccess(path: string, success: { description?: string; content?: Json } | undefined): Json {
  const actual = ACTUAL_RESPONSES[path]
  const content = actual
    ? { 'application/json': { schema: { $ref: `#/components/schemas/${actual}` } } }
    : (success?.content ?? { 'application/json': {} })
  return { description: success?.description ?? 'Success', content: allowNull(content) }
}

const PROBLEM_CONTENT = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/AuthProblem' } },
}

const AUTH_PROBLEM = {
  type: 'object',
  description:
    'Problem details (RFC 9457) with the `code` of better-auth, such as `INVALID_EMAIL_OR_PASSWORD`.',
  required: ['type', 'title', 'status', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    requestId: { type: 'string' },
  },
}

/** The library returns null for what it describes as optional; `nullable` is of OpenAPI 3.0. */
function allowNull(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(allowNull)
  if (typeof value !== 'object' || value === null) return value
  const { properties, required, nullable, ...rest } = value as SchemaLike
  const plain = Object.fromEntries(Object.entries(rest).map(([name, member]) => [name, allowNull(member)]))
  const members = Object.entries(properties ?? {}).map(([name, member]) => {
    const inner = allowNull(member)
    return [name, isRequired(required, name) ? inner : { anyOf: [inner, { type: 'null' }] }]
  })
  const schema = {
    ...plain,
    ...(properties && { properties: Object.fromEntries(members) }),
    ...(required !== undefined && { required }),
  }
  return nullable ? { anyOf: [schema, { type: 'null' }] } : schema
}

interface SchemaLike {
  readonly properties?: Record<string, Json>
  /** Of a request body or a parameter it is no list. */
  readonly required?: readonly string[] | boolean
  readonly nullable?: boolean
}

const isRequired = (required: SchemaLike['required'], name: string): boolean =>
  Array.isArray(required) && required.includes(name)

const pascal = (path: string): string =>
  path.replaceAll(/[^a-z]+([a-z]?)/g, (_match, letter: string) => letter.toUpperCase())

function sentence(path: string): string {
  const words = path.slice(path.lastIndexOf('/') + 1).replaceAll('-', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
