/** Everything that can be set about how a scene shows, group by group. Nothing is saved here. */
import type { VectrealViewerHandle } from '@vectreal/react-viewer'
import type { LoadedModel } from '@vectreal/viewer-core'
import { CameraGroup } from './camera-group'
import { ControlGroup } from './control-group'
import { HotspotGroup } from './hotspot-group'
import { LightGroup } from './light-group'
import { PlaybackGroup } from './playback-group'
import type { SettingGroupProps } from './setting-group-props'
import { ShadowGroup } from './shadow-group'
import { TextGroup } from './text-group'

interface SettingsPanelProps extends SettingGroupProps {
  /** Null until the model is drawn. */
  readonly model: LoadedModel | null
  readonly viewer: () => VectrealViewerHandle | null
}

export function SettingsPanel({ model, viewer, ...group }: SettingsPanelProps) {
  const cameraNames = [...group.settings.cameras.map(({ name }) => name), ...(model?.cameras ?? [])]
  const view = { cameraNames, drawn: model !== null, viewer }
  return (
    <div className="card overflow-hidden">
      <LightGroup {...group} />
      <ShadowGroup {...group} />
      <CameraGroup {...group} {...view} />
      <ControlGroup {...group} />
      <PlaybackGroup {...group} model={model} />
      <HotspotGroup {...group} {...view} />
      <TextGroup {...group} />
    </div>
  )
}
