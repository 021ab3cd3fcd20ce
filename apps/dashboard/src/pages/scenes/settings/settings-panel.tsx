/** Everything that can be set about how a scene shows, group by group. Nothing is saved here. */
import type { VectrealViewerHandle } from '@vectreal/react-viewer'
import type { LoadedModel } from '@vectreal/viewer-core'
import { type RefObject, useId } from 'react'
import { ArGroup } from './ar-group'
import { CameraGroup } from './camera-group'
import { ControlGroup } from './control-group'
import { DimensionGroup } from './dimension-group'
import { HotspotGroup } from './hotspot-group'
import { LightGroup } from './light-group'
import { PlaybackGroup } from './playback-group'
import type { SettingGroupProps } from './setting-group-props'
import { ShadowGroup } from './shadow-group'
import { TextGroup } from './text-group'
import { ToolbarGroup } from './toolbar-group'
import { TourGroup } from './tour-group'

const WHY = 'You can view these settings. Owners, admins and members can change them.'

interface SettingsPanelProps extends SettingGroupProps {
  readonly sceneId: string
  /** Null until the model is drawn. */
  readonly model: LoadedModel | null
  readonly viewer: () => VectrealViewerHandle | null
  /** Holds the preview. */
  readonly picture: RefObject<HTMLElement | null>
}

export function SettingsPanel({ sceneId, model, viewer, picture, ...group }: SettingsPanelProps) {
  const cameraNames = [...group.settings.cameras.map(({ name }) => name), ...(model?.cameras ?? [])]
  const view = { cameraNames, drawn: model !== null, viewer }
  const whyId = useId()
  return (
    <fieldset
      className="card min-w-0 overflow-hidden"
      aria-label="Settings"
      {...(group.disabled && { 'aria-describedby': whyId, title: WHY })}
    >
      {group.disabled && (
        <p id={whyId} className="border-b border-line px-5 py-3 text-sm text-muted">
          {WHY}
        </p>
      )}
      <LightGroup {...group} />
      <ShadowGroup {...group} />
      <CameraGroup {...group} {...view} />
      <ControlGroup {...group} />
      <PlaybackGroup {...group} model={model} />
      <HotspotGroup {...group} {...view} picture={picture} />
      <TourGroup {...group} cameraNames={cameraNames} />
      <DimensionGroup {...group} />
      <ArGroup {...group} sceneId={sceneId} model={model} />
      <ToolbarGroup {...group} />
      <TextGroup {...group} />
    </fieldset>
  )
}
