/** How an origin is named in the counts. */
import type { FramedOrigin, RequestOrigin } from '@vectreal/auth-core'
import { isLocalhost } from '@vectreal/scene-format'
import { remembered } from './remembered.js'

export const OTHER = '(other)'
const LOCALHOST = '(localhost)'

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

const labelOf = remembered((origin) => {
  // `capacitor://localhost` is an app, not a development server.
  const isLocal = /^https?:/.test(origin) && isLocalhost(new URL(origin).hostname)
  return isLocal ? LOCALHOST : origin.slice(0, 255)
})
