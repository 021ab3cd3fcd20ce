/** The real viewer over the session. Its own chunk: three and fiber load only where a model shows. */
import { ModelProvider, VectrealViewer, type VectrealViewerHandle } from '@vectreal/react-viewer'
import type { LoadedModel } from '@vectreal/viewer-core'
import type { SceneSettings } from '@vectreal/scene-format'
import { type Ref, useMemo } from 'react'
import { createSessionFetch, NO_KEY } from './session-fetch'

interface ScenePreviewProps {
  readonly organizationId: string
  readonly sceneId: string
  readonly settings: SceneSettings
  readonly onModel: (model: LoadedModel) => void
  readonly ref: Ref<VectrealViewerHandle>
}

export default function ScenePreview({ organizationId, sceneId, settings, onModel, ref }: ScenePreviewProps) {
  const sessionFetch = useMemo(() => createSessionFetch(organizationId, sceneId), [organizationId, sceneId])
  return (
    <ModelProvider
      sceneId={sceneId}
      apiKey={NO_KEY}
      baseUrl={window.location.origin}
      fetch={sessionFetch}
      loading="eager"
    >
      <VectrealViewer
        ref={ref}
        loading="eager"
        settings={settings}
        // Its code would send phones to this page.
        ar={false}
        onLoad={onModel}
        structuredData={false}
        className="h-full"
      />
    </ModelProvider>
  )
}
