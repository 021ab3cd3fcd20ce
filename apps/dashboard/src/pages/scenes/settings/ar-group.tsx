/** How phones show the scene in a room: whether, where, how large, and what they get of it. */
import type { SceneSettings } from '@vectreal/scene-format'
import type { LoadedModel } from '@vectreal/viewer-core'
import { useId, useMemo, useState } from 'react'
import { Checkbox } from '../../../forms/field'
import { Note } from '../../../ui/states'
import { ArFiles } from './ar-files'
import { type Extent, extentOf, formatMetres, isUnusual, longestOf, metresPerUnitFor } from './real-size'
import { Choice, SettingGroup } from './setting-fields'
import type { SettingGroupProps } from './setting-group-props'

type ArSettings = SceneSettings['ar']

const PLACEMENTS: readonly (readonly [ArSettings['placement'], string])[] = [
  ['floor', 'On the floor or a table'],
  ['wall', 'On a wall'],
]
const SCALES: readonly (readonly [ArSettings['scale'], string])[] = [
  ['free', 'Visitors can resize it'],
  ['fixed', 'Always real size'],
]

interface ArGroupProps extends SettingGroupProps {
  readonly sceneId: string
  /** Null until the model is drawn. */
  readonly model: LoadedModel | null
}

export function ArGroup({ sceneId, model, ...group }: ArGroupProps) {
  const { settings, disabled, onChange } = group
  const { ar, toolbar } = settings
  const extent = useMemo(() => (model === null ? null : extentOf(model)), [model])
  const change = (part: Partial<ArSettings>) => onChange({ ar: { ...ar, ...part } })
  const hasNoButton = ar.enabled && toolbar !== null && toolbar.length > 0 && !toolbar.includes('ar')
  return (
    <SettingGroup title="Augmented reality">
      <Checkbox
        label="Allow viewing in AR"
        hint="Shows a button on devices with AR, and on desktops a QR code that opens the page on a phone."
        checked={ar.enabled}
        disabled={disabled}
        onChange={(event) => change({ enabled: event.target.checked })}
      />
      {hasNoButton && <Note tone="warn">The toolbar has no button for it: choose it under “Toolbar”.</Note>}
      <Choice
        label="Placement"
        value={ar.placement}
        options={PLACEMENTS}
        disabled={disabled}
        onChange={(placement) => change({ placement })}
      />
      <Choice
        label="Size"
        value={ar.scale}
        options={SCALES}
        disabled={disabled}
        onChange={(scale) => change({ scale })}
      />
      {extent !== null && <RealSize extent={extent} {...group} />}
      <ArFiles sceneId={sceneId} />
    </SettingGroup>
  )
}

function RealSize({
  extent,
  settings: { ar, dimensions },
  disabled,
  onChange,
}: SettingGroupProps & { extent: Extent }) {
  const id = useId()
  const [written, setWritten] = useState<string | null>(null)
  const { metresPerUnit } = dimensions
  const longest = longestOf(extent) * metresPerUnit
  const isAsked = ar.enabled && metresPerUnit === 1 && isUnusual(longest)
  return (
    <div className="space-y-3">
      {isAsked && (
        <Note tone="warn" title={`Is it ${formatMetres(longest)} long?`}>
          Files count in metres; this one may not. Enter the length of its longest side once.
        </Note>
      )}
      <div>
        <label htmlFor={id}>Longest side, in metres</label>
        <input
          id={id}
          type="number"
          min="0"
          step="any"
          className="control mt-1 text-sm"
          value={written ?? Number(longest.toPrecision(5))}
          disabled={disabled}
          aria-describedby={`${id}-size`}
          onBlur={() => setWritten(null)}
          onChange={(event) => {
            setWritten(event.target.value)
            const next = metresPerUnitFor(extent, event.target.valueAsNumber)
            if (next !== null) onChange({ dimensions: { ...dimensions, metresPerUnit: next } })
          }}
        />
        <p id={`${id}-size`} className="mt-1 text-muted">
          Real size: {extent.map((side) => formatMetres(side * metresPerUnit)).join(' × ')} (width, height,
          depth)
        </p>
      </div>
    </div>
  )
}
