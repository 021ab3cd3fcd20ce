/** What visitors may do with the model, and what it does by itself. */
import { Checkbox } from '../../../forms/field'
import { Range, SettingGroup } from './setting-fields'
import type { SettingGroupProps } from './setting-group-props'

export function ControlGroup({ settings: { controls }, disabled, onChange }: SettingGroupProps) {
  return (
    <SettingGroup title="Controls">
      {(
        [
          ['orbit', 'Allow rotating'],
          ['zoom', 'Allow zooming'],
          ['pan', 'Allow panning'],
          ['autoRotate', 'Auto-rotate'],
        ] as const
      ).map(([name, label]) => (
        <Checkbox
          key={name}
          label={label}
          checked={controls[name]}
          disabled={disabled}
          onChange={(event) => onChange({ controls: { ...controls, [name]: event.target.checked } })}
        />
      ))}
      <Range
        label="Degrees per second"
        value={controls.autoRotateDegreesPerSecond}
        min={-90}
        max={90}
        step={5}
        disabled={disabled}
        why={controls.autoRotate ? undefined : 'Only while Auto-rotate is on.'}
        onChange={(autoRotateDegreesPerSecond) =>
          onChange({ controls: { ...controls, autoRotateDegreesPerSecond } })
        }
      />
    </SettingGroup>
  )
}
