/** Marks on the model with a text, and where pressing one leads. */
import type { VectrealViewerHandle } from '@vectreal/react-viewer'
import type { SceneSettings } from '@vectreal/scene-format'
import { Crosshair } from 'lucide-react'
import { Button } from '../../../ui/button'
import { freeName } from './camera-from-pose'
import { Choice, Line, SettingGroup, UNSET } from './setting-fields'
import type { SettingGroupProps } from './setting-group-props'

type Hotspot = SceneSettings['hotspots'][number]

interface HotspotGroupProps extends SettingGroupProps {
  readonly cameraNames: readonly string[]
  /** Whether the model is drawn, so that the view has a middle. */
  readonly drawn: boolean
  readonly viewer: () => VectrealViewerHandle | null
}

export function HotspotGroup({
  settings: { hotspots },
  disabled,
  cameraNames,
  drawn,
  viewer,
  onChange,
}: HotspotGroupProps) {
  const addHotspot = () => {
    const pose = viewer()?.pose
    if (!pose) return
    const [x, y, z] = pose.target
    onChange({
      hotspots: [
        ...hotspots,
        {
          id: crypto.randomUUID(),
          label: freeName(
            'Hotspot',
            hotspots.map(({ label }) => label),
          ),
          description: '',
          position: [x, y, z],
          normal: null,
          camera: null,
        },
      ],
    })
  }

  return (
    <SettingGroup title="Hotspots">
      {hotspots.map((hotspot, index) => (
        <HotspotFields
          key={hotspot.id}
          hotspot={hotspot}
          disabled={disabled}
          cameraNames={cameraNames}
          onChange={(changed) => onChange({ hotspots: hotspots.with(index, changed) })}
          onRemove={() => onChange({ hotspots: hotspots.filter((one) => one !== hotspot) })}
        />
      ))}
      {!disabled && (
        <Button icon={<Crosshair aria-hidden size={15} />} disabled={!drawn} onClick={addHotspot}>
          Add a hotspot in the middle of the view
        </Button>
      )}
    </SettingGroup>
  )
}

interface HotspotFieldsProps {
  readonly hotspot: Hotspot
  readonly disabled: boolean
  readonly cameraNames: readonly string[]
  readonly onChange: (hotspot: Hotspot) => void
  readonly onRemove: () => void
}

function HotspotFields({ hotspot, disabled, cameraNames, onChange, onRemove }: HotspotFieldsProps) {
  return (
    <div className="space-y-3 rounded-lg border border-line p-3">
      <Line
        label="Label"
        value={hotspot.label}
        disabled={disabled}
        onChange={(label) => onChange({ ...hotspot, label })}
      />
      <Line
        label="Description"
        value={hotspot.description}
        disabled={disabled}
        onChange={(description) => onChange({ ...hotspot, description })}
      />
      <fieldset className="grid grid-cols-3 gap-2">
        <legend className="mb-1">Position</legend>
        {(['x', 'y', 'z'] as const).map((axis, place) => (
          <input
            key={axis}
            type="number"
            step="any"
            aria-label={`${hotspot.label}, ${axis}`}
            className="control min-w-0 px-2! text-sm"
            value={Number((hotspot.position[place] ?? 0).toFixed(4))}
            disabled={disabled}
            onChange={(event) => {
              const value = event.target.valueAsNumber
              if (Number.isNaN(value)) return
              const [x, y, z] = hotspot.position
              onChange({
                ...hotspot,
                position: [place === 0 ? value : x, place === 1 ? value : y, place === 2 ? value : z],
              })
            }}
          />
        ))}
      </fieldset>
      <Choice
        label="Pressing it flies to"
        value={hotspot.camera ?? UNSET}
        options={[[UNSET, 'Nowhere'], ...cameraNames.map((name) => [name, name] as const)]}
        disabled={disabled}
        onChange={(camera) => onChange({ ...hotspot, camera: camera === UNSET ? null : camera })}
      />
      {!disabled && (
        <Button kind="quiet" onClick={onRemove}>
          Remove {hotspot.label}
        </Button>
      )}
    </div>
  )
}
