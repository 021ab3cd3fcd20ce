/** The path and query of a request, read once from the request line. Check, route, audit entry and log use this reading. */

export interface RequestTarget {
  /** As sent: it holds no escape, no empty or dot segment and no backslash, so it has no second spelling. */
  readonly path: string
  /** As sent, without the question mark. */
  readonly query: string
}

/** Every route and id of ours is spelled with these. Whatever else a path holds, it names nothing here. */
const PLAIN_PATH = /^(?:\/[A-Za-z0-9._~-]+)+$/
const DOT_SEGMENT = /\/\.{1,2}(?:\/|$)/

/** `url`: the request line's target (`req.originalUrl`). Null for a path that could be read in more than one way. */
export function parseTarget(url: string): RequestTarget | null {
  const mark = url.indexOf('?')
  const path = mark === -1 ? url : url.slice(0, mark)
  if (!PLAIN_PATH.test(path) || DOT_SEGMENT.test(path)) return null
  return { path, query: mark === -1 ? '' : url.slice(mark + 1) }
}
