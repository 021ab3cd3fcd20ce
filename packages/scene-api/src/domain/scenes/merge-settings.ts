/** Applies a settings patch to what is stored. */
import type { SceneSettingsPatch } from '../../schemas/scene-settings.js'

/** Given groups replace, null removes (back to the default), absent ones stay. */
export function mergeSettings(
  stored: Readonly<Record<string, unknown>>,
  patch: SceneSettingsPatch | undefined,
): Record<string, unknown> {
  const merged = { ...stored }
  for (const [group, value] of Object.entries(patch ?? {})) {
    if (value === null) delete merged[group]
    else if (value !== undefined) merged[group] = value
  }
  return merged
}
