/** The routes of embeds, as the contract has them. */
import { EMBED_OPERATIONS } from '../contract/embed.js'
import type { EmbedOperation } from '../contract/embed-operation.js'
import { problemResponses } from './problem-response.js'
import type { SchemaBook } from './schema-book.js'

type Json = Record<string, unknown>

export function describeEmbedPaths(schemas: SchemaBook): Record<string, Json> {
  const operations = Object.values<EmbedOperation>(EMBED_OPERATIONS)
  return Object.fromEntries(
    operations.map((operation) => [operation.path, { [operation.method]: describe(operation, schemas) }]),
  )
}

function describe(operation: EmbedOperation, schemas: SchemaBook): Json {
  const { id, summary, description, params, isKeyed, body } = operation
  return {
    operationId: id,
    tags: ['Embed'],
    summary,
    ...(description !== undefined && { description }),
    security: isKeyed ? [{ apiKey: [] }] : [],
    parameters: Object.entries(params).map(([name, param]) => ({
      name,
      in: 'path',
      required: true,
      description: param.description,
      schema: { type: 'string', pattern: param.pattern.source },
    })),
    ...(body && {
      requestBody: {
        required: true,
        content: { 'application/json': { schema: schemas.use(body, 'input') } },
      },
    }),
    responses: describeResponses(operation, schemas),
  }
}

function describeResponses(operation: EmbedOperation, schemas: SchemaBook): Json {
  const { success, isConditional, isRanged, errors = [], notices = {} } = operation
  const content = contentOf(success, schemas)
  const pages = Object.entries(notices).map(([status, description]) => [
    status,
    { description, ...contentOf({ mediaType: 'text/html' }, schemas) },
  ])
  return {
    [success.status]: { description: success.description, ...content },
    ...(isRanged && {
      206: { description: 'The part that Range asked for', ...content },
      416: { description: 'No such range; Content-Range says how long the file is' },
    }),
    ...(isConditional && {
      304: { description: 'Unchanged since the ETag in If-None-Match; the same checks were passed' },
    }),
    ...problemResponses(errors),
    ...Object.fromEntries(pages),
  }
}

function contentOf(
  { schema, mediaType }: Pick<EmbedOperation['success'], 'schema' | 'mediaType'>,
  schemas: SchemaBook,
): Json {
  if (schema) return { content: { 'application/json': { schema: schemas.use(schema, 'output') } } }
  if (mediaType === undefined) return {}
  const format = mediaType.startsWith('text/') ? {} : { format: 'binary' }
  return { content: { [mediaType]: { schema: { type: 'string', ...format } } } }
}
