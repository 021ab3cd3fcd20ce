/** What the file itself brings to choose from: clips and variants. Without either there is no such group. */
import type { LoadedModel } from '@vectreal/viewer-core'
import { Checkbox } from '../../../forms/field'
import { Choice, Range, SettingGroup, UNSET } from './setting-fields'
import type { SettingGroupProps } from './setting-group-props'

const LOOPS = [
  ['repeat', 'Loop'],
  ['once', 'Once'],
  ['pingpong', 'Ping-pong'],
] as const

interface PlaybackGroupProps extends SettingGroupProps {
  /** Null until the model is drawn. */
  readonly model: LoadedModel | null
}

export function PlaybackGroup({ settings, disabled, model, onChange }: PlaybackGroupProps) {
  const { animation } = settings
  const { clips = [], variants = [] } = model ?? {}
  if (clips.length === 0 && variants.length === 0) return null
  return (
    <SettingGroup title="Animation and variants">
      {clips.length > 0 && (
        <>
          <Choice
            label="Clip"
            value={animation.clip ?? UNSET}
            options={[[UNSET, 'The first one'], ...clips.map((clip) => [clip, clip] as const)]}
            disabled={disabled}
            onChange={(clip) => onChange({ animation: { ...animation, clip: clip === UNSET ? null : clip } })}
          />
          <Checkbox
            label="Autoplay"
            checked={animation.autoplay}
            disabled={disabled}
            onChange={(event) => onChange({ animation: { ...animation, autoplay: event.target.checked } })}
          />
          <Choice
            label="Loop"
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
      {variants.length > 0 && (
        <Choice
          label="Variant"
          value={settings.variant ?? UNSET}
          options={[[UNSET, 'As in the file'], ...variants.map((name) => [name, name] as const)]}
          disabled={disabled}
          onChange={(variant) => onChange({ variant: variant === UNSET ? null : variant })}
        />
      )}
    </SettingGroup>
  )
}
