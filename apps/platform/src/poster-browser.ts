/** Which Chromium draws the posters of models that programs upload. */
import { findChromium, isExecutable } from '@vectreal/scene-api/drawing'
import { StartupError } from './startup-error.js'

/**
 * The one that `POSTER_BROWSER` names, or else the first that `path` (as `PATH`) leads to; null: there is none, or none is
 * wanted.
 */
export function findPosterBrowser(named: string | null, path: string | undefined): string | null {
  if (named === 'none') return null
  if (named !== null) {
    if (isExecutable(named)) return named
    throw new StartupError(
      `POSTER_BROWSER must be the path of a Chromium that this user may run, or none; it is "${named}"`,
    )
  }
  return findChromium(path)
}
