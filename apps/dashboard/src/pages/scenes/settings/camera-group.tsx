/** Named cameras: kept from the view, renamed, looked through, removed. */
import type { VectrealViewerHandle } from '@vectreal/react-viewer'
import type { SceneSettings } from '@vectreal/scene-format'
import { Trash2, Video } from 'lucide-react'
import { Button, IconButton } from '../../../ui/button'
import { cameraFromPose, freeName } from './camera-from-pose'
import { Choice, SettingGroup, UNSET } from './setting-fields'
import { NOT_DRAWN, type SettingGroupProps } from './setting-group-props'

type Camera = SceneSettings['cameras'][number]

interface CameraGroupProps extends SettingGroupProps {
  /** Those of the settings, then those in the file. */
  readonly cameraNames: readonly string[]
  /** Whether the model is drawn, so that there is a view to keep. */
  readonly drawn: boolean
  readonly viewer: () => VectrealViewerHandle | null
}

export function CameraGroup({ settings, disabled, cameraNames, drawn, viewer, onChange }: CameraGroupProps) {
  const { cameras } = settings
  const addCamera = () => {
    const pose = viewer()?.pose
    if (!pose) return
    onChange({ cameras: [...cameras, cameraFromPose(freeName('View', cameraNames), pose)] })
  }

  /** What names the camera goes along: where the scene starts, where hotspots lead, steps of the tour. Null: the camera goes. */
  const rename = (camera: Camera, name: string | null) => {
    const follow = (named: string | null) => (named === camera.name ? name : named)
    onChange({
      cameras: cameras.flatMap((one) =>
        one !== camera ? [one] : name === null ? [] : [{ ...camera, name }],
      ),
      initialCamera: follow(settings.initialCamera),
      hotspots: settings.hotspots.map((hotspot) => ({ ...hotspot, camera: follow(hotspot.camera) })),
      tour: settings.tour.flatMap((step) => {
        const camera = follow(step.camera)
        return camera === null ? [] : [{ ...step, camera }]
      }),
    })
  }

  return (
    <SettingGroup title="Cameras">
      <Choice
        label="Starts with"
        value={settings.initialCamera ?? UNSET}
        disabled={disabled}
        options={[[UNSET, 'The whole model'], ...cameraNames.map((name) => [name, name] as const)]}
        onChange={(name) => onChange({ initialCamera: name === UNSET ? null : name })}
      />
      {cameras.map((camera) => (
        <div key={camera.name} className="flex items-center gap-2">
          <input
            aria-label={`Name of camera ${camera.name}`}
            className="control min-w-0 text-sm"
            defaultValue={camera.name}
            disabled={disabled}
            onBlur={(event) => {
              const name = event.target.value.trim()
              if (name === '' || name === camera.name || cameraNames.includes(name)) {
                event.target.value = camera.name
                return
              }
              rename(camera, name)
            }}
          />
          <IconButton label={`Look through ${camera.name}`} onClick={() => viewer()?.goTo(camera.name)}>
            <Video aria-hidden size={16} />
          </IconButton>
          {!disabled && (
            <IconButton label={`Remove camera ${camera.name}`} onClick={() => rename(camera, null)}>
              <Trash2 aria-hidden size={16} />
            </IconButton>
          )}
        </div>
      ))}
      {!disabled && (
        <Button
          icon={<Video aria-hidden size={15} />}
          why={drawn ? undefined : NOT_DRAWN}
          onClick={addCamera}
        >
          Save view as camera
        </Button>
      )}
    </SettingGroup>
  )
}
