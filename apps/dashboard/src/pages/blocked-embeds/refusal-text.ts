import { ERROR_CODES, type ErrorCode } from '@vectreal/scene-format'

interface RefusalText {
  /** What happened. */
  readonly what: string
  /** What the owner of the project does about it. */
  readonly remedy: string
}

/** Ten seconds at 1 Mbit/s: what is smaller than this is slow for another reason. */
const LIGHT_BYTES = 1_250_000

/**
 * What each refusal means to whoever runs the site, and what to do about it. `modelBytes` is what the scene delivers, null
 * where it is unknown.
 */
export function refusalText(code: string, modelBytes: number | null = null): RefusalText {
  if (code === 'slow') return slowText(modelBytes)
  if (!Object.hasOwn(ERROR_CODES, code)) {
    return { what: code.replaceAll('_', ' '), remedy: 'See the error reference.' }
  }
  const { title, remedy, ownerRemedy = remedy } = ERROR_CODES[code as ErrorCode]
  return { what: title, remedy: ownerRemedy }
}

/** Reported by pages beside failures: the scene was shown, but late. */
function slowText(modelBytes: number | null): RefusalText {
  const isLight = modelBytes !== null && modelBytes < LIGHT_BYTES
  return {
    what: 'A visitor waited more than ten seconds for the scene',
    remedy: isLight
      ? 'The model is small, so it was the connection or a busy device. Look at the server if it happens often.'
      : 'Use a lighter model: fewer and smaller textures, Meshopt for geometry.',
  }
}

export const LAYER_NAMES: Record<string, string> = {
  format: 'Format',
  key: 'Key',
  organization: 'Organization',
  domain: 'Domain',
  project: 'Project',
}
