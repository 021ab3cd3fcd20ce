/** Width, height and depth along the edges of the model. */
import type { LengthUnit } from '@vectreal/scene-format'
import { useId } from 'react'
import { Checkbox } from '../../../forms/field'
import { Choice, SettingGroup } from './setting-fields'
import type { SettingGroupProps } from './setting-group-props'

const UNITS: readonly (readonly [LengthUnit, string])[] = [
  ['m', 'Metres'],
  ['cm', 'Centimetres'],
  ['mm', 'Millimetres'],
  ['in', 'Inches'],
]

export function DimensionGroup({ settings: { dimensions }, disabled, onChange }: SettingGroupProps) {
  const id = useId()
  return (
    <SettingGroup title="Dimensions">
      <Checkbox
        label="Show at start"
        checked={dimensions.show}
        disabled={disabled}
        onChange={(event) => onChange({ dimensions: { ...dimensions, show: event.target.checked } })}
      />
      <Choice
        label="In"
        value={dimensions.unit}
        options={UNITS}
        disabled={disabled}
        onChange={(unit) => onChange({ dimensions: { ...dimensions, unit } })}
      />
      <div>
        <label htmlFor={id}>One unit of the file, in metres</label>
        <input
          id={id}
          type="number"
          min="0"
          step="any"
          className="control mt-1 text-sm"
          value={dimensions.metresPerUnit}
          disabled={disabled}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            const metresPerUnit = event.target.valueAsNumber
            if (metresPerUnit > 0) onChange({ dimensions: { ...dimensions, metresPerUnit } })
          }}
        />
        <p id={`${id}-hint`} className="mt-1 text-muted">
          1 where the file is in metres, 0.01 where it was made in centimetres, 0.0254 in inches.
        </p>
      </div>
    </SettingGroup>
  )
}
