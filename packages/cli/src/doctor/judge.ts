/** What doctor makes of what it found: pure, so that the words and the exit code can be tested. */
import type { KeyHealth } from './ask-platform.js'
import type { Found } from './find-secrets.js'

export interface Finding {
  readonly level: 'error' | 'warning' | 'ok'
  readonly kind: Found['kind']
  readonly preview: string
  readonly places: readonly string[]
  readonly message: string
  readonly remedy: string | null
}

export interface Case {
  readonly kind: Found['kind']
  readonly preview: string
  readonly places: readonly string[]
  /** Null: of none, as `--offline` says. */
  readonly health: KeyHealth | null
  readonly origin: string | undefined
}

export function judge({ kind, preview, places, health, origin }: Case): Finding {
  const said = kind === 'api_key' ? judgeKey(health, origin) : judgeSecret(kind)
  return { kind, preview, places, ...said }
}

type Said = Pick<Finding, 'level' | 'message' | 'remedy'>

const judgeSecret = (kind: 'service_token' | 'signing_key'): Said =>
  kind === 'service_token'
    ? {
        level: 'error',
        message: 'A service token: whoever reads it manages the organization.',
        remedy: 'Revoke it in the dashboard, and keep the next one in a secret store.',
      }
    : {
        level: 'error',
        message: 'The private half of a signing key: whoever reads it lets visitors in.',
        remedy: 'Revoke the signing key, and keep the next one in a secret store.',
      }

function judgeKey(health: KeyHealth | null, origin: string | undefined): Said {
  if (health === null) {
    return { level: 'ok', message: 'An API key; not checked with the platform.', remedy: null }
  }
  if (health.state === 'not asked') {
    return {
      level: 'warning',
      message: 'An API key; the platform could not be asked about it.',
      remedy: 'Give --url.',
    }
  }
  switch (health.state) {
    case 'unknown_key':
      return {
        level: 'error',
        message: 'The platform does not know this key.',
        remedy: 'Put a key of yours in its place.',
      }
    case 'key_revoked':
      return {
        level: 'error',
        message: 'The key is revoked: embeds with it fail.',
        remedy: 'Put its successor in its place.',
      }
    case 'key_expired':
      return {
        level: 'error',
        message: 'The key has expired: embeds with it fail.',
        remedy: 'vectreal keys create makes another one.',
      }
    default:
      return judgeLive(health, origin)
  }
}

function judgeLive({ key, origins }: KeyHealth, origin: string | undefined): Said {
  const refusing = origins?.filter(({ allowed }) => !allowed) ?? []
  if (origins !== null && refusing.length > 0 && refusing.length === origins.length) {
    return {
      level: 'error',
      message: `${origin} is not allowed by ${refusing.map(({ project }) => project).join(', ')}.`,
      remedy: `vectreal allow ${origin}`,
    }
  }
  if (key?.projects.length === 0) {
    return {
      level: 'error',
      message: 'The key has no project left and opens nothing.',
      remedy: 'Make another one.',
    }
  }
  if (key?.status === 'expiring') {
    return {
      level: 'warning',
      message: `The key expires on ${key.expiresAt?.slice(0, 10)}.`,
      remedy: 'vectreal keys renew',
    }
  }
  if (key?.status === 'rotating') {
    return {
      level: 'warning',
      message: `The key was rotated and stops on ${key.revokesAt?.slice(0, 10)}.`,
      remedy: 'Put its successor in its place.',
    }
  }
  if (refusing.length > 0) {
    const names = refusing.map(({ project }) => project).join(', ')
    return {
      level: 'warning',
      message: `Live, but ${origin} is not allowed by ${names}.`,
      remedy: `vectreal allow ${origin} --project …`,
    }
  }
  const until =
    key === null ? '' : key.expiresAt === null ? ', never expires' : `, until ${key.expiresAt.slice(0, 10)}`
  const scope = key === null ? '' : `, for ${key.projects.map(({ name }) => name).join(', ')}`
  return { level: 'ok', message: `Live${until}${scope}.`, remedy: null }
}
