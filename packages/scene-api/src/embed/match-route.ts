/** Which embed route a request is for: read from method and path by the contract, once. */
import { EMBED_OPERATIONS, type EmbedRouteName } from '../contract/embed.js'
import type { EmbedOperation } from '../contract/embed-operation.js'

export type Match =
  /** `value`: what the path names, such as a scene id; '' where it cannot be one. */
  | { readonly kind: 'route'; readonly route: EmbedRouteName; readonly value: string }
  | { readonly kind: 'preflight'; readonly methods: string }

interface Route {
  readonly name: EmbedRouteName
  readonly operation: EmbedOperation
  readonly path: RegExp
  /** Of the parameters, in the order of the path. */
  readonly patterns: readonly RegExp[]
}

const ROUTES: readonly Route[] = Object.entries<EmbedOperation>(EMBED_OPERATIONS).map(
  ([name, operation]) => ({
    name: name as EmbedRouteName,
    operation,
    path: new RegExp(`^${operation.path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`),
    patterns: Object.values(operation.params).map(({ pattern }) => pattern),
  }),
)
/** No embed route begins with anything else: most requests of the dashboard are told apart by that. */
const BEGINNING = new RegExp(
  `^(?:${ROUTES.map(({ operation }) => operation.path.split('{', 1)[0]).join('|')})`,
)

/** `url`: the request line's target. Null: not an embed route. */
export function matchRoute(method: string | undefined, url: string): Match | null {
  if (!BEGINNING.test(url)) return null
  const query = url.indexOf('?')
  // Whatever stands in the query is never read.
  const path = query === -1 ? url : url.slice(0, query)
  for (const { name, operation, path: pattern, patterns } of ROUTES) {
    const found = pattern.exec(path)
    if (found === null) continue
    const isWellFormed = patterns.every((each, index) => each.test(found[index + 1] ?? ''))
    if (!isWellFormed && !operation.isKeyed) continue
    if (method === 'OPTIONS') return preflightOf(operation)
    if (!isMethodOf(operation, method)) return null
    return { kind: 'route', route: name, value: isWellFormed ? found.slice(1).join('/') : '' }
  }
  return null
}

function preflightOf({ isCrossOrigin, method }: EmbedOperation): Match | null {
  if (!isCrossOrigin) return null
  return { kind: 'preflight', methods: method === 'get' ? 'GET, HEAD, OPTIONS' : 'POST, OPTIONS' }
}

const isMethodOf = (operation: EmbedOperation, method: string | undefined): boolean =>
  operation.method === 'post' ? method === 'POST' : method === 'GET' || method === 'HEAD'
