/** What stands behind the model and what lights it. */
import { Choice, Line, Range, SettingGroup } from './setting-fields'
import type { SettingGroupProps } from './setting-group-props'

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

export function LightGroup({ settings, disabled, onChange }: SettingGroupProps) {
  const { background, environment } = settings
  return (
    <SettingGroup title="Background and light" open>
      <Choice
        label="Background"
        value={background.kind}
        disabled={disabled}
        options={[
          ['transparent', 'Transparent'],
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
        label="Rotation"
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
  )
}
