/** Which built-in controls visitors get over the picture. */
import { SETTING_CHOICES, type ToolbarControl } from '@vectreal/scene-format'
import { Checkbox } from '../../../forms/field'
import { SettingGroup } from './setting-fields'
import type { SettingGroupProps } from './setting-group-props'

const NAMES: Readonly<Record<ToolbarControl, string>> = {
  tour: 'Tour: previous and next',
  variants: 'Variants',
  cameras: 'Cameras',
  animations: 'Animations with a timeline',
  dimensions: 'Dimensions',
  ar: 'View in the room (AR)',
  reset: 'Reset view',
  share: 'Share a picture',
  fullscreen: 'Full screen',
}

export function ToolbarGroup({ settings: { toolbar }, disabled, onChange }: SettingGroupProps) {
  const all = SETTING_CHOICES.toolbarControl
  /** Stored empty where it is all of them, so that controls of later versions come along. */
  const chosen = toolbar === null || toolbar.length === 0 ? all : toolbar
  const choose = (control: ToolbarControl, isChosen: boolean) => {
    const next = isChosen ? [...chosen, control] : chosen.filter((one) => one !== control)
    onChange({ toolbar: next.length === 0 ? null : next.length === all.length ? [] : next })
  }
  return (
    <SettingGroup title="Toolbar">
      <Checkbox
        label="Show a toolbar"
        hint="Controls that do nothing in this scene are left out."
        checked={toolbar !== null}
        disabled={disabled}
        onChange={(event) => onChange({ toolbar: event.target.checked ? [] : null })}
      />
      {toolbar !== null &&
        all.map((control) => (
          <Checkbox
            key={control}
            label={NAMES[control]}
            checked={chosen.includes(control)}
            disabled={disabled}
            onChange={(event) => choose(control, event.target.checked)}
          />
        ))}
    </SettingGroup>
  )
}
