import type { VectrealViewerHandle } from '@vectreal/react-viewer'
import type { LoadedModel } from '@vectreal/viewer-core'
import type { SceneSettings } from '@vectreal/scene-api/schemas'
import { Crosshair, Trash2, Video } from 'lucide-react'
import { Checkbox } from '../../forms/field'
import { Button, IconButton } from '../../ui/button'
import { cameraFromPose, freeName } from './camera-from-pose'
import { Choice, Line, Range, SettingGroup } from './setting-fields'

interface SettingsPanelProps {
  readonly settings: SceneSettings
  readonly disabled: boolean
  /** Null until the model is drawn. */
  readonly model: LoadedModel | null
  readonly viewer: () => VectrealViewerHandle | null
  readonly onChange: (change: Partial<SceneSettings>) => void
}

const ENVIRONMENTS = [
  ['neutral', 'Neutral room'],
  ['studio', 'Studio'],
  ['soft', 'Soft'],
  ['none', 'None'],
] as const
const TONES = [
  ['neutral', 'Neutral'],
  ['agx', 'AgX'],
  ['aces', 'ACES'],
  ['reinhard', 'Reinhard'],
  ['cineon', 'Cineon'],
  ['linear', 'Linear'],
  ['none', 'None'],
] as const
const LOOPS = [
  ['repeat', 'Again and again'],
  ['once', 'Once'],
  ['pingpong', 'Back and forth'],
] as const
const FIRST = ''

export function SettingsPanel({ settings, disabled, model, viewer, onChange }: SettingsPanelProps) {
  const { background, environment, shadow, controls, animation, cameras, hotspots, credit } = settings
  const cameraNames = [...cameras.map(({ name }) => name), ...(model?.cameras ?? [])]

  const addCamera = () => {
    const pose = viewer()?.pose
    if (!pose) return
    onChange({ cameras: [...cameras, cameraFromPose(freeName('View', cameraNames), pose)] })
  }
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
    <div className="card overflow-hidden">
      <SettingGroup title="Background and light" open>
        <Choice
          label="Background"
          value={background.kind}
          disabled={disabled}
          options={[
            ['transparent', 'See-through'],
            ['color', 'Colour'],
            ['environment', 'Environment'],
          ]}
          onChange={(kind) =>
            onChange({
              background:
                kind === 'color'
                  ? { kind, color: '#f4f4f7' }
                  : kind === 'environment'
                    ? { kind, blur: 0.4 }
                    : { kind },
            })
          }
        />
        {background.kind === 'color' && (
          <Line
            label="Colour"
            type="color"
            value={background.color}
            disabled={disabled}
            onChange={(color) => onChange({ background: { kind: 'color', color } })}
          />
        )}
        {background.kind === 'environment' && (
          <Range
            label="Blur"
            value={background.blur}
            min={0}
            max={1}
            step={0.05}
            disabled={disabled}
            onChange={(blur) => onChange({ background: { kind: 'environment', blur } })}
          />
        )}
        <Choice
          label="Light"
          value={environment.preset}
          options={ENVIRONMENTS}
          disabled={disabled}
          onChange={(preset) => onChange({ environment: { ...environment, preset } })}
        />
        <Range
          label="Brightness"
          value={environment.intensity}
          min={0}
          max={4}
          step={0.05}
          disabled={disabled}
          onChange={(intensity) => onChange({ environment: { ...environment, intensity } })}
        />
        <Range
          label="Turned by"
          value={environment.rotationDegrees}
          min={-180}
          max={180}
          step={5}
          unit="°"
          disabled={disabled}
          onChange={(rotationDegrees) => onChange({ environment: { ...environment, rotationDegrees } })}
        />
        <Choice
          label="Tone mapping"
          value={settings.toneMapping}
          options={TONES}
          disabled={disabled}
          onChange={(toneMapping) => onChange({ toneMapping })}
        />
        <Range
          label="Exposure"
          value={settings.exposure}
          min={0.05}
          max={4}
          step={0.05}
          disabled={disabled}
          onChange={(exposure) => onChange({ exposure })}
        />
      </SettingGroup>
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
          disabled={disabled || shadow.kind === 'none'}
          onChange={(opacity) => onChange({ shadow: { ...shadow, opacity } })}
        />
        <Range
          label="Softness"
          value={shadow.softness}
          min={0}
          max={1}
          step={0.05}
          disabled={disabled || shadow.kind === 'none'}
          onChange={(softness) => onChange({ shadow: { ...shadow, softness } })}
        />
      </SettingGroup>
      <SettingGroup title="Cameras">
        <Choice
          label="Starts with"
          value={settings.initialCamera ?? FIRST}
          disabled={disabled}
          options={[[FIRST, 'The whole model'], ...cameraNames.map((name) => [name, name] as const)]}
          onChange={(name) => onChange({ initialCamera: name === FIRST ? null : name })}
        />
        {cameras.map((camera, index) => (
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
                onChange({
                  cameras: cameras.with(index, { ...camera, name }),
                  initialCamera: settings.initialCamera === camera.name ? name : settings.initialCamera,
                })
              }}
            />
            <IconButton label={`Look through ${camera.name}`} onClick={() => viewer()?.goTo(camera.name)}>
              <Video aria-hidden size={16} />
            </IconButton>
            {!disabled && (
              <IconButton
                label={`Remove camera ${camera.name}`}
                onClick={() =>
                  onChange({
                    cameras: cameras.filter((one) => one !== camera),
                    initialCamera: settings.initialCamera === camera.name ? null : settings.initialCamera,
                  })
                }
              >
                <Trash2 aria-hidden size={16} />
              </IconButton>
            )}
          </div>
        ))}
        {!disabled && (
          <Button icon={<Video aria-hidden size={15} />} disabled={model === null} onClick={addCamera}>
            Keep this view as a camera
          </Button>
        )}
      </SettingGroup>
      <SettingGroup title="Control">
        {(
          [
            ['orbit', 'Visitors may turn the model'],
            ['zoom', 'Visitors may zoom'],
            ['pan', 'Visitors may move the model'],
            ['autoRotate', 'Turns by itself'],
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
          disabled={disabled || !controls.autoRotate}
          onChange={(autoRotateDegreesPerSecond) =>
            onChange({ controls: { ...controls, autoRotateDegreesPerSecond } })
          }
        />
      </SettingGroup>
      {((model?.clips.length ?? 0) > 0 || (model?.variants.length ?? 0) > 0) && (
        <SettingGroup title="Animation and variants">
          {model && model.clips.length > 0 && (
            <>
              <Choice
                label="Clip"
                value={animation.clip ?? FIRST}
                options={[[FIRST, 'The first one'], ...model.clips.map((clip) => [clip, clip] as const)]}
                disabled={disabled}
                onChange={(clip) =>
                  onChange({ animation: { ...animation, clip: clip === FIRST ? null : clip } })
                }
              />
              <Checkbox
                label="Plays by itself"
                checked={animation.autoplay}
                disabled={disabled}
                onChange={(event) =>
                  onChange({ animation: { ...animation, autoplay: event.target.checked } })
                }
              />
              <Choice
                label="Repeats"
                value={animation.loop}
                options={LOOPS}
                disabled={disabled}
                onChange={(loop) => onChange({ animation: { ...animation, loop } })}
              />
              <Range
                label="Speed"
                value={animation.speed}
                min={0.1}
                max={4}
                step={0.1}
                disabled={disabled}
                onChange={(speed) => onChange({ animation: { ...animation, speed } })}
              />
            </>
          )}
          {model && model.variants.length > 0 && (
            <Choice
              label="Variant"
              value={settings.variant ?? FIRST}
              options={[[FIRST, 'As in the file'], ...model.variants.map((name) => [name, name] as const)]}
              disabled={disabled}
              onChange={(variant) => onChange({ variant: variant === FIRST ? null : variant })}
            />
          )}
        </SettingGroup>
      )}
      <SettingGroup title="Hotspots">
        {hotspots.map((hotspot, index) => {
          const change = (part: Partial<typeof hotspot>) =>
            onChange({ hotspots: hotspots.with(index, { ...hotspot, ...part }) })
          return (
            <div key={hotspot.id} className="space-y-3 rounded-lg border border-line p-3">
              <Line
                label="Label"
                value={hotspot.label}
                disabled={disabled}
                onChange={(label) => change({ label })}
              />
              <Line
                label="Description"
                value={hotspot.description}
                disabled={disabled}
                onChange={(description) => change({ description })}
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
                      change({
                        position: [place === 0 ? value : x, place === 1 ? value : y, place === 2 ? value : z],
                      })
                    }}
                  />
                ))}
              </fieldset>
              <Choice
                label="Pressing it flies to"
                value={hotspot.camera ?? FIRST}
                options={[[FIRST, 'Nowhere'], ...cameraNames.map((name) => [name, name] as const)]}
                disabled={disabled}
                onChange={(camera) => change({ camera: camera === FIRST ? null : camera })}
              />
              {!disabled && (
                <Button
                  kind="quiet"
                  onClick={() => onChange({ hotspots: hotspots.filter((one) => one !== hotspot) })}
                >
                  Remove {hotspot.label}
                </Button>
              )}
            </div>
          )
        })}
        {!disabled && (
          <Button icon={<Crosshair aria-hidden size={15} />} disabled={model === null} onClick={addHotspot}>
            Add a hotspot in the middle of the view
          </Button>
        )}
      </SettingGroup>
      <SettingGroup title="Texts">
        <Line
          label="Text alternative"
          value={settings.alt}
          disabled={disabled}
          onChange={(alt) => onChange({ alt })}
        />
        <p className="text-xs text-muted">What a screen reader says. Empty: the scene's name.</p>
        {(
          [
            ['title', 'Title of the work'],
            ['author', 'Author'],
            ['licence', 'Licence'],
            ['sourceUrl', 'Source'],
          ] as const
        ).map(([name, label]) => (
          <Line
            key={name}
            label={label}
            type={name === 'sourceUrl' ? 'url' : 'text'}
            value={credit?.[name] ?? ''}
            disabled={disabled}
            onChange={(value) => {
              const next = { title: '', author: '', licence: '', sourceUrl: '', ...credit, [name]: value }
              onChange({ credit: Object.values(next).every((text) => text === '') ? null : next })
            }}
          />
        ))}
      </SettingGroup>
    </div>
  )
}
