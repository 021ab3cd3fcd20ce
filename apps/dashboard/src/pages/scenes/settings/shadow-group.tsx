/** The shadow under the model. */
import { Checkbox } from '../../../forms/field'
import { Range, SettingGroup } from './setting-fields'
import type { SettingGroupProps } from './setting-group-props'

export function ShadowGroup({ settings: { shadow }, disabled, onChange }: SettingGroupProps) {
  const why = shadow.kind === 'none' ? 'Turn the contact shadow on first.' : undefined
  return (
    <SettingGroup title="Shadow">
      <Checkbox
        label="Contact shadow"
        checked={shadow.kind === 'contact'}
        disabled={disabled}
        onChange={(event) =>
          onChange({ shadow: { ...shadow, kind: event.target.checked ? 'contact' : 'none' } })
        }
      />
      <Range
        label="Strength"
        value={shadow.opacity}
        min={0}
        max={1}
        step={0.05}
        disabled={disabled}
        why={why}
        onChange={(opacity) => onChange({ shadow: { ...shadow, opacity } })}
      />
      <Range
        label="Softness"
        value={shadow.softness}
        min={0}
        max={1}
        step={0.05}
        disabled={disabled}
        why={why}
        onChange={(softness) => onChange({ shadow: { ...shadow, softness } })}
      />
    </SettingGroup>
  )
}
