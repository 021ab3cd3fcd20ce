/** How an origin is named in the counts. */
import type { FramedOrigin, RequestOrigin } from '@vectreal/auth-core'
import { isLocalhost } from '@vectreal/scene-format'

export const OTHER = '(other)'
const LOCALHOST = '(localhost)'
const MAX_REMEMBERED = 2000

const labels = new Map<string, string>()

/** As seen; localhost of any port is one, and what names no page is kept apart. */
export function labelOrigin(origin: RequestOrigin | FramedOrigin): string {
  switch (origin.kind) {
    case 'origin':
      return labelOf(origin.origin)
    case 'null':
      return '(null)'
    case 'none':
      return '(none)'
    case 'framed':
      return origin.embedder === null ? '(none)' : labelOf(origin.embedder)
    default:
      return OTHER
  }
}

function labelOf(origin: string): string {
  const known = labels.get(origin)
  if (known !== undefined) return known
  // `capacitor://localhost` is an app, not a development server.
  const isLocal = /^https?:/.test(origin) && isLocalhost(new URL(origin).hostname)
  const label = isLocal ? LOCALHOST : origin.slice(0, 255)
  if (labels.size >= MAX_REMEMBERED) labels.clear()
  labels.set(origin, label)
  return label
}
