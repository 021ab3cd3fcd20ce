/** A connection URL as node-postgres takes it, with `?schema=`, which PostgreSQL's own URLs do not have. */
import type { ClientConfig } from 'pg'

export interface ConnectionConfig extends ClientConfig {
  readonly connectionString: string
  /** The schema to work in; undefined: whatever the role's `search_path` says. */
  readonly schema?: string
}

/** Takes `schema` out of the URL, and leaves everything else of it as it was written. */
export function connectionConfig(url: string): ConnectionConfig {
  const [address = '', query] = splitOnce(url, '?')
  if (query === undefined) return { connectionString: url }
  const parameters = query.split('&')
  const schema = parameters.find((parameter) => parameter.startsWith('schema='))
  if (schema === undefined) return { connectionString: url }
  const rest = parameters.filter((parameter) => parameter !== schema)
  return {
    connectionString: rest.length === 0 ? address : `${address}?${rest.join('&')}`,
    schema: decodeURIComponent(schema.slice('schema='.length)),
  }
}

function splitOnce(text: string, at: string): [string, string?] {
  const index = text.indexOf(at)
  return index === -1 ? [text] : [text.slice(0, index), text.slice(index + 1)]
}
