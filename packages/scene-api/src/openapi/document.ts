/** The OpenAPI 3.1 document, made from the operations and schemas that serve the requests. */
import type { z } from 'zod'
import { OPERATIONS } from '../contract/index.js'
import type { Operation } from '../contract/operation.js'
import type { ProblemCode } from '../problem-codes.js'
import { AUTH_TAGS, type AuthDescription } from './auth-paths.js'
import { cookiePrefix } from '../identity/auth.js'
import { describeEmbedPaths } from './embed-paths.js'
import { problemResponses } from './problem-response.js'
import { SchemaBook } from './schema-book.js'
import { SERVER_PATHS, SERVER_SCHEMAS } from './server-paths.js'

type Json = Record<string, unknown>
const METHODS: readonly Operation['method'][] = ['get', 'post', 'put', 'patch', 'delete']
/** As people read them: a list before its items, reading before changing. */
const ALL: readonly Operation[] = Object.values<Operation>(OPERATIONS).toSorted(
  (a, b) =>
    a.tag.localeCompare(b.tag) ||
    a.path.localeCompare(b.path) ||
    METHODS.indexOf(a.method) - METHODS.indexOf(b.method),
)

const PARAMETERS: Record<string, string> = {
  org: 'Id or slug of the organization',
  project: 'Id of the project',
  scene: 'Id of the scene',
  key: 'Id of the API key',
  token: 'Id of the service token',
  session: 'Id of the session',
  version: 'Number of the version',
}

/** `publicUrl` becomes the server of the document. */
export function createOpenApiDocument(publicUrl: string, auth: AuthDescription): Json {
  const schemas = new SchemaBook()
  const embedPaths = describeEmbedPaths(schemas)
  const paths: Record<string, Json> = {}
  for (const operation of ALL) {
    const { path, alias, method } = operation
    for (const address of alias === undefined ? [path] : [path, alias]) {
      const id = address === path ? operation.id : `${operation.id}InOrganization`
      paths[address] = { ...paths[address], [method]: describeOperation(operation, address, id, schemas) }
    }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Vectreal API',
      version: '1.0.0',
      summary: 'Key-protected 3D scenes for web pages',
      description:
        'Pages load scenes with an API key (`vctrl_…`) under **Embed**. Everything else manages them: with a session cookie, ' +
        'or with a service token (`vctrlsvc_…`) of the organization. Errors are problem details (RFC 9457); `type` leads to a page that says what to do.',
      license: { name: 'AGPL-3.0-only', identifier: 'AGPL-3.0-only' },
    },
    servers: [{ url: publicUrl }],
    tags: [
      { name: 'Embed', description: 'What a page calls with its key' },
      ...AUTH_TAGS,
      ...[...new Set(ALL.map(({ tag }) => tag))].map((name) => ({ name })),
      { name: 'Server', description: 'Health and this document' },
    ],
    paths: { ...embedPaths, ...SERVER_PATHS, ...auth.paths, ...paths },
    components: {
      schemas: { Problem: PROBLEM_SCHEMA, ...SERVER_SCHEMAS, ...auth.schemas, ...schemas.all },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: `${cookiePrefix(publicUrl)}.session_token` },
        serviceToken: { type: 'http', scheme: 'bearer', description: 'A service token, vctrlsvc_…' },
        apiKey: { type: 'http', scheme: 'bearer', description: 'An embed key, vctrl_…' },
        operator: { type: 'http', scheme: 'bearer', description: 'OPERATOR_TOKEN of the server' },
      },
    },
  }
}

const PROBLEM_SCHEMA = {
  type: 'object',
  description: 'Problem details (RFC 9457). Some codes carry further members.',
  required: ['type', 'title', 'status', 'detail', 'code', 'requestId'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    requestId: { type: 'string' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['path', 'message'],
        properties: { path: { type: 'string' }, message: { type: 'string' } },
      },
    },
  },
}

function describeOperation(operation: Operation, address: string, id: string, schemas: SchemaBook): Json {
  const { tag, summary, query, body, upload, success, permission, sessionOnly, idempotent } = operation
  const pathParameters = [...address.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    description: PARAMETERS[name],
    schema: { type: 'string', pattern: '^[\\w-]{1,128}$' },
  }))
  const idempotencyKey = {
    name: 'Idempotency-Key',
    in: 'header',
    description:
      'Repeating the request with the same key and body within 24 hours returns what the first one returned; a token is ' +
      'among it for 10 minutes, afterwards `tokenExpired` is.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  }
  const security =
    permission === 'operator'
      ? [{ operator: [] }]
      : [{ session: [] }, ...(sessionOnly || permission === 'person' ? [] : [{ serviceToken: [] }])]
  return {
    operationId: id,
    tags: [tag],
    summary,
    description: describe(operation),
    security,
    parameters: [
      ...pathParameters,
      ...(query ? queryParameters(query, schemas) : []),
      ...(idempotent ? [idempotencyKey] : []),
    ],
    ...(body && {
      requestBody: {
        required: !accepts(body, {}),
        content: { 'application/json': { schema: schemas.use(body, 'input') } },
      },
    }),
    ...(upload && {
      requestBody: {
        required: true,
        description: upload.description,
        content: Object.fromEntries(upload.mediaTypes.map((type) => [type, {}])),
      },
    }),
    responses: {
      [success.status]: {
        description: success.description,
        ...(success.schema && {
          content: { 'application/json': { schema: schemas.use(success.schema, 'output') } },
        }),
        ...(success.mediaTypes && {
          content: Object.fromEntries(
            success.mediaTypes.map((type) => [type, { schema: { type: 'string' } }]),
          ),
        }),
      },
      ...problemResponses(codesOf(operation)),
    },
  }
}

function describe({ description, permission, confirm }: Operation): string {
  const paragraphs = [description]
  if (permission !== 'operator' && permission !== 'person') paragraphs.push(`Permission: \`${permission}\`.`)
  if (confirm !== undefined) {
    const when = confirm === true ? '' : ` ${confirm}`
    paragraphs.push(`Asks people for a proof of the last 15 minutes: \`confirmation_required\`.${when}`)
  }
  return paragraphs.filter(Boolean).join('\n\n')
}

/** Every code the operation can respond with: its own, and those of its kind. */
function codesOf({
  method,
  upload,
  errors = [],
  permission,
  idempotent,
  confirm,
  ownSignIn,
  whileSuspended,
}: Operation): ProblemCode[] {
  const codes: ProblemCode[] = [
    'unauthenticated',
    'not_found',
    'internal_error',
    'temporarily_unavailable',
    ...errors,
  ]
  if (permission !== 'operator') codes.push('forbidden')
  if (permission !== 'operator' && permission !== 'person') {
    codes.push('second_factor_required', 'own_sign_in_required', 'company_sign_in_required')
  }
  if (ownSignIn) codes.push('own_sign_in_required')
  if (confirm !== undefined) codes.push('confirmation_required')
  if (permission !== 'operator' && permission !== 'person' && method !== 'get' && whileSuspended !== true) {
    codes.push('organization_suspended')
  }
  if (permission !== 'operator' && permission !== 'person' && method !== 'get') codes.push('rate_limited')
  // Unknown query parameters are refused everywhere.
  codes.push('invalid_request')
  if (method !== 'get' && !upload) codes.push('payload_too_large', 'unsupported_media_type')
  if (idempotent) codes.push('idempotency_key_reused')
  return [...new Set(codes)]
}

function queryParameters(query: z.ZodType, schemas: SchemaBook): Json[] {
  const { properties = {}, required = [] } = schemas.inline(query, 'input') as {
    properties?: Record<string, Json>
    required?: string[]
  }
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    ...(description !== undefined && { description }),
    schema,
  }))
}

const accepts = (schema: z.ZodType, value: unknown): boolean => schema.safeParse(value).success
