/** What each group of the settings panel is given. */
import type { SceneSettings } from '@vectreal/scene-format'

export interface SettingGroupProps {
  readonly settings: SceneSettings
  readonly disabled: boolean
  readonly onChange: (change: Partial<SceneSettings>) => void
}

/** Why what needs the picture cannot be pressed yet. */
export const NOT_DRAWN = 'The model is still loading.'
