/** Marks on the model with a text, and where pressing one leads. */
import type { VectrealViewerHandle } from '@vectreal/react-viewer'
import type { SceneSettings } from '@vectreal/scene-format'
import { Crosshair } from 'lucide-react'
import { type ReactNode, type RefObject, useState } from 'react'
import { Checkbox } from '../../../forms/field'
import { announce } from '../../../ui/announcer'
import { Button } from '../../../ui/button'
import { freeName } from './camera-from-pose'
import { OrderButtons } from './order-buttons'
import { Choice, Line, SettingGroup, UNSET } from './setting-fields'
import { NOT_DRAWN, type SettingGroupProps } from './setting-group-props'
import { type Picked, usePlacing } from './use-placing'

type Hotspot = SceneSettings['hotspots'][number]

interface HotspotGroupProps extends SettingGroupProps {
  readonly cameraNames: readonly string[]
  /** Whether the model is drawn, so that the view has a middle. */
  readonly drawn: boolean
  readonly viewer: () => VectrealViewerHandle | null
  /** Holds the preview. */
  readonly picture: RefObject<HTMLElement | null>
}

export function HotspotGroup({
  settings: { hotspots },
  disabled,
  cameraNames,
  drawn,
  viewer,
  picture,
  onChange,
}: HotspotGroupProps) {
  const [isAsking, setAsking] = useState(false)
  /** Where each was put last, by hotspot: what it takes to tie it to the part of the model that lies there. */
  const [picks, setPicks] = useState<Readonly<Record<string, Picked>>>({})
  const place = (picked: Picked | null) => {
    if (picked === null) return announce('That click missed the model. Click on the model itself.')
    setAsking(false)
    const id = crypto.randomUUID()
    const label = freeName(
      'Hotspot',
      hotspots.map((hotspot) => hotspot.label),
    )
    setPicks({ ...picks, [id]: picked })
    const { position, normal } = picked
    const added: Hotspot = {
      id,
      label,
      description: '',
      position: copy(position),
      normal: normal && copy(normal),
      camera: null,
      node: null,
    }
    onChange({ hotspots: [...hotspots, added] })
    announce(`${label} is on the model.`)
  }
  usePlacing({
    picture,
    viewer,
    isAsking,
    disabled,
    onPlace: place,
    onDrag(id, picked) {
      setPicks({ ...picks, [id]: picked })
      onChange({
        hotspots: hotspots.map((one) => (one.id === id ? placed(one, picked, one.node !== null) : one)),
      })
    },
  })

  return (
    <SettingGroup title="Hotspots">
      {hotspots.map((hotspot, index) => (
        <HotspotFields
          key={hotspot.id}
          hotspot={hotspot}
          picked={picks[hotspot.id] ?? null}
          order={
            <OrderButtons
              name={hotspot.label}
              list={hotspots}
              index={index}
              onChange={(next) => onChange({ hotspots: next })}
            />
          }
          disabled={disabled}
          cameraNames={cameraNames}
          onChange={(changed) => onChange({ hotspots: hotspots.with(index, changed) })}
          onRemove={() => onChange({ hotspots: hotspots.filter((one) => one !== hotspot) })}
        />
      ))}
      {!disabled && (
        <>
          <Button
            icon={<Crosshair aria-hidden size={15} />}
            why={drawn ? undefined : NOT_DRAWN}
            aria-pressed={isAsking}
            onClick={() => setAsking(!isAsking)}
          >
            {isAsking ? 'Click on the model' : 'Click the model to place a hotspot'}
          </Button>
          <Button
            why={drawn ? undefined : NOT_DRAWN}
            onClick={() => void pickMiddle(viewer(), picture.current).then(place)}
          >
            Place one in the middle of the view
          </Button>
          <p className="text-muted">Drag a hotspot in the picture to move it.</p>
        </>
      )}
    </SettingGroup>
  )
}

const copy = ([x, y, z]: readonly [number, number, number]): [number, number, number] => [x, y, z]

/** There; `isTied`: in the space of the node that lies there. */
function placed(hotspot: Hotspot, picked: Picked, isTied: boolean): Hotspot {
  const { position, normal } = (isTied ? picked.inNode : null) ?? picked
  return {
    ...hotspot,
    position: copy(position),
    normal: normal && copy(normal),
    node: isTied && picked.inNode !== null ? picked.node : null,
  }
}

/** For whoever has no pointer. */
async function pickMiddle(
  viewer: VectrealViewerHandle | null,
  picture: HTMLElement | null,
): Promise<Picked | null> {
  if (viewer === null || picture === null) return null
  const { left, top, width, height } = picture.getBoundingClientRect()
  return viewer.pick(left + width / 2, top + height / 2)
}

interface HotspotFieldsProps {
  readonly hotspot: Hotspot
  /** Where it was put last; null: not since the page was opened. */
  readonly picked: Picked | null
  readonly order: ReactNode
  readonly disabled: boolean
  readonly cameraNames: readonly string[]
  readonly onChange: (hotspot: Hotspot) => void
  readonly onRemove: () => void
}

function HotspotFields({
  hotspot,
  picked,
  order,
  disabled,
  cameraNames,
  onChange,
  onRemove,
}: HotspotFieldsProps) {
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
        label="Camera when clicked"
        value={hotspot.camera ?? UNSET}
        options={[[UNSET, 'Nowhere'], ...cameraNames.map((name) => [name, name] as const)]}
        disabled={disabled}
        onChange={(camera) => onChange({ ...hotspot, camera: camera === UNSET ? null : camera })}
      />
      {(hotspot.node !== null || picked?.node) && (
        <Checkbox
          label={`Moves with ${hotspot.node ?? picked?.node}`}
          hint="For parts that an animation moves. Drag it to attach it to another part."
          checked={hotspot.node !== null}
          disabled={disabled || picked === null}
          onChange={(event) => picked !== null && onChange(placed(hotspot, picked, event.target.checked))}
        />
      )}
      {!disabled && (
        <div className="flex items-center gap-1">
          {order}
          <Button kind="quiet" onClick={onRemove}>
            Remove {hotspot.label}
          </Button>
        </div>
      )}
    </div>
  )
}
